// Do prompts that move the model apart also turn the vector? For every two shifts of one concept: cosine of the vectors that were
// extracted under them, against the distance of the unsteered propensities under them. Source: Tan et al. 2024, appendix.
import type { BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import type { ShiftCosine } from "../../results/diagnosis.js";
import type { Row } from "../../results/evaluation.js";
import { resolved, spearman } from "../../stats/correlation.js";
import { estimate, type Estimate } from "./generalisation.js";
import { defaultResampling } from "../../stats/intervals/paired-bootstrap.js";
import { usualResolution } from "../../stats/rounding.js";
import { shiftDistance, unsteeredOf } from "./unsteered.js";

export interface CosineByDistance {
  readonly points: readonly (ShiftCosine & { readonly distance: number })[];
  readonly spearman: Estimate;
}

/** Pairs of shifts that were not both measured at multiplier 0 are left out. */
export function cosineByDistance(
  cosines: readonly ShiftCosine[],
  rows: readonly Row[],
  options: BootstrapOptions = defaultResampling,
  resolution = usualResolution,
): CosineByDistance {
  const unsteered = unsteeredOf(rows);
  const points = cosines
    .map((one) => ({ ...one, distance: shiftDistance(unsteered, one.concept, one.a, one.b) }))
    .filter(({ distance }) => Number.isFinite(distance));
  const over = estimate(
    resolved(spearman, [resolution, 0]),
    points.map(({ distance }) => distance),
    points.map(({ cosine }) => cosine),
    options,
    points.map(({ concept }) => concept),
  );
  return { points, spearman: over };
}
