// What programs say about charts: the argument of chart().
import type { At } from "../errors/index.js";
import type { Source } from "../results/chart.js";
import type { ChartKind } from "./chart-kinds.js";

/** chart e as propensity curve */
export interface ChartSpec {
  /** Evaluations; where a kind can use them also published numbers and diagnoses. */
  readonly of: Source | readonly Source[];
  readonly as: ChartKind;
  readonly at?: At;
}
