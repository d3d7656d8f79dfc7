// Least squares of propensity on multiplier, with intercept: slope = sum (x - mean x)(y - mean y) / sum (x - mean x)^2.
// The slope is the item's steerability (Tan et al. 2024, arXiv:2407.12404).
import { mean, sum } from "./descriptive.js";

export interface Fit {
  readonly slope: number;
  readonly intercept: number;
  /** Residual sum of squares. */
  readonly rss: number;
}

/** The line through (x, y); x must hold at least two different values. */
export function fitLine(x: readonly number[], y: readonly number[]): Fit {
  const [centerX, centerY] = [mean(x), mean(y)];
  const slope =
    sum(x.map((value, i) => (value - centerX) * (y[i]! - centerY))) /
    sum(x.map((value) => (value - centerX) ** 2));
  const intercept = centerY - slope * centerX;
  const residual = sum(x.map((value, i) => (y[i]! - intercept - slope * value) ** 2));
  return { slope, intercept, rss: residual };
}
