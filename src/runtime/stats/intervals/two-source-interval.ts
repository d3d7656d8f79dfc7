// The interval of a mean slope over items and training pairs: what other items, and vectors of other training pairs, would have given.
//   variance = s^2 / n  +  h / (h - 1) * variance over the refits,   mean +- t(level, df) * sqrt(variance)
// s: sd of the items' slopes, n items; h training pairs. Resampling h pairs with replacement shows (h - 1) / h of the variance that a new draw of h
// pairs has, hence the factor (Efron and Tibshirani 1993, section 6.1). Degrees of freedom after Welch and Satterthwaite: n - 1 for the
// items, and for the pairs 1 / (1 / (h - 1) + 1 / (refits - 1)), because few refits show their variance inexactly. What items and pairs do together
// counts in both terms, so the interval is a little wide rather than narrow. A percentile interval of the same resamples covers too little
// with few pairs; docs/trust.md has the numbers.
import type { BootstrapOptions } from "./bootstrap.js";
import { studentP, studentQuantile } from "../distributions.js";
import { mean, sd } from "../descriptive.js";
import type { SlopeInterval } from "../types.js";
/** Refits of a vector to resampled training pairs. */
export const refitCount = 50;

export interface Sources {
  /** Slopes of the items under the vector itself. */
  readonly slopes: readonly number[];
  /** Mean slope of each refit. */
  readonly refits: readonly number[];
  /** Training pairs. */
  readonly pairs: number;
}

/** The interval, and p of a test of the mean against 0. Both ends are NaN for one item. */
export function overBoth(
  { slopes, refits, pairs }: Sources,
  options: BootstrapOptions,
): { readonly interval: SlopeInterval; readonly pValue: number } {
  const centre = mean(slopes);
  const ofItems = sd(slopes) ** 2 / slopes.length;
  const ofPairs = (pairs / (pairs - 1)) * sd(refits) ** 2;
  const error = Math.sqrt(ofItems + ofPairs);
  const free = 1 / (1 / (pairs - 1) + 1 / (refits.length - 1));
  const df = (ofItems + ofPairs) ** 2 / (ofItems ** 2 / (slopes.length - 1) + ofPairs ** 2 / free);
  const half = error > 0 ? studentQuantile(options.level, df) * error : error;
  const p = error > 0 ? studentP(centre / error, df) : error === 0 ? Number(centre === 0) : Number.NaN;
  return {
    interval: {
      ...options,
      low: centre - half,
      high: centre + half,
      over: "items and training pairs",
      refits: refits.length,
    },
    pValue: p,
  };
}
