// Checks a tree: names, kinds, duplicates, and the values that need no model to be judged.
import { clauses, type Owner } from "../clauses.js";
import { either, type Diagnostic } from "../errors.js";
import { ownerWords } from "../expect.js";
import { nearest } from "../../nearest.js";
import type { Parsed } from "../parse.js";
import { badEscapes } from "../strings.js";
import type { Span } from "../places.js";
import {
  isDeclaration,
  type Clause,
  type ClauseName,
  type ClauseValues,
  type Declaration,
  type Kind,
  type Numeral,
  type Product,
  type Reference,
  type Statement,
  type Text,
} from "../tree.js";
import { concept } from "./concept.js";
import { layerItem, multiplierItem, tokenSpan, whole } from "./numbers.js";
import { Checking, type Scope } from "./scope.js";
import { split } from "./split.js";

/** A name that the program declares, and the span of that name. */
export interface Declared {
  readonly name: string;
  readonly kind: Kind;
  readonly span: Span;
}

/** Every node below `value` of this kind. */
function nodes<T extends { kind: string }>(value: unknown, kind: T["kind"]): T[] {
  if (Array.isArray(value)) return value.flatMap((item) => nodes<T>(item, kind));
  if (!value || typeof value !== "object") return [];
  if ("kind" in value && value.kind === kind) return [value as T];
  return Object.values(value).flatMap((item) => nodes<T>(item, kind));
}

function where(checking: Checking, value: ClauseValues["read"]): void {
  if (value.kind === "token") whole(checking, value.index, "a token", -Infinity);
  if (value.kind === "tokens") tokenSpan(checking, value.from, value.to);
}

type ValueChecks = { [N in ClauseName]?: (checking: Checking, value: ClauseValues[N], owner: Owner) => void };

const valueChecks: ValueChecks = {
  layers: (checking, { items }) => items.forEach((item) => layerItem(checking, item)),
  multipliers: (checking, { items }) => items.forEach((item) => multiplierItem(checking, item)),
  read: where,
  apply: (checking, value) => {
    if (value.kind === "apply") where(checking, value.where);
  },
  under: (checking, value, owner) => {
    if (owner === "vector" && value.items.length > 1)
      checking.report("E223", value, { shifts: value.items.length });
  },
  against: (checking, value) => {
    if (value.kind === "against") whole(checking, value.random, "the number of random directions", 0);
  },
  intervals: (checking, value) => {
    if (value.kind === "hole") return;
    whole(checking, value.resamples, "the number of resamples", 1);
    whole(checking, value.seed, "a seed", 0);
    if (value.level.kind === "percent" && !(value.level.value > 0 && value.level.value < 100))
      checking.report("E225", value.level, {
        value: checking.slice(value.level),
        must: "a percentage between 0% and 100%, such as 95%",
      });
  },
};

function choice(checking: Checking, { clause, value }: Clause): void {
  const { choices, coming } = clauses[clause];
  if (!choices || value.kind !== "choice" || choices.includes(value.value)) return;
  if (coming?.includes(value.value)) checking.report("E219", value, { clause, value: value.value, choices });
  else
    checking.report("E218", value, {
      clause,
      value: value.value,
      near: nearest(value.value, choices),
      choices,
    });
}

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
  choice(checking, clause);
  const check = valueChecks[clause.clause] as
    ((checking: Checking, value: Clause["value"], owner: Owner) => void) | undefined;
  check?.(checking, clause.value, owner);
}

function product(checking: Checking, value: Product): void {
  const vectors = value.factors.filter((factor) => factor.kind === "name");
  const holes = value.factors.filter((factor) => factor.kind === "hole");
  if (vectors.length > 1) checking.report("E220", value, { vectors: vectors.length });
  else if (vectors.length === 0 && holes.length !== 1) checking.report("E220", value, { vectors: 0 });
}

function splitOf(checking: Checking, written: readonly Clause[]): void {
  const overlap = written.some(
    ({ clause, value }) => clause === "protocol" && value.kind === "choice" && value.value === "as-run",
  );
  for (const { clause, value } of written)
    if (clause === "split" && value.kind === "list") split(checking, value.items, overlap);
}

function ownerOf(declaration: Declaration): Owner | null {
  if (declaration.kind === "concept") return declaration.mwe ? "mwe" : "concept";
  if (declaration.kind === "vector") return declaration.value.kind === "extract" ? "vector" : null;
  return declaration.kind === "model" || declaration.kind === "evaluation" ? declaration.kind : null;
}

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
  if (!isDeclaration(one)) return;
  const owner = ownerOf(one);
  const seen = new Map<ClauseName, Span>();
  if (owner) for (const clause of one.clauses) oneClause(checking, clause, owner, seen);
  if (one.kind === "concept") {
    concept(checking, one);
    splitOf(checking, one.clauses);
  }
  if (one.kind === "layers") valueChecks.layers?.(checking, one.value, "vector");
  if (one.kind === "vector" && one.value.kind === "product") product(checking, one.value);
  checking.declare(one);
}

export function check(
  text: string,
  parsed: Parsed,
  scope: Scope,
): { diagnostics: Diagnostic[]; declared: Declared[] } {
  const checking = new Checking(text, parsed.statements, parsed.lost, scope);
  for (const one of parsed.statements) statement(checking, one);
  const declared = parsed.statements
    .filter(isDeclaration)
    .map(({ name, kind }) => ({ name: name.name, kind, span: { start: name.start, end: name.end } }));
  return { diagnostics: checking.diagnostics, declared };
}
