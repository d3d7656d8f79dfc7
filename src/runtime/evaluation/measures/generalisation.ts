// Does a vector that steers under one prompt steer under others? In-distribution: trained and tested under BASE. Every other
// pair of shifts is out of distribution. Per pair: one point for each concept (mean steerability ID, OOD), their correlations
// with bootstrap intervals over concepts, and how many concepts lie below the identity. Source: Tan et al. 2024, section 6.
import { groupBy } from "../../stats/group-by.js";
import type { BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { fitLine, type Fit } from "../../stats/line-fit.js";
import { mean } from "../../stats/descriptive.js";
import type { Interval } from "../../stats/types.js";
import { pearson, resolved, spearman } from "../../stats/correlation.js";
import { bootstrapOver, defaultResampling } from "../../stats/intervals/paired-bootstrap.js";
import { differ, usualResolution } from "../../stats/rounding.js";
import type { Line } from "../../results/line.js";

export interface PairOfShifts {
  readonly train_shift: string;
  readonly test_shift: string;
}

export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

export interface GeneralisationPoint<L extends Line = Line> {
  readonly concept: string;
  readonly id: L;
  readonly ood: L;
}

/** One pair of shifts against the ID pair, over the concepts that have both. */
export interface Generalisation<L extends Line = Line> extends PairOfShifts {
  readonly points: readonly GeneralisationPoint<L>[];
  readonly spearman: Estimate;
  readonly pearson: Estimate;
  /** Means of the concepts' mean steerability. */
  readonly id: number;
  readonly ood: number;
  /** Concepts whose OOD mean is below their ID mean; and below 0; by more than the resolution. */
  readonly below: number;
  readonly negative: number;
  /** Least squares of OOD on ID over concepts; null for fewer than two concepts. */
  readonly line: Fit | null;
}

export const base: PairOfShifts = { train_shift: "BASE", test_shift: "BASE" };

const isPair = (a: PairOfShifts, b: PairOfShifts): boolean =>
  a.train_shift === b.train_shift && a.test_shift === b.test_shift;

/** The pairs of shifts of the lines, each once, in their order. */
export function pairsOf(lines: readonly PairOfShifts[]): PairOfShifts[] {
  return lines
    .filter((line, i) => lines.findIndex((other) => isPair(line, other)) === i)
    .map(({ train_shift, test_shift }) => ({ train_shift, test_shift }));
}

/**
 * Correlation of paired numbers with its interval. Where `owners` [n] are given, such as each point's concept, all points of an owner
 * are drawn together: points of one concept are not independent of one another.
 */
export function estimate(
  of: (x: readonly number[], y: readonly number[]) => number,
  x: readonly number[],
  y: readonly number[],
  options: BootstrapOptions = defaultResampling,
  owners: readonly (string | number)[] = x.map((_, i) => i),
): Estimate {
  const units = [...groupBy(owners.keys(), (i) => owners[i]!).values()];
  const again = (drawn: readonly number[]) => {
    const points = drawn.flatMap((unit) => units[unit]!);
    return of(
      points.map((i) => x[i]!),
      points.map((i) => y[i]!),
    );
  };
  return { value: of(x, y), interval: bootstrapOver(units.length, again, options) };
}

/** Every pair of shifts but `id`; means that differ by no more than the resolution are equal. `lines` must have one layer, and one vector for each concept and training shift. */
export function generalisation<L extends Line>(
  lines: readonly L[],
  options: BootstrapOptions = defaultResampling,
  id: PairOfShifts = base,
  resolution = usualResolution,
): Generalisation<L>[] {
  const own = new Map(lines.filter((line) => isPair(line, id)).map((line) => [line.concept, line]));
  return pairsOf(lines)
    .filter((pair) => !isPair(pair, id))
    .map((pair) => {
      const points = lines
        .filter((line) => isPair(line, pair) && own.has(line.concept))
        .map((ood) => ({ concept: ood.concept, id: own.get(ood.concept)!, ood }));
      const [x, y] = [points.map((point) => point.id.mean), points.map((point) => point.ood.mean)];
      return {
        ...pair,
        points,
        spearman: estimate(resolved(spearman, [resolution, resolution]), x, y, options),
        pearson: estimate(resolved(pearson, [resolution, resolution]), x, y, options),
        id: mean(x),
        ood: mean(y),
        below: points.filter((point) => point.ood.mean < point.id.mean - resolution).length,
        negative: y.filter((value) => value < -resolution).length,
        line: differ(x, resolution) ? fitLine(x, y) : null,
      };
    });
}
