// How far a propensity curve is from a line. Root mean square of the residuals, sqrt(RSS / multipliers), in units of
// propensity; the published figure takes sqrt(RSS), which grows with the number of multipliers (Tan et al. 2024, rebuttal).
import type { Item } from "../../results/evaluation.js";

export interface FitError {
  /** sqrt(RSS / multipliers) */
  readonly rmse: number;
  /** sqrt(RSS) */
  readonly published: number;
  /** Share of the propensity's own spread over multipliers that the line leaves: RSS / (RSS + slope^2 sum (x - mean x)^2). */
  readonly left: number;
}

/** `multipliers` are those that the item was fitted on. */
export function fitError(
  { rss, slope }: Pick<Item, "rss" | "slope">,
  multipliers: readonly number[],
): FitError {
  const center = multipliers.reduce((total, value) => total + value, 0) / multipliers.length;
  const across = multipliers.reduce((total, value) => total + (value - center) ** 2, 0);
  return {
    rmse: Math.sqrt(rss / multipliers.length),
    published: Math.sqrt(rss),
    left: rss / (rss + slope ** 2 * across),
  };
}
