// `pattern` of Split and Replace: a text or a regular expression.
import type { Part } from "../tokenizer-part.js";
import { expression, occurrences, type Expression } from "../regex/regex.js";

export function readPattern(part: Part, key: string): Expression {
  const inner = part.part(key);
  const text = inner.optionalText("String");
  const regex = inner.optionalText("Regex");
  inner.end();
  if ((text === null) === (regex === null)) return part.bad(key, "is neither a String nor a Regex");
  if (text !== null) return text === "" ? part.unsupported("an empty pattern", key) : occurrences(text);
  return expression(regex!, (what) => part.unsupported(what, key));
}
