// Difference of two effects on the same items: the mean of one minus the other item by item, and its bootstrap interval over
// items. What makes an item easy for both is taken out, so the interval is as wide as the difference is uncertain, and no wider.
import { bootstrapMean, type BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { mean } from "../../stats/descriptive.js";
import type { Interval } from "../../stats/types.js";
import { defaultResampling } from "../../stats/intervals/paired-bootstrap.js";

/** Effects by item: [row, effect]. */
type Effects = readonly (readonly [item: number, effect: number])[];

export interface PairedDifference {
  /** Items that have both effects. */
  readonly n: number;
  /** Mean of each effect on these items, in the effects' unit. */
  readonly first: number;
  readonly second: number;
  /** first - second. */
  readonly difference: number;
  readonly interval: Interval;
}

/** Null where fewer than two items have both. */
export function pairedDifference(
  first: Effects,
  second: Effects,
  options: BootstrapOptions = defaultResampling,
): PairedDifference | null {
  const [ours, theirs] = [new Map(first), new Map(second)];
  const items = [...ours.keys()].filter((item) => theirs.has(item));
  if (items.length < 2) return null;
  const differences = items.map((item) => ours.get(item)! - theirs.get(item)!);
  return {
    n: items.length,
    first: mean(items.map((item) => ours.get(item)!)),
    second: mean(items.map((item) => theirs.get(item)!)),
    difference: mean(differences),
    interval: bootstrapMean(differences, options),
  };
}
