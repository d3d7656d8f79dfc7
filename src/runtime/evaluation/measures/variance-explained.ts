// How much of the spread of steerability goes with the letter (A or B) and the text (yes or no) of the positive answer.
//   V = var(s);  E_A = V - var(residuals of s ~ 1 + A);  E_AY = V - var(residuals of s ~ 1 + A + Y);  variances over n - 1
// Published bars: unexplained V - E_AY, yes/no E_AY - E_A, letter E_A. Source: Tan et al. 2024, section 5 and their code.
// The order decides who is given what both explain, so each factor is stated alone and beside the other.
import { mean } from "../../stats/descriptive.js";
import type { Item } from "../../results/evaluation.js";
import { variance } from "../../stats/moments.js";
import { residualsAfter } from "../../stats/regression.js";
import { differ, usualResolution } from "../../stats/rounding.js";

export type Factored = Pick<Item, "slope" | "letter" | "yes">;

/** In squared units of steerability; a factor that is the same for all items explains 0. */
export interface VarianceExplained {
  readonly n: number;
  readonly total: number;
  /** Explained by each factor alone: s ~ 1 + A, s ~ 1 + Y. */
  readonly letter: number;
  readonly yes: number;
  /** By both: s ~ 1 + A + Y. */
  readonly both: number;
  /** What a factor adds to the other: both - yes, both - letter (the published "marginal yes/no"). */
  readonly letterBeside: number;
  readonly yesBeside: number;
  /** What A x Y adds to both. */
  readonly interaction: number;
  /** total - both. */
  readonly unexplained: number;
}

/** Slopes that differ by no more than the resolution have no variance to explain. Items without a letter or a yes/no have 0 in that column. */
export function varianceExplained(
  items: readonly Factored[],
  resolution = usualResolution,
): VarianceExplained {
  const measured = items.map(({ slope }) => slope);
  const slopes = differ(measured, resolution) ? measured : measured.map(() => mean(measured));
  const a = items.map(({ letter }) => (letter === "A" ? 1 : 0));
  const y = items.map(({ yes }) => (yes === true ? 1 : 0));
  const total = variance(slopes);
  const by = (...columns: number[][]) => Math.max(0, total - variance(residualsAfter(slopes, columns)));
  const [letter, yes, both] = [by(a), by(y), by(a, y)];
  return {
    n: items.length,
    total,
    letter,
    yes,
    both,
    letterBeside: Math.max(0, both - yes),
    yesBeside: Math.max(0, both - letter),
    interaction: Math.max(
      0,
      by(
        a,
        y,
        a.map((value, i) => value * y[i]!),
      ) - both,
    ),
    unexplained: Math.max(0, total - both),
  };
}
