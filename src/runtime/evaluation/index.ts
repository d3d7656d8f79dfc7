// Evaluations: propensity, steerability, spread, intervals, chance, receipts.
export { bootstrapMean, type BootstrapOptions } from "./bootstrap.js";
export { fitLine, type Fit } from "./fit.js";
export { drift, type DriftLine, type DriftSpec } from "./drifts.js";
export { logitLens, type LensLine, type LensSpec, type LensToken } from "./lens.js";
export { measure } from "./measure.js";
export { namesOf } from "./pairings.js";
export { planMeasure } from "./plan.js";
export { mean, median, quantile, sd } from "./statistics.js";
