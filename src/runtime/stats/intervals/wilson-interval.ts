// The interval of a share: Wilson's (1927), which is right for few cases and at shares of 0 and 1, where resampling says nothing.
//   (k + z^2 / 2 +- z sqrt(k (n - k) / n + z^2 / 4)) / (n + z^2)
import { normalQuantile } from "../distributions.js";
import type { ShareInterval } from "../types.js";

/** Interval of the share behind `count` of n cases. */
export function shareInterval(count: number, n: number, level: number): ShareInterval {
  const z = normalQuantile(level);
  const middle = count + z ** 2 / 2;
  const half = z * Math.sqrt((count * (n - count)) / n + z ** 2 / 4);
  const end = (value: number) => Math.min(1, Math.max(0, value / (n + z ** 2)));
  return { low: count === 0 ? 0 : end(middle - half), high: count === n ? 1 : end(middle + half), level };
}
