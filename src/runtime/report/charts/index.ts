// The figures, by the name that a program uses for them. A new figure is one file and one line here.
import type { TopLevelSpec } from "vega-lite";
import type { Evaluation } from "../../evaluation/types.js";
import type { ChartKind } from "../types.js";
import { layerSweep } from "./layer-sweep.js";
import { propensityCurve } from "./propensity-curve.js";
import { steerabilityByItem } from "./steerability-by-item.js";

export const charts: Readonly<Record<ChartKind, (evaluation: Evaluation) => TopLevelSpec>> = {
  "propensity curve": propensityCurve,
  "steerability by item": steerabilityByItem,
  "layer sweep": layerSweep,
};
