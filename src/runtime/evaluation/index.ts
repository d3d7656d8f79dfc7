// Evaluations: propensity, steerability, spread, intervals, chance, receipts.
export { bootstrapMean, type BootstrapOptions } from "../stats/intervals/bootstrap.js";
export { fitLine, type Fit } from "../stats/line-fit.js";
export { measure } from "./measure.js";
export { namesOf } from "./design/pairings.js";
export { planMeasure } from "./evaluation-plan.js";
export { mean, median, quantile, sd } from "../stats/descriptive.js";
