// The drawings, by the name that a program uses for them. A new figure is one file, one line here and one in kinds.ts.
import type { TopLevelSpec } from "vega-lite";
import { fail } from "../../errors/index.js";
import type { Evaluation } from "../../evaluation/types.js";
import { chartKinds, type ChartKind } from "./kinds.js";
import { layerSweep } from "./layer-sweep.js";
import { propensityCurve } from "./propensity-curve.js";
import { steerabilityByItem } from "./steerability-by-item.js";

type Draw = (of: readonly Evaluation[]) => TopLevelSpec;

/** A drawing of exactly one evaluation. @throws E715 for several */
const single =
  (kind: ChartKind, draw: (evaluation: Evaluation) => TopLevelSpec): Draw =>
  ([first, ...more]) => {
    if (!first || more.length > 0)
      return fail("E715", {
        chart: kind,
        takes: chartKinds[kind].takes,
        given: more.length + (first ? 1 : 0),
      });
    return draw(first);
  };

export const charts: Readonly<Record<ChartKind, Draw>> = {
  "propensity curve": single("propensity curve", propensityCurve),
  "steerability by item": single("steerability by item", steerabilityByItem),
  "layer sweep": single("layer sweep", layerSweep),
};
