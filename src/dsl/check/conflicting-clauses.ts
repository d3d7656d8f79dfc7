// Clauses beside each other: two that say the same, and those that say nothing where they stand.
import type { Clause, ClauseName, Declaration, References } from "../syntax/ast.js";
import type { Checking } from "./name-scope.js";

const named = <N extends ClauseName>(all: readonly Clause[], name: N) =>
  all.find((clause): clause is Extract<Clause, { clause: N }> => clause.clause === name);

/** Whether the language knows that none of these is a set of vectors. */
const single = (checking: Checking, { items }: References) =>
  items.every((item) => item.kind === "name" && checking.kindOf(item.name) === "vector");

type Evaluation = Extract<Declaration, { kind: "evaluation" }>;
type Generation = Extract<Declaration, { kind: "generation" }>;

export function evaluation(checking: Checking, { clauses, vectors }: Evaluation): void {
  const [under, tested] = [named(clauses, "under"), named(clauses, "tested")];
  if (under && tested) {
    const [first, second] = under.start < tested.start ? [under, tested] : [tested, under];
    const words = { under: "under", tested: "tested under" };
    checking.report("E228", second.word, {
      clause: words[second.clause],
      other: words[first.clause],
      line: checking.lineOf(first),
    });
  }
  const pairing = named(clauses, "pairing");
  if (pairing && single(checking, vectors))
    checking.report("E234", pairing.word, {
      clause: "pairing",
      missing: "there is no set of vectors",
      remedy: "Leave the line out, or measure `vectors`.",
    });
  const choose = named(clauses, "choose")?.value;
  if (choose?.kind !== "choose") return;
  for (const { what, ...span } of choose.what.items) {
    const from = what === "layer" ? named(clauses, "layers") : named(clauses, "multipliers");
    const items = from?.value.items ?? [];
    if (items.length === 1 && items[0]!.kind === "number") checking.report("E235", span, { what });
  }
}

export function generation(checking: Checking, { clauses, vectors }: Generation): void {
  if (vectors) return;
  for (const name of ["layers", "multipliers", "apply"] as const) {
    const clause = named(clauses, name);
    if (clause)
      checking.report("E234", clause.word, {
        clause: name,
        missing: "nothing is steered",
        remedy: "Write `with` and a vector after the model, or leave the line out.",
      });
  }
}
