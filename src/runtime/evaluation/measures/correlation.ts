// Correlation of paired numbers. Pearson: covariance over the product of the standard deviations. Spearman: Pearson's
// correlation of the ranks, where equal values share the mean of their ranks. NaN where a side does not vary.
import { mean, sum } from "../statistics.js";

/** Pearson's correlation of x and y, both [n]. */
export function pearson(x: readonly number[], y: readonly number[]): number {
  const [centerX, centerY] = [mean(x), mean(y)];
  const across = sum(x.map((value, i) => (value - centerX) * (y[i]! - centerY)));
  const own = (values: readonly number[], center: number) =>
    sum(values.map((value) => (value - center) ** 2));
  return across / Math.sqrt(own(x, centerX) * own(y, centerY));
}

/** Ranks from 1 of each value; equal values share the mean of their ranks. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranked = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranked[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranked;
}

/** Spearman's rank correlation of x and y, both [n]. */
export const spearman = (x: readonly number[], y: readonly number[]): number => pearson(ranks(x), ranks(y));
