// What may stand at the cursor: words of the language from the grammar, clauses from their table, and declared names.
import { chartNames, chartOf } from "../chart-names.js";
import { phrase } from "../syntax/ast-builders.js";
import { clauses, clausesOf, fieldRoleNames, settingOf, type Owner } from "../clauses.js";
import { formNames, forms } from "../statement-forms.js";
import { builtInShifts, type Scope } from "../check/name-scope.js";
import { settingsOf } from "../check/setting-rules.js";
import { kindWords } from "../diagnostics/language-errors.js";
import type { Expected } from "../syntax/expected-tokens.js";
import { expectedAfter, ownerOf, parse } from "../syntax/parser.js";
import type { Span } from "../../runtime/errors/text-positions.js";
import { segments } from "../syntax/split-declarations.js";
import { tokenize, type Token } from "../syntax/lexer.js";
import { declares, type ClauseName, type Kind } from "../syntax/ast.js";

export interface Candidate {
  readonly label: string;
  /** One line about it. */
  readonly help: string;
}

export interface Completions extends Span {
  readonly candidates: readonly Candidate[];
}

/** Names that the text declares, with their kinds; earlier cells' names and the built-in shifts first. */
export function namesOf(text: string, scope: Scope): ReadonlyMap<string, Kind> {
  const { statements, lost } = parse(text);
  const here = statements.flatMap(declares).map(({ name, kind }): [string, Kind] => [name, kind]);
  const shifts = builtInShifts.map((name): [string, Kind] => [name, "shift"]);
  return new Map([
    ...scope,
    ...shifts,
    ...here,
    ...lost.map(({ name, kind }): [string, Kind] => [name, kind]),
  ]);
}

/** The tokens of the declaration before `offset`; null inside a text, hole or comment. */
function before(text: string, offset: number): readonly Token[] | null {
  const probe = "x";
  const tokens = tokenize(text.slice(0, offset) + probe);
  if (tokens.at(-1)?.start !== offset) return null;
  return segments(tokens).at(-1)!.tokens.slice(0, -1);
}

/** The kinds of names that a rule of the grammar takes. */
const rulesOfKinds: Readonly<Record<string, readonly Kind[]>> = {
  modelRef: ["model"],
  conceptRef: ["concept"],
  conceptItem: ["concept", "concepts"],
  conceptsRef: ["concepts"],
  vectorRef: ["vector"],
  vectorItem: ["vector", "vectors"],
  evaluationRef: ["evaluation"],
  shiftRef: ["shift"],
  layersName: ["layers"],
};

/** The phrases that go on like the words that are there; what is missing of each. */
function goingOn(
  written: readonly Token[],
  phrases: readonly string[],
  help: (phrase: string) => string,
): readonly Candidate[] {
  const begun = written.map(({ text }) => `${text} `).join("");
  return phrases
    .filter((phrase) => phrase.startsWith(begun))
    .map((phrase) => ({ label: phrase.slice(begun.length), help: help(phrase) }));
}

const charts = (written: readonly Token[]): readonly Candidate[] =>
  goingOn(written, chartNames, (name) => chartOf(name)?.asks ?? "");

const settings = (written: readonly Token[], owner: Owner): readonly Candidate[] =>
  goingOn(written, settingsOf(owner), (name) => settingOf(name)?.help ?? "");

/** The values of the setting that the line names. */
function values(line: readonly Token[]): readonly Candidate[] {
  const equals = line.findIndex(({ text }) => text === "=");
  const found = settingOf(phrase(line.slice(1, equals)));
  return found ? goingOn(line.slice(equals + 1), Object.keys(found.values), () => found.help) : [];
}

/** What a field can hold; those that the line names already are left out. */
function fields(line: readonly Token[]): readonly Candidate[] {
  const items = line.slice(1).map(({ text }) => (text === "," ? "," : text));
  const written = line
    .slice(line.findLastIndex(({ text }) => text === ",") + 1)
    .filter(({ text }) => text !== "fields");
  const before = items.join(" ").split(" , ").slice(0, -1);
  return goingOn(
    written,
    fieldRoleNames.filter((name) => !before.some((item) => item.startsWith(`${name} "`))),
    (name) => `the name of the file's field for the ${name}`,
  );
}

function choices(clause: string | undefined): readonly Candidate[] {
  const help = clause && clause in clauses ? clauses[clause as ClauseName] : null;
  return (help?.choices ?? []).map((label) => ({ label, help: help!.help }));
}

function candidatesFor(
  { literal, type, rule }: Expected,
  names: ReadonlyMap<string, Kind>,
  line: readonly Token[],
  owner: Owner | null,
) {
  if (literal !== null) return /^[a-z]/.test(literal) ? [{ label: literal, help: "" }] : [];
  if (type !== "word") return [];
  if (rule === "words") return choices(line[0]?.text);
  if (rule === "chartWord") return charts(line.slice(line.findIndex(({ text }) => text === "as") + 1));
  if (rule === "settingWord") return owner ? settings(line.slice(1), owner) : [];
  if (rule === "valueWord") return values(line);
  if (rule === "fieldWord") return fields(line);
  const kinds = rulesOfKinds[rule];
  return [...names]
    .filter(([, is]) => kinds && (kinds.includes(is) || is === "typescript"))
    .map(([label, is]) => ({ label, help: kindWords[is] }));
}

/** The clause or declaration that the last token belongs to. */
function lineOf(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findLastIndex((token) => token.type === "newline" || token.text === "{");
  return tokens.slice(at + 1);
}

export function completions(text: string, offset: number, scope: Scope = new Map()): Completions {
  const typed = /[A-Za-z0-9_]*$/.exec(text.slice(0, offset))![0];
  const span = { start: offset - typed.length, end: offset };
  const tokens = before(text, span.start);
  const offer = (candidates: readonly Candidate[]) => {
    const unique = new Map(candidates.map((candidate) => [candidate.label, candidate]));
    const fits = ({ label }: Candidate) => label.toLowerCase().startsWith(typed.toLowerCase());
    return { ...span, candidates: [...unique.values()].filter(fits) };
  };
  if (tokens === null) return offer([]);
  if (tokens.length === 0) return offer(formNames.map((label) => ({ label, help: forms[label] })));
  const { owner } = ownerOf(tokens);
  const last = tokens.at(-1)!;
  if (owner && (last.type === "newline" || last.text === "{"))
    return offer(clausesOf(owner).map((label) => ({ label, help: clauses[label].help })));
  const { expected } = expectedAfter(tokens);
  const names = namesOf(text, scope);
  const found = expected.flatMap((one) => candidatesFor(one, names, lineOf(tokens), owner));
  return offer(found.sort((a, b) => (a.label < b.label ? -1 : 1)));
}

/** Whether the person who typed this is not done: something is still open, and the last line is not empty. */
export function unfinished(text: string): boolean {
  if (/\n[ \t]*$/.test(text)) return false;
  return parse(text).diagnostics.some(({ code }) => code === "E102" || code === "E103" || code === "E104");
}
