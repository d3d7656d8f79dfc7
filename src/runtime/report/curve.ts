// The propensity curve of a condition: mean propensity at each multiplier, with a bootstrap interval over items.
//   mean(λ) = 1/n Σ_i m(i, λ);  interval: percentiles of the mean over resampled items, the same items at every λ.
import { MersenneTwister } from "../concepts/random.js";
import type { Interval } from "../evaluation/types.js";
import { fail } from "../errors/index.js";
import type { Part } from "./conditions.js";

export interface CurvePoint {
  readonly multiplier: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface Curve {
  readonly multipliers: readonly number[];
  readonly items: readonly number[];
  /** [items][multipliers], in logits. */
  readonly propensities: readonly (readonly number[])[];
}

const ascending = (a: number, b: number): number => a - b;

/** Propensities as a matrix [items][multipliers], both ascending. Every item must have every multiplier. @throws E711, E712 */
export function curveOf(part: Part, evaluation: string): Curve {
  const multipliers = [...new Set(part.rows.map((row) => row.multiplier))].sort(ascending);
  const byItem = new Map<number, Map<number, number>>();
  for (const { item, multiplier, propensity } of part.rows) {
    if (!Number.isFinite(propensity)) fail("E711", { evaluation, what: "propensity", item });
    if (!byItem.has(item)) byItem.set(item, new Map());
    byItem.get(item)?.set(multiplier, propensity);
  }
  const items = [...byItem.keys()].sort(ascending);
  const propensities = items.map((item) =>
    multipliers.map(
      (multiplier) => byItem.get(item)?.get(multiplier) ?? fail("E712", { evaluation, item, multiplier }),
    ),
  );
  return { multipliers, items, propensities };
}

/** Linear interpolation between order statistics; `sorted` ascending. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low + (high - low) * (place - below);
}

/** Means and percentile intervals, one point per multiplier. */
export function meanCurve(
  curve: Curve,
  interval: Pick<Interval, "level" | "resamples" | "seed">,
): CurvePoint[] {
  const n = curve.items.length;
  const width = curve.multipliers.length;
  const means = (weights: ArrayLike<number>): number[] => {
    const sums = new Array<number>(width).fill(0);
    curve.propensities.forEach((row, i) => {
      const weight = weights[i] ?? 0;
      if (weight > 0) row.forEach((value, j) => (sums[j] = (sums[j] ?? 0) + weight * value));
    });
    return sums.map((sum) => sum / n);
  };
  const random = new MersenneTwister(interval.seed);
  const samples = curve.multipliers.map(() => new Float64Array(interval.resamples));
  for (let r = 0; r < interval.resamples; r++) {
    const weights = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      const drawn = random.below(n);
      weights[drawn] = (weights[drawn] ?? 0) + 1;
    }
    means(weights).forEach((mean, j) => {
      const sample = samples[j];
      if (sample) sample[r] = mean;
    });
  }
  for (const sample of samples) sample.sort();
  const tail = (1 - interval.level) / 2;
  const centre = means(new Uint32Array(n).fill(1));
  return curve.multipliers.map((multiplier, j) => {
    const mean = centre[j] ?? Number.NaN;
    const sample = samples[j];
    const [low, high] =
      sample && sample.length > 0 ? [quantile(sample, tail), quantile(sample, 1 - tail)] : [mean, mean];
    return { multiplier, mean, low, high };
  });
}
