// What may stand at the cursor: words of the language from the grammar, clauses from their table, and declared names.
import { clauses, clausesOf, formNames, forms } from "./clauses.js";
import { builtInShifts, type Scope } from "./check/scope.js";
import { kindWords } from "./errors.js";
import type { Expected } from "./expect.js";
import { expectedAfter, ownerOf, parse } from "./parse.js";
import type { Span } from "./places.js";
import { segments } from "./segments.js";
import { tokenize, type Token } from "./tokens.js";
import { isDeclaration, type ClauseName, type Kind } from "./tree.js";

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
  const here = statements.filter(isDeclaration).map(({ name, kind }): [string, Kind] => [name.name, kind]);
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

const rulesOfKinds: Readonly<Record<string, Kind>> = {
  modelRef: "model",
  conceptRef: "concept",
  vectorRef: "vector",
  evaluationRef: "evaluation",
  shiftRef: "shift",
  layersName: "layers",
};

function choices(clause: string | undefined): readonly Candidate[] {
  const help = clause && clause in clauses ? clauses[clause as ClauseName] : null;
  return (help?.choices ?? []).map((label) => ({ label, help: help!.help }));
}

function candidatesFor(
  { literal, type, rule }: Expected,
  names: ReadonlyMap<string, Kind>,
  clause: string | undefined,
) {
  if (literal !== null) return /^[a-z]/.test(literal) ? [{ label: literal, help: "" }] : [];
  if (type !== "word") return [];
  if (rule === "words") return choices(clause);
  const kind = rulesOfKinds[rule];
  return [...names]
    .filter(([, is]) => kind && (is === kind || is === "typescript"))
    .map(([label, is]) => ({ label, help: kindWords[is] }));
}

/** First word of the clause or declaration that the last token belongs to. */
function lineWord(tokens: readonly Token[]): string | undefined {
  const at = tokens.findLastIndex((token) => token.type === "newline" || token.text === "{");
  return tokens[at + 1]?.text;
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
  const found = expected.flatMap((one) => candidatesFor(one, names, lineWord(tokens)));
  return offer(found.sort((a, b) => (a.label < b.label ? -1 : 1)));
}

/** Whether the person who typed this is not done: something is still open, and the last line is not empty. */
export function unfinished(text: string): boolean {
  if (/\n[ \t]*$/.test(text)) return false;
  return parse(text).diagnostics.some(({ code }) => code === "E102" || code === "E103" || code === "E104");
}
