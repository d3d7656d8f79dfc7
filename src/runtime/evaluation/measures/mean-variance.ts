// Do concepts that steer more also vary more from item to item? Mean steerability against the variance over items (n - 1), one
// point for each concept, per pair of shifts. Source: Tan et al. 2024, appendix.
import type { BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { resolved, spearman } from "../../stats/correlation.js";
import { estimate, pairsOf, type Estimate, type PairOfShifts } from "./generalisation.js";
import type { Line } from "../../results/line.js";
import { defaultResampling } from "../../stats/intervals/paired-bootstrap.js";
import { usualResolution } from "../../stats/rounding.js";

export interface MeanVariance extends PairOfShifts {
  readonly points: readonly { readonly concept: string; readonly mean: number; readonly variance: number }[];
  readonly spearman: Estimate;
}

export const meanVariance = (
  lines: readonly Line[],
  options: BootstrapOptions = defaultResampling,
  resolution = usualResolution,
): MeanVariance[] =>
  pairsOf(lines).map((pair) => {
    const points = lines
      .filter(
        ({ train_shift, test_shift }) => train_shift === pair.train_shift && test_shift === pair.test_shift,
      )
      .map(({ concept, mean, sd }) => ({ concept, mean, variance: sd ** 2 }));
    const [x, y] = [points.map(({ mean }) => mean), points.map(({ variance }) => variance)];
    return {
      ...pair,
      points,
      spearman: estimate(resolved(spearman, [resolution, resolution ** 2]), x, y, options),
    };
  });
