// Steerability over a part of the multipliers: slopes fitted to |multiplier| <= r only. A slope that shrinks with r means a
// curve that flattens or turns. Source: Tan et al. 2024, appendix (r = 0.5, 1, 1.5); their intervals count each item several
// times (3, 5, 7) and are too narrow; these count it once where nothing else is asked for.
import type { Analysis } from "../../paper/types.js";
import { bootstrapMean, type BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { fitLine } from "../../stats/line-fit.js";
import { mean } from "../../stats/descriptive.js";
import type { Interval } from "../../stats/types.js";
import type { Row } from "../../results/evaluation.js";
import { curvesOf } from "./curves.js";
import { defaultResampling } from "../../stats/intervals/paired-bootstrap.js";

export interface RangeLine {
  readonly range: number;
  readonly n: number;
  readonly mean: number;
  readonly interval: Interval;
}

export const publishedRanges = [0.5, 1, 1.5] as const;

/** `rows` of one condition. Ranges that hold fewer than two multipliers are left out. */
export function multiplierRange(
  rows: readonly Row[],
  ranges: readonly number[] = publishedRanges,
  {
    counted = "items",
    ...options
  }: Partial<BootstrapOptions> & { readonly counted?: Analysis["counted"] } = {},
): RangeLine[] {
  const { multipliers, propensities } = curvesOf(rows);
  return ranges.flatMap((range) => {
    const inside = multipliers.flatMap((multiplier, j) => (Math.abs(multiplier) <= range + 1e-9 ? [j] : []));
    if (inside.length < 2) return [];
    const x = inside.map((j) => multipliers[j]!);
    const slopes = propensities.map(
      (curve) =>
        fitLine(
          x,
          inside.map((j) => curve[j]!),
        ).slope,
    );
    const often = counted === "items" ? slopes : slopes.flatMap((slope) => x.map(() => slope));
    return [
      {
        range,
        n: slopes.length,
        mean: mean(slopes),
        interval: bootstrapMean(often, { ...defaultResampling, ...options }),
      },
    ];
  });
}
