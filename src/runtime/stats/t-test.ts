// Student's test of a mean against 0 (1908): p with two sides, t = mean / (sd / sqrt(n)), n - 1 degrees of freedom.
import { studentP } from "./distributions.js";
import { mean, sd } from "./descriptive.js";

/** p of the mean of these values; NaN for fewer than two. Values that are all alike differ from 0 for certain, or not at all. */
export function meanTest(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const [centre, spread] = [mean(values), sd(values)];
  if (spread === 0) return centre === 0 ? 1 : 0;
  return studentP(centre / (spread / Math.sqrt(values.length)), values.length - 1);
}
