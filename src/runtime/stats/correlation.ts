// Correlation of paired numbers. Pearson: covariance over the product of the standard deviations. Spearman: Pearson's
// correlation of the ranks, where equal values share the mean of their ranks. NaN where a side does not vary.
import { mean, sum } from "./descriptive.js";
import { differ, inSteps } from "./rounding.js";

/** Resolutions of x and of y: differences up to them are rounding. */
export type Resolutions = readonly [x: number, y: number];

const exact: Resolutions = [0, 0];

/** Pearson's correlation of x and y, both [n]. */
export function pearson(
  x: readonly number[],
  y: readonly number[],
  [xStep, yStep]: Resolutions = exact,
): number {
  if (!differ(x, xStep) || !differ(y, yStep)) return Number.NaN;
  const [centerX, centerY] = [mean(x), mean(y)];
  const across = sum(x.map((value, i) => (value - centerX) * (y[i]! - centerY)));
  const own = (values: readonly number[], center: number) =>
    sum(values.map((value) => (value - center) ** 2));
  return across / Math.sqrt(own(x, centerX) * own(y, centerY));
}

/** Ranks from 1 of each value; values that are equal, in whole steps of the resolution, share the mean of their ranks. */
export function ranks(values: readonly number[], resolution = 0): number[] {
  const keys = values.map((value) => inSteps(value, resolution));
  const order = keys.map((_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
  const ranked = new Array<number>(keys.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && keys[order[end]!] === keys[order[start]!]) end++;
    for (let i = start; i < end; i++) ranked[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranked;
}

/** Spearman's rank correlation of x and y, both [n]. */
export const spearman = (
  x: readonly number[],
  y: readonly number[],
  [xStep, yStep]: Resolutions = exact,
): number => (differ(x, xStep) && differ(y, yStep) ? pearson(ranks(x, xStep), ranks(y, yStep)) : Number.NaN);

/** A correlation of numbers that are known to these resolutions. */
export const resolved =
  (of: typeof pearson, resolutions: Resolutions) =>
  (x: readonly number[], y: readonly number[]): number =>
    of(x, y, resolutions);
