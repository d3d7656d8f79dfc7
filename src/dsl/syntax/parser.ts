// Tokens -> tree. One parse per declaration; after an error the clause that holds it is left out and the rest read again.
import nearley from "nearley";
import grammar from "../grammar.js";
import type { Owner } from "../clauses.js";
import { formNames, type Form } from "../statement-forms.js";
import type { Diagnostic } from "../diagnostics/language-errors.js";
import { diagnostic } from "../diagnostics/language-errors.js";
import { explain, openError, type Expected } from "./expected-tokens.js";
import { clauseAround, segments, upToBlock, without, type Segment } from "./split-declarations.js";
import * as build from "./ast-builders.js";
import type { Clause, Statement, Kind } from "./ast.js";
import { feedOf, tokenize, type Token } from "./lexer.js";

interface Column {
  readonly scannable: readonly {
    readonly rule: { readonly name: string; readonly symbols: readonly unknown[] };
    readonly dot: number;
  }[];
}

/** nearley's parser, without its long error texts; `table` is not in its types. */
class Parser extends nearley.Parser {
  declare readonly table: readonly Column[];
  reportError(): string {
    return "";
  }
}

const rules = nearley.Grammar.fromCompiled(grammar);
/** The same grammar, begun behind the word `pair`. */
const pairRules = nearley.Grammar.fromCompiled({ ...grammar, ParserStart: "pair" });

/** What the parser makes of some tokens: trees, or how far it came and what it would have taken there. */
function attempt(tokens: readonly Token[]): {
  results: Statement[][];
  stopped: number;
  expected: Expected[];
} {
  const parser = new Parser(rules, { lexer: feedOf(tokens) as unknown as nearley.Lexer });
  let stopped = tokens.length;
  try {
    parser.feed("");
  } catch (error) {
    stopped = (error as { offset: number }).offset;
  }
  const column = parser.table[stopped];
  const expected = (column?.scannable ?? []).map(({ rule, dot }) => {
    const symbol = rule.symbols[dot] as { literal?: string; type?: string };
    return { literal: symbol.literal ?? null, type: symbol.type ?? null, rule: rule.name };
  });
  return {
    results: stopped < tokens.length ? [] : ((parser.results as Statement[][]) ?? []),
    stopped,
    expected,
  };
}

/** For tests: in how many ways a whole program can be read. Never more than one. */
export function countParses(text: string): number {
  return attempt(tokenize(text)).results.length;
}

/** What could follow these tokens of one declaration; clauses that cannot be read are left out. */
export function expectedAfter(tokens: readonly Token[]): {
  expected: readonly Expected[];
  tokens: readonly Token[];
} {
  let kept = tokens;
  for (;;) {
    const { expected, stopped } = attempt(kept);
    if (stopped === kept.length) return { expected, tokens: kept };
    const around = clauseAround(kept, stopped);
    if (!around || around.to >= kept.length) return { expected: [], tokens: kept };
    kept = without(kept, around);
  }
}

/** What has the clauses of a declaration, by the word after its equals sign. */
const owners: Partial<Record<Form, (makes: string | undefined) => Owner | null>> = {
  model: () => "model",
  concept: (makes) => (makes === "mwe" ? "mwe" : "concept"),
  concepts: (makes) => (makes === "mwe" ? "set" : null),
  vector: (makes) => (makes === "extract" ? "vector" : null),
  vectors: () => "vector",
  evaluation: () => "evaluation",
  generation: () => "generation",
};

/** What kind of thing a declaration is, by its first words. */
export function ownerOf(tokens: readonly Token[]): { form: Form | null; owner: Owner | null } {
  const form = formNames.find((name) => name === tokens[0]?.text) ?? null;
  return { form, owner: form && (owners[form]?.(tokens[3]?.text) ?? null) };
}

function explainStop(tokens: readonly Token[], stopped: number, expected: readonly Expected[]): Diagnostic {
  const { form, owner } = ownerOf(tokens);
  const around = clauseAround(tokens, stopped);
  const inside = around !== null && around.from < stopped;
  const written = around ? tokens.slice(around.from, stopped) : [];
  return explain({
    expected,
    token: tokens[stopped] ?? null,
    before: tokens[stopped - 1] ?? null,
    declaration: tokens.slice(0, stopped),
    form,
    owner: around ? owner : null,
    clause: inside ? written : null,
  });
}

/** A name whose declaration could not be read: known, so that its uses are not errors too. */
export interface Lost {
  readonly name: string;
  readonly kind: Kind;
}

function lostNames(tokens: readonly Token[]): Lost[] {
  const { form } = ownerOf(tokens);
  if (!form || form === "chart" || form === "save") return [];
  const from = tokens.findIndex(({ text }) => text === "from");
  const names = form === "import" ? tokens.slice(1, from < 0 ? undefined : from) : tokens.slice(1, 2);
  const kind = form === "import" ? "typescript" : form;
  return names.filter(({ type }) => type === "word").map(({ text }) => ({ name: text, kind }));
}

/** More open parentheses than this nobody wrote by hand. */
const deepest = 50;

/** The parenthesis that is one too many. */
function tooDeep(tokens: readonly Token[]): Token | undefined {
  let depth = 0;
  return tokens.find(({ text }) => (depth += +(text === "(") - +(text === ")")) > deepest);
}

