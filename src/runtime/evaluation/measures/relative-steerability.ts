// How well the vector of another shift steers, beside the shift's own: y = s(v_a, D_b) / |s(v_b, D_b)|, for concepts and test
// shifts b with s(v_b, D_b) above 0.25; x = distance of the unsteered propensities under a and b. Source: Tan et al. 2024,
// section 6, as run (25 pairs for each concept, a = b among them at (0, 1), which anchors the correlation). By the paper's text
// y = s(v_a, D_b) / s(v_b, D_b), whatever the divisor.
import type { BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import type { Analysis } from "../../paper/types.js";
import type { Row } from "../../results/evaluation.js";
import { resolved, spearman } from "../../stats/correlation.js";
import { estimate, type Estimate } from "./generalisation.js";
import type { Line } from "../../results/line.js";
import { defaultResampling } from "../../stats/intervals/paired-bootstrap.js";
import { usualResolution } from "../../stats/rounding.js";
import { shiftDistance, unsteeredOf } from "./unsteered.js";

export interface RelativePoint {
  readonly concept: string;
  readonly train_shift: string;
  readonly test_shift: string;
  /** Distance between the shifts, in units of propensity. */
  readonly distance: number;
  readonly relative: number;
}

export interface RelativeSteerability {
  readonly points: readonly RelativePoint[];
  /** Concept x test shift whose own steerability cannot divide: their ratios are left out. */
  readonly dropped: number;
  /** Spearman of relative steerability and distance, interval over concepts: as published, and without a = b. */
  readonly spearman: Estimate;
  readonly withoutDiagonal: Estimate;
}

export const publishedThreshold = 0.25;

/** The divisor: the own steerability where it is not 0 within the resolution, or its absolute value where it is above the threshold. */
export type Divisor = Analysis["relative"];

/** Needs rows at multiplier 0 under both shifts of a pair; pairs without are left out. */
export function relativeSteerability(
  lines: readonly Line[],
  rows: readonly Row[],
  divisor: Divisor = "absolute above 0.25",
  options: BootstrapOptions = defaultResampling,
  resolution = usualResolution,
): RelativeSteerability {
  const unsteered = unsteeredOf(rows);
  const key = (concept: string, train: string, test: string) => JSON.stringify([concept, train, test]);
  const means = new Map(
    lines.map((line) => [key(line.concept, line.train_shift, line.test_shift), line.mean]),
  );
  const own = (line: Line) => means.get(key(line.concept, line.test_shift, line.test_shift));
  const divides = (mean: number) =>
    divisor === "own" ? Math.abs(mean) > resolution : mean > publishedThreshold;
  const kept = lines.filter((line) => divides(own(line) ?? 0));
  const points = kept
    .map(({ concept, train_shift, test_shift, mean }) => ({
      concept,
      train_shift,
      test_shift,
      distance: shiftDistance(unsteered, concept, train_shift, test_shift),
      // Above the threshold the absolute value is the value.
      relative: mean / means.get(key(concept, test_shift, test_shift))!,
    }))
    .filter(({ distance }) => Number.isFinite(distance));
  const over = (some: readonly RelativePoint[]) =>
    estimate(
      resolved(spearman, [resolution, 0]),
      some.map(({ distance }) => distance),
      some.map(({ relative }) => relative),
      options,
      some.map(({ concept }) => concept),
    );
  return {
    points,
    dropped: lines.filter((line) => line.train_shift === line.test_shift && !divides(line.mean)).length,
    spearman: over(points),
    withoutDiagonal: over(points.filter(({ train_shift, test_shift }) => train_shift !== test_shift)),
  };
}
