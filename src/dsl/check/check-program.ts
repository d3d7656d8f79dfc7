// Checks a tree: names, kinds, duplicates, and the values that need no model to be judged.
import { checkExpression } from "./vector-algebra.js";
import { chartNames, chartOf } from "../chart-names.js";
import { clauses, type Owner } from "../clauses.js";
import { either, type Diagnostic } from "../diagnostics/language-errors.js";
import { ownerWords } from "../syntax/expected-tokens.js";
import type { Parsed } from "../syntax/parser.js";
import { badEscapes } from "../syntax/string-literals.js";
import type { Span } from "../../runtime/errors/text-positions.js";
import {
  declares,
  isDeclaration,
  type Clause,
  type ClauseName,
  type Declaration,
  type Numeral,
  type Reference,
  type Statement,
  type Text,
} from "../syntax/ast.js";
import { concept } from "./concept-rules.js";
import { layerItem, whole } from "./number-rules.js";
import { Checking, type Scope } from "./name-scope.js";
import { settingsOnce, writtenValue } from "./setting-rules.js";
import { split } from "./split-rules.js";
import { evaluation, generation } from "./conflicting-clauses.js";
import { choice, clauseValue, namesOnce, textsOnce } from "./clause-rules.js";

/** Every node below `value` of this kind. */
function nodes<T extends { kind: string }>(value: unknown, kind: T["kind"]): T[] {
  if (Array.isArray(value)) return value.flatMap((item) => nodes<T>(item, kind));
  if (!value || typeof value !== "object") return [];
  if ("kind" in value && value.kind === kind) return [value as T];
  return Object.values(value).flatMap((item) => nodes<T>(item, kind));
}

/** A clause where it may stand, once. */
function oneClause(checking: Checking, clause: Clause, owner: Owner, seen: Map<ClauseName, Span>): void {
  const help = clauses[clause.clause];
  if (!help.on.includes(owner)) {
    const belongs = either(help.on.map((on) => ownerWords[on]));
    checking.report("E206", clause.word, { clause: clause.clause, owner: ownerWords[owner], belongs });
    return;
  }
  const before = seen.get(clause.clause);
  if (before && !help.repeats) {
    checking.report("E205", clause.word, { clause: clause.clause, line: checking.lineOf(before) });
    return;
  }
  seen.set(clause.clause, clause.word);
  clauseValue(checking, clause, owner);
}

function splitOf(checking: Checking, written: readonly Clause[]): void {
  const asRun = written.some(
    ({ clause, value }) => clause === "protocol" && value.kind === "choice" && value.value === "as-run",
  );
  const said = writtenValue(written, "overlap");
  const overlap = said === null ? asRun : said !== "refused";
  for (const { clause, value } of written)
    if (clause === "split" && value.kind === "list") split(checking, value.items, overlap);
}

const owners: { [K in Declaration["kind"]]: (declared: Extract<Declaration, { kind: K }>) => Owner | null } =
  {
    model: () => "model",
    concept: ({ mwe }) => (mwe ? "mwe" : "concept"),
    concepts: ({ of }) => (of.kind === "mwe" ? "set" : null),
    layers: () => null,
    shift: () => null,
    vector: ({ value }) => (value.kind === "extract" ? "vector" : null),
    vectors: () => "vector",
    evaluation: () => "evaluation",
    generation: () => "generation",
  };

const ownerOf = (declared: Declaration) =>
  (owners[declared.kind] as (declared: Declaration) => Owner | null)(declared);

type Checks<T extends { kind: string }> = {
  [K in T["kind"]]?: (
    checking: Checking,
    one: Extract<T, { kind: K }> & { readonly damaged?: boolean },
  ) => void;
};

/** What is judged of a whole statement, once its names and clauses have been. */
const checks: Checks<Statement> = {
  concept(checking, one) {
    concept(checking, one);
    splitOf(checking, one.clauses);
  },
  concepts(checking, { of, clauses: written }) {
    if (of.kind === "members") namesOnce(checking, of.members.items);
    else if (of.datasets.kind === "list") textsOnce(checking, of.datasets.items);
    splitOf(checking, written);
  },
  layers: (checking, { value }) => value.items.forEach((item) => layerItem(checking, item)),
  vector(checking, { value }) {
    // A name that cannot be a vector is an error already.
    const open = (name: string) => checking.kindOf(name) !== "vector";
    if (value.kind === "random") whole(checking, value.seed, "a seed", 0);
    else if (value.kind !== "extract" && value.kind !== "load")
      checkExpression({ open, report: checking.report.bind(checking) }, value);
  },
  evaluation(checking, one) {
    namesOnce(checking, one.vectors.items);
    namesOnce(checking, one.concepts.items);
    evaluation(checking, one);
  },
  generation(checking, one) {
    textsOnce(checking, one.prompts.items);
    if (one.vectors) namesOnce(checking, one.vectors.items);
    generation(checking, one);
  },
  chart(checking, { of, as }) {
    namesOnce(checking, of.items);
    if (as.kind !== "choice") return;
    choice(checking, "chart", as, chartNames);
    const takes = chartOf(as.value)?.takes ?? "evaluations";
    // What stands in a hole may be published numbers.
    const counted = takes === "one evaluation" ? of.items : of.items.filter(({ kind }) => kind === "name");
    const different = new Set(counted.map((item) => (item.kind === "name" ? item.name : item))).size;
    if (takes !== "evaluations" && different > 1)
      checking.report("E236", of, { chart: as.value, given: different });
  },
  import(checking, { names, from, ...span }) {
    if (checking.cell)
      checking.report("E231", span, { names: names.map(({ name }) => name), from: checking.slice(from) });
  },
};

function statement(checking: Checking, one: Statement): void {
  checking.current = one;
  for (const text of nodes<Text>(one, "text"))
    for (const { escape, span } of badEscapes(text)) checking.report("E110", span, { escape });
  for (const number of nodes<Numeral>(one, "number"))
    if (!Number.isFinite(number.value))
      checking.report("E217", number, {
        what: "a number",
        value: checking.slice(number),
        must: "a number below 1e308",
      });
  for (const reference of nodes<Reference>(one, "name")) checking.use(reference);
  if (isDeclaration(one)) {
    const owner = ownerOf(one);
    const seen = new Map<ClauseName, Span>();
    if (owner) for (const clause of one.clauses) oneClause(checking, clause, owner, seen);
    settingsOnce(checking, one.clauses);
  }
  (checks[one.kind] as ((checking: Checking, one: Statement) => void) | undefined)?.(checking, one);
  for (const { name, kind, span } of declares(one)) checking.declare(name, kind, span);
}

export function check(text: string, parsed: Parsed, scope: Scope): Diagnostic[] {
  const checking = new Checking(text, parsed.statements, parsed.lost, scope);
  for (const one of parsed.statements) statement(checking, one);
  return checking.diagnostics;
}