/** Clauses of a concept that were read line by line, and the tokens without them. */
interface Pairs {
  readonly tokens: readonly Token[];
  readonly clauses: readonly Clause[];
}

/**
 * Reads the pairs of a concept one by one: an Earley parser takes long over a list of a hundred thousand. A line that is no pair, or a damaged
 * one, is left to the parser of the whole declaration, which says what is wrong with it.
 */
function takePairs(tokens: readonly Token[]): Pairs {
  if (tokens[0]?.text !== "concept" || tokens[2]?.text !== "{") return { tokens, clauses: [] };
  const kept: Token[] = [];
  const clauses: Clause[] = [];
  let line: Token[] = [];
  const finish = (end: Token): void => {
    const value = line[0]?.text === "pair" ? onePair(line.slice(1)) : null;
    if (value === null) kept.push(...line, end);
    else {
      clauses.push(build.clause([line[0], value]) as Clause);
      if (end.type !== "newline") kept.push(end);
    }
    line = [];
  };
  for (const [at, token] of tokens.entries()) {
    if (at <= 2) kept.push(token);
    else if (token.type === "newline" || token.text === "}") finish(token);
    else line.push(token);
  }
  // A line end that nothing stands behind any more.
  if (kept.at(-1)?.text === "}" && kept.at(-2)?.type === "newline") kept.splice(-2, 1);
  return clauses.length > 0 ? { tokens: [...kept, ...line], clauses } : { tokens, clauses };
}

/** What stands behind the word `pair`, or null where it cannot be read in just one way. */
function onePair(tokens: readonly Token[]): object | null {
  const parser = new Parser(pairRules, { lexer: feedOf(tokens) as unknown as nearley.Lexer });
  try {
    parser.feed("");
  } catch {
    return null;
  }
  const results = parser.results as object[];
  return results.length === 1 ? results[0]! : null;
}

/** The statement with its pairs where they stood. */
function withPairs(statement: Statement, pairs: readonly Clause[]): Statement {
  if (pairs.length === 0 || !("clauses" in statement)) return statement;
  const { clauses } = statement;
  const all = [...clauses, ...pairs].sort((a, b) => a.start - b.start);
  return { ...statement, clauses: Object.assign(all, build.span(clauses)) } as Statement;
}

/** Longer sums are made by programs; nested `without` of them would go deeper than JavaScript can follow. */
const mostTerms = 200;
const operators: ReadonlySet<string> = new Set(["+", "-", "*", "without"]);

/** The operator of a vector's expression that is one too many. */
function tooLong(tokens: readonly Token[]): Token | undefined {
  if (tokens[0]?.text !== "vector") return undefined;
  let count = 0;
  return tokens.find(({ type, text }) => type !== "text" && operators.has(text) && ++count >= mostTerms);
}

const mostErrors = 20;

function parseSegment(segment: Segment): { statement: Statement | null; errors: Diagnostic[] } {
  const errors: Diagnostic[] = [];
  let tokens = segment.tokens;
  const deep = tooDeep(tokens);
  if (deep) return { statement: null, errors: [diagnostic("E114", deep, { most: deepest })] };
  const long = tooLong(tokens);
  if (long) return { statement: null, errors: [diagnostic("E117", long, { most: mostTerms })] };
  if (segment.unclosed && !tokens.some((token) => token.open)) {
    const what = tokens[1]?.type === "word" ? `\`${tokens[1].text}\`` : "this declaration";
    errors.push(diagnostic("E102", segment.unclosed, { what }));
  }
  if (segment.unclosed) {
    const end = tokens.at(-1)!.end;
    tokens = [...tokens, { type: "sign", text: "}", start: end, end }];
  }
  const { clauses, ...rest } = takePairs(tokens);
  tokens = rest.tokens;
  for (;;) {
    const { results, stopped, expected } = attempt(tokens);
    const statement = results[0]?.[0] && withPairs(results[0][0], clauses);
    if (statement) return { statement: errors.length ? { ...statement, damaged: true } : statement, errors };
    const error = explainStop(tokens, stopped, expected);
    errors.push(error);
    if (errors.length >= mostErrors) return { statement: null, errors };
    const around = clauseAround(tokens, stopped);
    const kept = around && around.from < around.to ? without(tokens, around) : upToBlock(tokens, stopped);
    if (kept === null) return { statement: null, errors };
    tokens = kept;
  }
}

export interface Parsed {
  readonly statements: readonly Statement[];
  readonly lost: readonly Lost[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a program as far as it can be read. Never throws. */
export function parse(text: string): Parsed {
  const statements: Statement[] = [];
  const lost: Lost[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const segment of segments(tokenize(text))) {
    const { statement, errors } = parseSegment(segment);
    diagnostics.push(...errors);
    if (statement) {
      statements.push(statement);
      diagnostics.push(...segment.tokens.flatMap((token) => stillOpen(token, errors)));
    } else {
      lost.push(...lostNames(segment.tokens));
    }
  }
  return { statements, lost, diagnostics };
}

/** Unclosed texts and holes are read as if they were closed, so their errors are not found by the parser. */
function stillOpen(token: Token, known: readonly Diagnostic[]): Diagnostic[] {
  const error = openError(token);
  return error && !known.some(({ span }) => span.start === error.span.start) ? [error] : [];
}
