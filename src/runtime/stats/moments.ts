// The shape of a list of slopes, as the paper tabulates it: mean, median, standard deviation and variance (n - 1), and the
// bias-corrected excess kurtosis G2 = (n - 1) / ((n - 2)(n - 3)) ((n + 1) g2 + 6) with g2 = m4 / m2^2 - 3 (Joanes and Gill
// 1998; pandas' kurt, scipy's kurtosis with bias=False).
import { mean, median, sd, sum } from "./descriptive.js";
import { differ } from "./rounding.js";

export interface Moments {
  readonly n: number;
  readonly mean: number;
  readonly median: number;
  readonly sd: number;
  readonly variance: number;
  /** Excess kurtosis: 0 for a normal distribution. NaN for fewer than four values, or equal ones (within their resolution). */
  readonly kurtosis: number;
}

/** Square of the standard deviation: squares are divided by n - 1. */
export const variance = (values: readonly number[]): number => sd(values) ** 2;

/** `resolution` of the values: where they differ by no more, their kurtosis is NaN. */
export function kurtosis(values: readonly number[], resolution = 0): number {
  const n = values.length;
  if (n < 4 || !differ(values, resolution)) return Number.NaN;
  const center = mean(values);
  const moment = (power: number) => sum(values.map((value) => (value - center) ** power)) / n;
  const excess = moment(4) / moment(2) ** 2 - 3;
  return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * excess + 6);
}

export const moments = (values: readonly number[], resolution = 0): Moments => ({
  n: values.length,
  mean: mean(values),
  median: median(values),
  sd: sd(values),
  variance: variance(values),
  kurtosis: kurtosis(values, resolution),
});
