// Tokens -> text as people might write it: blanks, line breaks, empty lines and comments wherever they may stand.
import { tokenize } from "../../../src/dsl/syntax/lexer.js";
import { below, pick, type Random } from "./seed.js";

const remarks = ["/* why */", '/* a } and a " */', "/**/", "/* two\n  lines */"];
const comments = ["// why", '// a { and a "', "//", "// ${x} |"];

/** Whether two tokens stay two tokens without a blank between them. */
function mayTouch(left: string, right: string): boolean {
  const found = tokenize(left + right);
  return found.length === 2 && found[0]!.text === left && found[1]!.text === right;
}

/** Whether a line may break between two tokens without ending a clause. */
const goesOn = (left: string, right: string) =>
  ["{", "[", ","].includes(left) || ["}", "{", "->", "|", ","].includes(right);

function between(random: Random, left: string, right: string): string {
  const chance = random();
  if (chance < 0.06) return ` ${pick(random, remarks)} `;
  if (chance < 0.4 && mayTouch(left, right)) return "";
  if (chance < 0.55 && goesOn(left, right))
    return `${" ".repeat(below(random, 3))}\n${" ".repeat(below(random, 6))}`;
  if (chance < 0.6 && goesOn(left, right))
    return ` ${pick(random, comments)}\n${pick(random, ["", "\n", "  // more\n"])}`;
  return chance < 0.9 ? " " : pick(random, ["  ", "\t", "   "]);
}

/** The end of a line, with what may stand around it. */
function lineEnd(random: Random): string {
  const chance = random();
  const after = chance < 0.15 ? `  ${pick(random, comments)}` : "";
  const more =
    chance > 0.7
      ? pick(random, ["\n", "\n\n\n", `${pick(random, comments)}\n`, `${pick(random, remarks)}\n`])
      : "";
  return `${after}\n${more}${" ".repeat(below(random, 4))}`;
}

/** @param tokens of one or more statements; "\n" ends a line */
export function written(random: Random, tokens: readonly string[]): string {
  let text = "";
  let before: string | null = null;
  for (const token of tokens) {
    if (token === "\n") {
      text += lineEnd(random);
      before = null;
    } else {
      text += (before === null ? "" : between(random, before, token)) + token;
      before = token;
    }
  }
  return text + (random() < 0.8 ? "\n" : "");
}
