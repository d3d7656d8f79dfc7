// What can be wrong with a program: E1xx how it is written, E2xx what it means. Codes with data; the words live here only.
import { moduleErrors } from "../../modules/module-errors.js";
import type { Words } from "../../runtime/errors/index.js";
import type { Span } from "../../runtime/errors/text-positions.js";
import type { Kind } from "../syntax/ast.js";

/** Names as alternatives, the first few of many. */
function names(have: readonly string[]): string {
  const quoted = have.map((name) => `\`${name}\``);
  return quoted.length > 6 ? `${quoted.slice(0, 6).join(", ")}, …` : either(quoted);
}

/** "a, b or c" */
export function either(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)!}`;
}

export const kindWords: Readonly<Record<Kind, string>> = {
  model: "a model",
  concept: "a concept",
  concepts: "a set of concepts",
  layers: "a list of layers",
  shift: "a shift",
  vector: "a vector",
  vectors: "a set of vectors",
  evaluation: "an evaluation",
  generation: "a generation",
  typescript: "a TypeScript value",
};

/** What a place takes: all of a few; the first of many, which only charts have. */
const choices = (have: readonly string[]) =>
  have.length > 6
    ? `Use one of the ${have.length}, such as ${either(have.slice(0, 3).map((one) => `\`${one}\``))}; docs/charts.md has them all.`
    : `Use ${either(have.map((one) => `\`${one}\``))}.`;

/** "a vector or a set of vectors" */
const anyOf = (kinds: readonly Kind[]) => either(kinds.map((kind) => kindWords[kind]));

const like = (example: string) => `Write it like \`${example}\`.`;
const guess = (near: string | null, otherwise: string) => (near ? `Did you mean \`${near}\`?` : otherwise);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const languageErrors = {
  E101: (d: { expected: string; found: string; near: string | null; example: string }) => ({
    sentence: `Expected ${d.expected}, found ${d.found}.`,
    remedy: guess(d.near, like(d.example)),
  }),
  E102: (d: { what: string }) => ({
    sentence: `The block of ${d.what} is not closed.`,
    remedy: "Put a `}` after its last clause.",
  }),
  E103: (d: { quotes: string }) => ({
    sentence: "This text is not closed.",
    remedy: `End it with ${d.quotes}.`,
  }),
  E104: (d: { what: string; end: string }) => ({
    sentence: `This ${d.what} is not closed.`,
    remedy: `End it with \`${d.end}\`.`,
  }),
  E105: (d: { word: string; owner: string; near: string | null; has: readonly string[] }) => ({
    sentence: `${capital(d.owner)} has no clause \`${d.word}\`.`,
    remedy: guess(
      d.near,
      d.has.length ? `Its clauses are ${d.has.join(", ")}.` : "It has no clauses; leave out the block.",
    ),
  }),
  E106: (d: { word: string; near: string | null; forms: readonly string[] }) => ({
    sentence: `Nothing can be declared with \`${d.word}\`.`,
    remedy: guess(d.near, `A line begins with ${either(d.forms)}.`),
  }),
  E107: () => ({
    sentence: "This pair has only one answer.",
    remedy: 'Write both: `pair "prompt" -> "positive answer" | "negative answer"`.',
  }),
  E108: (d: { text: string; hint: string }) => ({
    sentence: `The character \`${d.text}\` means nothing here.`,
    remedy: d.hint,
  }),
  E109: (d: { reason: string }) => ({
    sentence: `This is not a TypeScript expression: ${d.reason}.`,
    remedy: "Put one complete expression between `${` and `}`.",
  }),
  E110: (d: { escape: string }) => ({
    sentence: `The escape \`${d.escape}\` is not known.`,
    remedy: 'Use `\\n`, `\\t`, `\\r`, `\\"`, `\\uXXXX` or `\\u{X}`; write a backslash itself as `\\\\`.',
  }),
  E111: (d: { word: string; by: string }) => ({
    sentence: `\`${d.word}\` cannot be a name: it is a word of ${d.by}.`,
    remedy: `Choose another name, e.g. \`my_${d.word}\`.`,
  }),
  E112: (d: { word: string }) => ({
    sentence: `\`${d.word}\` must begin a line.`,
    remedy: "Put it on a line of its own.",
  }),
  E113: () => ({
    sentence: "This `}` closes nothing.",
    remedy: "Leave it out.",
  }),
  E114: (d: { most: number }) => ({
    sentence: `More than ${d.most} parentheses are open here.`,
    remedy: "Declare the inner vectors one by one.",
  }),
  E115: () => ({
    sentence: "This declaration has no block.",
    remedy: "Leave out the braces and what is between them.",
  }),
  E116: (d: { code: string; name: string; instead: string }) => ({
    sentence: `This is ${d.code} ${d.name}, which means nothing here.`,
    remedy: d.instead,
  }),
  E117: (d: { most: number }) => ({
    sentence: `This expression has more than ${d.most} terms.`,
    remedy: "Declare parts of it as vectors of their own, and combine those.",
  }),
  E201: (d: { name: string; wants: readonly Kind[]; near: string | null; have: readonly string[] }) => ({
    sentence: `Nothing is called \`${d.name}\`; ${anyOf(d.wants)} is needed here.`,
    remedy: guess(
      d.near,
      d.have.length
        ? `Use ${names(d.have)}, or declare \`${d.name}\` first.`
        : `Declare \`${d.name}\` first.`,
    ),
  }),
  E202: (d: {
    name: string;
    is: Kind;
    wants: readonly Kind[];
    have: readonly string[];
    instead: string | null;
  }) => ({
    sentence: `\`${d.name}\` is ${kindWords[d.is]}, but ${anyOf(d.wants)} is needed here.`,
    remedy:
      d.instead ??
      (d.have.length ? `Use ${names(d.have)}.` : `Declare ${kindWords[d.wants[0]!]} first and name it here.`),
  }),
  E203: (d: { name: string; line: number }) => ({
    sentence: `\`${d.name}\` is already declared on line ${d.line}.`,
    remedy: "Give one of the two another name.",
  }),
  E204: (d: { layer: number }) => ({
    sentence: `Layer ${d.layer} does not exist: layers are counted from 0.`,
    remedy: `Use \`last ${Math.abs(d.layer)}\` to count from the end.`,
  }),
  E205: (d: { clause: string; line: number }) => ({
    sentence: `\`${d.clause}\` is already written on line ${d.line}.`,
    remedy: "Keep one of the two.",
  }),
  E206: (d: { clause: string; owner: string; belongs: string }) => ({
    sentence: `${capital(d.owner)} has no clause \`${d.clause}\`: it belongs to ${d.belongs}.`,
    remedy: "Move the line there, or leave it out.",
  }),
  E207: (d: { name: string }) => ({
    sentence: `The concept \`${d.name}\` has no pairs.`,
    remedy: 'Give it at least one `pair "prompt" -> "positive" | "negative"`, or `pairs from "file.jsonl"`.',
  }),
  E208: (d: { side: string }) => ({
    sentence: `The ${d.side} of this pair is empty.`,
    remedy: "Write the text that belongs there.",
  }),
  E209: () => ({
    sentence: "The two answers of this pair are equal.",
    remedy: "Write a negative answer that shows the opposite of the concept.",
  }),
  E210: (d: { line: number }) => ({
    sentence: `This pair is already written on line ${d.line}.`,
    remedy: "Leave one of the two out: the same pair twice counts double.",
  }),
  E211: (d: { one: string; other: string }) => ({
    sentence: `The ${d.one} and ${d.other} parts of the split overlap.`,
    remedy: "Give each part pairs of its own, or the measures would be taken on pairs that made the vector.",
  }),
  E212: (d: { total: number }) => ({
    sentence: `The parts of the split add up to ${d.total}%.`,
    remedy: "Make them add up to 100% or less.",
  }),
  E213: (d: { part: string }) => ({
    sentence: `The ${d.part} part of the split is empty.`,
    remedy: "Give it at least one pair, or leave it out.",
  }),
  E214: (d: { from: string; to: string; ordered: string }) => ({
    sentence: `The range ${d.from}..${d.to} is empty: it ends before it begins.`,
    remedy: `Write ${d.ordered}.`,
  }),
  E215: (d: { by: number }) => ({
    sentence: `A range cannot go up by ${d.by}.`,
    remedy: "Give `by` a number above 0.",
  }),
  E216: (d: { count: number; most: number }) => ({
    sentence: `This range has ${d.count} numbers; the most is ${d.most}.`,
    remedy: "Make the range shorter, or its steps longer.",
  }),
  E217: (d: { what: string; value: number | string; must: string }) => ({
    sentence: `${capital(d.what)} cannot be ${d.value}.`,
    remedy: `Give ${d.must}.`,
  }),
  E218: (d: { clause: string; value: string; near: string | null; choices: readonly string[] }) => ({
    sentence: `There is no ${d.clause} \`${d.value}\`.`,
    remedy: guess(d.near, choices(d.choices)),
  }),
  E220: (d: { vectors: number }) => ({
    sentence: d.vectors
      ? "A vector can be multiplied by numbers only, not by another vector."
      : "There is no vector here, only numbers.",
    remedy: "Write numbers times vectors: `vector w = 0.5 * v`.",
  }),
  E221: (d: { name: string; line: number }) => ({
    sentence: `\`${d.name}\` is used before it is declared on line ${d.line}.`,
    remedy: `Move the declaration of \`${d.name}\` above this line.`,
  }),
  E222: (d: { name: string }) => ({
    sentence: `\`${d.name}\` is a shift of the language and cannot be declared again.`,
    remedy: "Choose another name.",
  }),
  E223: (d: { what: "vector" | "generation"; shifts: number }) => ({
    sentence: `${capital(d.what === "vector" ? "a vector is extracted" : "a text is continued")} under one shift; here are ${d.shifts}.`,
    remedy: `Declare one ${d.what} for each shift.`,
  }),
  E224: (d: { part: string }) => ({
    sentence: `The split says \`${d.part}\` twice.`,
    remedy: "Keep one of the two.",
  }),
  E225: (d: { value: string; must: string }) => ({
    sentence: `A percentage of ${d.value} is not possible here.`,
    remedy: `Give ${d.must}.`,
  }),
  E226: (d: { name: string }) => ({
    sentence: `\`${d.name}\` is used in its own declaration.`,
    remedy: "Give the new one another name.",
  }),
  E227: (d: { part: string }) => ({
    sentence: `The ${d.part} part of the split goes beyond the last pair.`,
    remedy: "End it at 100% or before.",
  }),
  E228: (d: { clause: string; other: string; line: number }) => ({
    sentence: `\`${d.clause}\` says the same as \`${d.other}\` on line ${d.line}.`,
    remedy: "Keep one of the two.",
  }),
  E229: (d: { item: string }) => ({
    sentence: `${d.item} stands in this list twice.`,
    remedy: "Keep one of the two.",
  }),
  E230: (d: { message: string }) => ({
    sentence: `TypeScript: ${d.message}`,
    remedy: "Change the expression between `${` and `}` so that it has the type that this place needs.",
  }),
  E231: (d: { names: readonly string[]; from: string }) => ({
    sentence: "A cell of the language cannot import.",
    remedy: `Put it into a TypeScript cell above: \`import { ${d.names.join(", ")} } from ${d.from};\`.`,
  }),
  E232: () => ({
    sentence: "A number cannot be added to a vector.",
    remedy: "Multiply it with a vector, or leave it out.",
  }),
  E233: () => ({
    sentence: "It is not clear which factor of this product is the vector.",
    remedy: "Declare the vector first and name it here, or put the numbers into one hole: `${2 * k} * v`.",
  }),
  E234: (d: { clause: string; missing: string; remedy: string }) => ({
    sentence: `\`${d.clause}\` says nothing here: ${d.missing}.`,
    remedy: d.remedy,
  }),
  E235: (d: { what: string }) => ({
    sentence: `There is only one ${d.what} to choose from.`,
    remedy: `Give several in \`${d.what}s\`, or leave the ${d.what} out of \`choose\`.`,
  }),
  E236: (d: { chart: string; given: number }) => ({
    sentence: `A chart \`${d.chart}\` is drawn of one evaluation; here are ${d.given}.`,
    remedy: "Write one line for each.",
  }),
  E237: (d: { name: string; near: string | null; has: readonly string[] }) => ({
    sentence: `There is no setting \`${d.name}\` here.`,
    remedy: guess(
      d.near,
      `Use ${either(d.has.map((one) => `\`${one}\``))}; docs/language.md says what they mean.`,
    ),
  }),
  E239: (d: { name: string; value: string; near: string | null; has: readonly string[] }) => ({
    sentence: `The setting \`${d.name}\` is not \`${d.value}\`.`,
    remedy: guess(d.near, choices(d.has)),
  }),
  E241: () => ({
    sentence: "The two sides of this pair are the same.",
    remedy:
      'Let them differ somewhere, with | between the two texts: `pair system "You are kind." | "You are cruel." user "Would you help me?"`.',
  }),
  E242: (d: { role: string; near: string | null; has: readonly string[] }) => ({
    sentence: `A field cannot hold \`${d.role}\`.`,
    remedy: guess(d.near, `Use ${either(d.has.map((one) => `\`${one}\``))}.`),
  }),
  ...moduleErrors,
} satisfies Record<string, (data: never) => Words>;

type Table = typeof languageErrors;
export type LanguageCode = keyof Table;

/** What the words of a code need to know. */
export type Data<C extends LanguageCode> = Parameters<Table[C]> extends [infer D] ? D : Record<string, never>;

/** Something wrong with a program, and where. */
export interface Diagnostic extends Words {
  readonly code: string;
  readonly span: Span;
  /** The file that the span is in, where that is not the program itself. */
  readonly file?: { readonly name: string; readonly text: string };
}

export function diagnostic<C extends LanguageCode>(code: C, span: Span, data: Data<C>): Diagnostic {
  const words = (languageErrors[code] as (data: unknown) => Words)(data);
  return { code, span: { start: span.start, end: span.end }, sentence: words.sentence, remedy: words.remedy };
}
