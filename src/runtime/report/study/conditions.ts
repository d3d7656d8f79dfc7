// A condition: what an evaluation varies besides items and multipliers (concept, shifts, vector, layer).
import { groupBy } from "../../stats/group-by.js";
import { largest, usualResolution } from "../../stats/rounding.js";
import type { Resolution } from "../../stats/types.js";
import type { Evaluation, Item, Row, Summary } from "../../results/evaluation.js";

const fields = ["concept", "train_shift", "test_shift", "vector", "layer"] as const;
type Field = (typeof fields)[number];
export type Condition = Pick<Row, Field>;

/** Rows, items and summary of one condition. */
export interface Part {
  readonly summary: Summary;
  readonly rows: readonly Row[];
  readonly items: readonly Item[];
  /** What tells it from the other conditions of the evaluation, e.g. "layer 15"; empty when there is only one. */
  readonly label: string;
  /** How far apart the numbers of its evaluation must be to differ. */
  readonly resolution: Resolution;
}

export const conditionKey = (of: Condition, without?: Field): string =>
  JSON.stringify(fields.filter((field) => field !== without).map((field) => of[field]));

const distinct = (conditions: readonly Condition[], field: Field): number =>
  new Set(conditions.map((condition) => condition[field])).size;

/** Names a condition by the fields in which the given conditions differ. */
export function labelOf(condition: Condition, among: readonly Condition[], without?: Field): string {
  const differs = (field: Field): boolean => field !== without && distinct(among, field) > 1;
  const shifts = differs("train_shift")
    ? [`${condition.train_shift} → ${condition.test_shift}`]
    : differs("test_shift")
      ? [condition.test_shift]
      : [];
  // Vectors of a set have their concepts' names.
  const named = among.some(({ concept, vector }) => concept !== vector);
  return [
    ...(differs("concept") ? [condition.concept] : []),
    ...(named && differs("vector") ? [condition.vector] : []),
    ...shifts,
    ...(differs("layer") ? [`layer ${condition.layer}`] : []),
  ].join(", ");
}

const grouped = <T extends Condition>(things: readonly T[]): Map<string, T[]> =>
  groupBy(things, (thing) => conditionKey(thing));

/** The evaluation, condition by condition, in the order of its summary. */
export function partsOf(evaluation: Evaluation): Part[] {
  const rows = grouped(evaluation.rows);
  const items = grouped(evaluation.items);
  return evaluation.summary.map((summary) => ({
    summary,
    rows: rows.get(conditionKey(summary)) ?? [],
    items: items.get(conditionKey(summary)) ?? [],
    label: labelOf(summary, evaluation.summary),
    resolution: evaluation.receipt.resolution,
  }));
}

/** The summary with the largest mean steerability; the first of those that are equal within the resolution. */
export const strongest = <T extends { readonly summary: Pick<Summary, "mean"> }>(
  parts: readonly T[],
  resolution = usualResolution,
): T | undefined => largest(parts, ({ summary }) => summary.mean, resolution);
