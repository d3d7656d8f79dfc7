// How far a change of prompt moves the model by itself: mean over items of |m(i, 0 | shift b) - m(i, 0 | shift a)|.
import { mean } from "../../stats/descriptive.js";
import type { Row } from "../../results/evaluation.js";

/** Unsteered propensities by concept, test shift and item. */
export type Unsteered = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<number, number>>>;

/** Taken from the rows at multiplier 0, which are the same for every vector and layer. */
export function unsteeredOf(rows: readonly Row[]): Unsteered {
  const concepts = new Map<string, Map<string, Map<number, number>>>();
  for (const { concept, test_shift, item, multiplier, propensity } of rows) {
    if (multiplier !== 0) continue;
    const shifts = concepts.get(concept) ?? new Map<string, Map<number, number>>();
    const items = shifts.get(test_shift) ?? new Map<number, number>();
    concepts.set(concept, shifts.set(test_shift, items.set(item, propensity)));
  }
  return concepts;
}

/** Distance of two shifts on one concept in units of propensity; NaN where one of them was not measured at multiplier 0. */
export function shiftDistance(unsteered: Unsteered, concept: string, a: string, b: string): number {
  const [first, second] = [unsteered.get(concept)?.get(a), unsteered.get(concept)?.get(b)];
  if (!first || !second) return Number.NaN;
  const shared = [...first].filter(([item]) => second.has(item));
  return mean(shared.map(([item, propensity]) => Math.abs(second.get(item)! - propensity)));
}
