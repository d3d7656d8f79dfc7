// What a word means: a clause with its default, a declaration's form, or a declared name with its kind.
import { chartOf } from "../chart-names.js";
import { clauses, settingOf } from "../clauses.js";
import { formNames, forms } from "../statement-forms.js";
import type { Scope } from "../check/name-scope.js";
import { namesOf } from "./completion.js";
import { kindWords } from "../diagnostics/language-errors.js";
import { lineStarts, lineText, placeOf, type Span } from "../../runtime/errors/text-positions.js";
import { parse } from "../syntax/parser.js";
import { tokenize } from "../syntax/lexer.js";
import { declares, type ClauseName } from "../syntax/ast.js";

export interface Hover extends Span {
  readonly text: string;
}

function clauseText(name: ClauseName): string {
  const { help, takes, without, example } = clauses[name];
  return [`${name}: ${help}`, `Takes ${takes}. Without it: ${without}.`, `  ${example}`].join("\n");
}

/** The kind of the chart that is written around the offset. */
function chartText(text: string, offset: number): string | null {
  for (const one of parse(text).statements) {
    if (one.kind !== "chart" || one.as.kind !== "choice") continue;
    if (offset < one.as.start || offset > one.as.end) continue;
    const { value } = one.as;
    const kind = chartOf(value);
    return kind && `${value}: ${kind.asks}\nTakes ${kind.takes}.`;
  }
  return null;
}

/** The setting whose name or value is written around the offset. */
function settingText(text: string, offset: number): string | null {
  const written = parse(text)
    .statements.flatMap((one) => ("clauses" in one ? one.clauses : []))
    .flatMap(({ clause, value }) => (clause === "setting" ? [value] : []))
    .find(({ start, end }) => start <= offset && offset <= end);
  const found = written && settingOf(written.name.value);
  if (!found) return null;
  return `${written.name.value}: ${found.help}\nIts values: ${Object.keys(found.values).join(", ")}.`;
}

function nameText(text: string, name: string, scope: Scope): string | null {
  const kind = namesOf(text, scope).get(name);
  if (!kind) return null;
  const declared = parse(text).statements.find((one) => declares(one).some((made) => made.name === name));
  if (!declared) return `${name}: ${kindWords[kind]}`;
  const { line } = placeOf(text, lineStarts(text), declared);
  return `${name}: ${kindWords[kind]}, declared on line ${line}\n  ${lineText(text, line).trim()}`;
}

/** Null where there is nothing to say. */
export function hover(text: string, offset: number, scope: Scope = new Map()): Hover | null {
  const tokens = tokenize(text);
  const at = tokens.findIndex(({ start, end }) => start <= offset && offset <= end && end > start);
  const token = tokens[at];
  if (!token || (token.type !== "word" && token.type !== "reserved")) return null;
  const opening = at === 0 || tokens[at - 1]!.type === "newline" || tokens[at - 1]!.text === "{";
  const inBlock =
    tokens.slice(0, at).reduce((depth, { text: sign }) => depth + +(sign === "{") - +(sign === "}"), 0) > 0;
  const start = tokens.slice(0, at + 1).findLastIndex((_, i) => i === 0 || tokens[i - 1]!.type === "newline");
  const form = formNames.find((name) => name === token.text);
  /** A word of the language inside a declaration: the form of that declaration. */
  const around =
    token.type === "reserved" && !inBlock && formNames.find((name) => name === tokens[start]?.text);
  const said =
    opening && inBlock && token.text in clauses
      ? clauseText(token.text as ClauseName)
      : opening && form
        ? `${form}: written like\n  ${forms[form]}`
        : (chartText(text, offset) ??
          settingText(text, offset) ??
          nameText(text, token.text, scope) ??
          (around ? `${token.text}, in\n  ${forms[around]}` : null));
  return said === null ? null : { start: token.start, end: token.end, text: said };
}
