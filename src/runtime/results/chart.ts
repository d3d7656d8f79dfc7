// Charts and frames made from finished rows.

import type { Diagnosis } from "./diagnosis.js";
import type { Evaluation } from "./evaluation.js";
import type { Published } from "./published.js";

/** What charts are drawn of. */
export type Source = Evaluation | Published | Diagnosis;

/** A Vega-Lite specification. Its own types are over ten thousand lines, which every notebook session would have to read. */
export type Specification = object;

/** A chart: a Vega-Lite specification with its data inside, and its pictures. */
export interface Chart {
  readonly kind: "chart";
  readonly name: string; // file stem, e.g. "curve.propensity-curve"
  readonly title: string;
  /** Names of what it shows. */
  readonly of: readonly string[];
  readonly spec: Specification;
  svg(): Promise<string>;
  /** PNG, 1.5 pixels for each unit of the specification. */
  png(): Promise<Uint8Array>;
}

// report/index.ts exports: chart(spec: ChartSpec): Promise<Chart> (makes it and gives it to the session's sink);
//   frames: rowsFrame(e), itemsFrame(e), summaryFrame(e) (danfo DataFrames, danfo loaded lazily)
