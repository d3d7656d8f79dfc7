// Percentile bootstrap of any statistic of paired data: whole cases (concepts, items) are drawn with replacement, so that
// what belongs to one case stays together (Efron 1979).
import { MersenneTwister } from "../mersenne-twister.js";
import type { BootstrapOptions } from "./bootstrap.js";
import { quantile } from "../descriptive.js";
import type { Interval } from "../types.js";
export const defaultResampling: BootstrapOptions = { level: 0.95, resamples: 1000, seed: 0 };

/**
 * Interval of a statistic over n cases. `statistic` is given the drawn cases, as indices [n]. Draws where it is not a number (a
 * correlation of equal values) are left out; when they are more than half, there is no interval and both ends are NaN.
 */
export function bootstrapOver(
  n: number,
  statistic: (drawn: readonly number[]) => number,
  { level, resamples, seed }: BootstrapOptions = defaultResampling,
): Interval {
  const random = new MersenneTwister(seed);
  const draw = () => Array.from({ length: n }, () => random.below(n));
  const values = Array.from({ length: n > 1 ? resamples : 0 }, () => statistic(draw())).filter(
    Number.isFinite,
  );
  const end = (p: number) => (2 * values.length > resamples ? quantile(values, p) : Number.NaN);
  return { low: end((1 - level) / 2), high: end((1 + level) / 2), level, resamples, seed };
}
