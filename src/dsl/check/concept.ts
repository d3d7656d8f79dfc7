// Concepts: pairs that say nothing, and concepts without any.
import { textValue } from "../strings.js";
import type { Clause, Declaration, Pair, TextValue } from "../tree.js";
import type { Checking } from "./scope.js";

const says = (value: TextValue) => (value.kind === "text" ? textValue(value) : null);

function pair(checking: Checking, { prompt, positive, negative }: Pair): void {
  const sides = { prompt, "positive answer": positive, "negative answer": negative };
  for (const [side, value] of Object.entries(sides))
    if (says(value) === "") checking.report("E208", value, { side });
  const answer = says(positive);
  if (answer !== null && answer !== "" && answer === says(negative)) checking.report("E209", negative, {});
}

export function concept(
  checking: Checking,
  declared: Extract<Declaration, { kind: "concept" }> & { readonly damaged?: boolean },
): void {
  const pairs = declared.clauses.filter((c): c is Extract<Clause, { clause: "pair" }> => c.clause === "pair");
  const seen = new Map<string, number>();
  for (const { value } of pairs) {
    if (value.kind === "hole") continue;
    pair(checking, value);
    const parts = [value.prompt, value.positive, value.negative].map(says);
    if (parts.includes(null)) continue;
    const key = JSON.stringify(parts);
    const line = seen.get(key);
    if (line !== undefined) checking.report("E210", value, { line });
    else seen.set(key, checking.lineOf(value));
  }
  const some =
    declared.mwe !== null || declared.clauses.some((c) => c.clause === "pair" || c.clause === "pairs");
  if (!some && !declared.damaged) checking.report("E207", declared.name, { name: declared.name.name });
}
