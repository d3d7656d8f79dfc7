// Percentile bootstrap: the mean of n values drawn from the n values with replacement, again and again; the interval
// runs between the (1 - level) / 2 and (1 + level) / 2 quantiles of those means (Efron 1979).
import { MersenneTwister } from "../mersenne-twister.js";
import { quantile } from "../descriptive.js";
import type { Interval } from "../types.js";

export interface BootstrapOptions {
  /** Share of resampled means inside the interval, e.g. 0.95. */
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
}

/** Interval of the mean over items. The same values and seed give the same interval. */
export function bootstrapMean(
  values: readonly number[],
  { level, resamples, seed }: BootstrapOptions,
): Interval {
  const random = new MersenneTwister(seed);
  const means = Array.from({ length: resamples }, () => {
    let total = 0;
    for (let i = 0; i < values.length; i++) total += values[random.below(values.length)]!;
    return total / values.length;
  });
  return {
    low: quantile(means, (1 - level) / 2),
    high: quantile(means, (1 + level) / 2),
    level,
    resamples,
    seed,
  };
}
