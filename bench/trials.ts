// How often an interval covers the truth, in trials that know it. The truth: a table of slopes [items][pairs], the steerability of each item under the difference
// of each training pair. A vector of mean differences steers by the mean of its pairs' slopes, as far as effects add up; so each trial draws pairs
// and items with replacement, forms the vector's slopes, and asks whether the interval covers the mean of the whole table.
import { MersenneTwister } from "../src/runtime/stats/mersenne-twister.js";
import { bootstrapMean, mean, quantile } from "../src/runtime/evaluation/index.js";
import { refitSample } from "../src/runtime/evaluation/design/refitted-vectors.js";
import { overBoth, refitCount } from "../src/runtime/stats/intervals/two-source-interval.js";

/** [items][pairs] */
export type Slopes = readonly (readonly number[])[];

export interface Trials {
  /** Training pairs and test items of each trial. */
  readonly pairs: number;
  readonly items: number;
  readonly trials: number;
  readonly seed: number;
}

/** Share of trials in which each interval covers the truth. */
export interface Coverage {
  /** Bootstrap over items, for the vector as it is. */
  readonly overItems: number;
  /** Percentiles of refits, each on resampled items: what was not taken. */
  readonly percentile: number;
  /** `over training pairs`. */
  readonly overBoth: number;
}

const options = { level: 0.95, resamples: 1000, seed: 0 };

export function coverageOf(slopes: Slopes, { pairs, items, trials, seed }: Trials): Coverage {
  const truth = mean(slopes.map((of) => mean(of)));
  const random = new MersenneTwister(seed);
  const drawn = (count: number, from: number) => Array.from({ length: count }, () => random.below(from));
  const covered = { overItems: 0, percentile: 0, overBoth: 0 };
  const covers = ({ low, high }: { readonly low: number; readonly high: number }) =>
    Number(low <= truth && truth <= high);
  for (let trial = 0; trial < trials; trial++) {
    const trained = drawn(pairs, slopes[0]!.length);
    const tested = drawn(items, slopes.length).map((item) => slopes[item]!);
    const under = (weights: readonly number[], on: Slopes) =>
      on.map((of) => mean(weights.map((pair) => of[trained[pair]!]!)));
    const own = under([...trained.keys()], tested);
    const refits = Array.from({ length: refitCount }, () => drawn(pairs, pairs));
    const sample = refitSample(tested);
    const means = refits.map((weights) => mean(under(weights, sample)));
    covered.overItems += covers(bootstrapMean(own, options));
    covered.overBoth += covers(overBoth({ slopes: own, refits: means, pairs }, options).interval);
    const both = refits.flatMap((weights) => {
      const refit = under(weights, tested);
      return Array.from({ length: 4 }, () => mean(drawn(items, items).map((item) => refit[item]!)));
    });
    covered.percentile += covers({ low: quantile(both, 0.025), high: quantile(both, 0.975) });
  }
  return {
    overItems: covered.overItems / trials,
    percentile: covered.percentile / trials,
    overBoth: covered.overBoth / trials,
  };
}
