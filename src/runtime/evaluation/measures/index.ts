// Measures: what is computed from finished evaluations, one file each. Pure functions; the same rows give the same numbers.

// One list of numbers, two lists of numbers
export { differ, usualResolution } from "../../stats/rounding.js";
export { moments, kurtosis, variance, type Moments } from "../../stats/moments.js";
export { pearson, spearman, ranks } from "../../stats/correlation.js";
export { bootstrapOver, defaultResampling } from "../../stats/intervals/paired-bootstrap.js";
export { pairedDifference, type PairedDifference } from "./paired-difference.js";
export { residualsAfter } from "../../stats/regression.js";

// Items of one condition
export { varianceExplained, type Factored, type VarianceExplained } from "./variance-explained.js";
export { factorGroups, asPublished, type FactorGroup } from "./spurious-factors.js";
export { fitError, type FitError } from "./fit-error.js";

// Rows of one condition
export { curvesOf, type Curves } from "./curves.js";
export { curvature, fitParabola, type Curvature, type Parabola } from "./curvature.js";
export { multiplierRange, publishedRanges, type RangeLine } from "./multiplier-range.js";

// Summaries over concepts and shifts
export type { Line } from "../../results/line.js";
export {
  base,
  estimate,
  generalisation,
  pairsOf,
  type Estimate,
  type Generalisation,
  type GeneralisationPoint,
  type PairOfShifts,
} from "./generalisation.js";
export { shiftMatrix, type ShiftCell, type ShiftMatrix } from "./shift-matrix.js";
export {
  publishedThreshold,
  relativeSteerability,
  type RelativePoint,
  type RelativeSteerability,
} from "./relative-steerability.js";
export { shiftDistance, unsteeredOf, type Unsteered } from "./unsteered.js";
export { modelAgreement, type ModelAgreement } from "./model-agreement.js";
export { meanVariance, type MeanVariance } from "./mean-variance.js";

// Vectors and activations
export { cosine, directionalAgreement, pairwiseAgreement } from "./directional-agreement.js";
export { discriminability, projections } from "./discriminability.js";
export { answerCosine } from "./top-tokens.js";
export { farthestTokens } from "./top-tokens.js";
export { lensScores } from "./top-tokens.js";
export { throughNorm } from "./top-tokens.js";
export type { Scored } from "./top-tokens.js";
export { factorDirection, type Factor } from "./factor-direction.js";
export type { ShiftCosine } from "../../results/diagnosis.js";
export { cosineByDistance, type CosineByDistance } from "./vector-cosine.js";
