// From the parser's table to words: what could have stood where it stopped.
import type { Owner } from "../clauses.js";
import { clauses, clausesOf } from "../clauses.js";
import { exampleOf, formNames, type Form } from "../statement-forms.js";
import type { Diagnostic } from "../diagnostics/language-errors.js";
import { diagnostic, either } from "../diagnostics/language-errors.js";
import { misleading } from "./lookalike-characters.js";
import { nearest } from "../../runtime/errors/nearest.js";
import { reserved, type Token } from "./lexer.js";
import type { ClauseName } from "./ast.js";

/** A terminal that the grammar would take: a word of the language, or a type of token within some rule. */
export interface Expected {
  readonly literal: string | null;
  readonly type: string | null;
  readonly rule: string;
}

const typeWords: Readonly<Record<string, string>> = {
  text: "a text in quotes",
  number: "a number",
  percent: "a percentage",
  newline: "a new line",
};

const ruleWords: Readonly<Record<string, string>> = {
  newName: "a name",
  modelRef: "the name of a model",
  conceptRef: "the name of a concept",
  conceptItem: "the name of a concept",
  conceptsRef: "the name of a set of concepts",
  vectorRef: "the name of a vector",
  vectorItem: "the name of a vector",
  chartWord: "the kind of the chart",
  settingWord: "the name of a setting",
  valueWord: "a value of the setting",
  fieldWord: "what the field holds",
  evaluationRef: "the name of an evaluation",
  shiftRef: "the name of a shift",
  layersName: "the name of layers",
  words: "a word",
};

function inWords(expected: Expected): string | null {
  if (expected.literal !== null) return `\`${expected.literal}\``;
  if (expected.type === "hole") return null;
  return ruleWords[expected.rule] ?? typeWords[expected.type ?? ""] ?? null;
}

/** Signs that only lengthen what already stands there; named only when nothing else is expected. */
const minor = new Set(
  ["-", "+", "*", "..", "by", "{", "}", "(", ")", ",", "without"]
    .map((sign) => `\`${sign}\``)
    .concat("a new line"),
);

export function listed(expected: readonly Expected[]): string {
  const all = [...new Set(expected.map(inWords).filter((word): word is string => word !== null))];
  const major = all.filter((word) => !minor.has(word));
  const shown = major.length ? major : all;
  return shown.length ? either(shown) : "the end of the line";
}

function foundWords(token: Token | null): string {
  if (token === null || token.type === "newline") return "the end of the line";
  if (token.type === "text") return "a text";
  if (token.type === "hole") return "`${…}`";
  return `\`${token.text}\``;
}

export interface Stop {
  readonly expected: readonly Expected[];
  /** The token that cannot stand there; null at the end. */
  readonly token: Token | null;
  readonly before: Token | null;
  /** What was read of the declaration. */
  readonly declaration: readonly Token[];
  /** What the declaration around it is, as far as its first word tells. */
  readonly form: Form | null;
  readonly owner: Owner | null;
  /** What was read of the clause that it lies in, at least its first word. */
  readonly clause: readonly Token[] | null;
}

export const ownerWords: Readonly<Record<Owner, string>> = {
  model: "a model",
  concept: "a concept",
  mwe: "a concept made from a set",
  set: "a set of concepts",
  vector: "an extracted vector",
  evaluation: "an evaluation",
  generation: "a generation",
};

function example(stop: Stop): string {
  const name = stop.clause?.[0]?.text;
  if (!name || !(name in clauses)) return exampleOf(stop.form ?? "vector", stop.declaration[3]?.text);
  const { example: usual, others = [] } = clauses[name as ClauseName];
  const second = stop.clause?.[1]?.text;
  return others.find((other) => other.split(" ")[1] === second) ?? usual;
}

const strayHints: readonly (readonly [RegExp, string])[] = [
  [/['‘’“”„«»`]/, 'Put texts in double quotes: "…".'],
  [/;/, "Put each clause and each declaration on a line of its own."],
  [/\//, "Multiply instead, as in `0.5 * v`."],
  [/\./, "Write a digit before the point, as in 0.5."],
];

function stray(token: Token): Diagnostic {
  const named = misleading(token.text);
  if (named) {
    const { code, name, instead } = named;
    const end = token.start + String.fromCodePoint(token.text.codePointAt(0)!).length;
    return diagnostic("E116", { start: token.start, end }, { code, name, instead });
  }
  const known = strayHints.find(([signs]) => signs.test(token.text));
  const hint = known?.[1] ?? "Leave it out, or put it into a text in double quotes.";
  return diagnostic("E108", token, { text: token.text, hint });
}

function openToken(token: Token, firstLine: number): Diagnostic | null {
  if (!token.open) return null;
  const span = { start: token.start, end: token.start + firstLine };
  if (token.type === "text") {
    const quotes = token.text.startsWith('"""') ? 'three double quotes (""")' : 'a double quote (")';
    return diagnostic("E103", span, { quotes });
  }
  const hole = token.type === "hole";
  return diagnostic("E104", span, hole ? { what: "hole", end: "}" } : { what: "comment", end: "*/" });
}

/** A text, hole or comment that is not closed, as an error; null for any other token. */
export function openError(token: Token): Diagnostic | null {
  const line = token.text.search(/[\r\n]/);
  return openToken(token, line < 0 ? token.text.length : line);
}

/** The one error that says why the parser stopped. */
export function explain(stop: Stop): Diagnostic {
  const { token, before } = stop;
  const place =
    token && token.type !== "newline" ? token : { start: before?.end ?? 0, end: (before?.end ?? 0) + 1 };
  const open = (token && openError(token)) ?? null;
  if (open) return open;
  if (token?.type === "stray") return stray(token);
  if (token?.text === "}" && stop.owner === null) return diagnostic("E113", token, {});
  const word = token?.type === "word" || token?.type === "reserved" ? token.text : null;

  if (before === null && token) {
    const near = word ? nearest(word, formNames) : null;
    return diagnostic("E106", token, { word: token.text, near, forms: formNames.map((f) => `\`${f}\``) });
  }
  const atClause = stop.owner !== null && stop.clause === null && word !== null;
  if (atClause) {
    const own = clausesOf(stop.owner);
    return diagnostic("E105", place, {
      word,
      owner: ownerWords[stop.owner],
      near: nearest(word, own),
      has: own.map((name) => `\`${name}\``),
    });
  }
  if (
    word &&
    token?.type === "reserved" &&
    stop.expected.some((e) => e.type === "word" && e.rule === "newName")
  ) {
    return diagnostic("E111", place, {
      word,
      by: reserved.get(word) === "steer" ? "the language" : "TypeScript",
    });
  }
  const complete = stop.expected.some(({ type, rule }) => type === "newline" && rule === "statements");
  if (token?.text === "{" && complete && !stop.expected.some(({ literal }) => literal === "{"))
    return diagnostic("E115", token, {});
  const begun = stop.clause?.[0];
  const ended = token === null || token.type === "newline" || token.text === "}";
  if (ended && begun?.text === "pair" && stop.clause!.some(({ text }) => text === "->"))
    return diagnostic("E107", { start: begun.start, end: before!.end }, {});
  const lineWords: readonly string[] = begun ? clausesOf(stop.owner!) : formNames;
  if (word && lineWords.includes(word) && stop.expected.some(({ type }) => type === "newline"))
    return diagnostic("E112", place, { word });
  const literals = stop.expected.flatMap((e) => (e.literal === null ? [] : [e.literal]));
  return diagnostic("E101", place, {
    expected: listed(stop.expected),
    found: foundWords(token),
    near: word ? nearest(word, literals) : null,
    example: example(stop),
  });
}
