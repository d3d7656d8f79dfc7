// The drawings, by the name that a program uses for them. A new figure is one file, one line here and one in kinds.ts.
import type { TopLevelSpec } from "vega-lite";
import { fail } from "../../errors/index.js";
import type { Evaluation } from "../../results/evaluation.js";
import type { Source } from "../../results/chart.js";
import { isPublished } from "../study/study.js";
import { acrossModels } from "./across-models.js";
import { cosineByShiftDistance } from "./cosine-by-shift-distance.js";
import { diagnosticsFigure } from "./diagnostics.js";
import { fitError } from "./fit-error.js";
import { generalisation } from "./generalisation.js";
import { chartKinds, type ChartKind } from "../chart-kinds.js";
import { layerSweep } from "./layer-sweep.js";
import { meanAndVariance } from "./mean-and-variance.js";
import { multiplierRange } from "./multiplier-range.js";
import { propensityCurve } from "./propensity-curve.js";
import { relativeSteerability } from "./relative-steerability.js";
import { shiftMatrix } from "./shift-matrix.js";
import { spuriousFactors } from "./spurious-factors.js";
import { steerabilityByItem } from "./steerability-by-item.js";
import { varianceExplained } from "./variance-explained.js";
import { variance } from "./variance.js";

type Draw = (of: readonly Source[]) => TopLevelSpec;

/** A drawing of exactly one evaluation. @throws E715 for anything else */
const single =
  (kind: ChartKind, draw: (evaluation: Evaluation) => TopLevelSpec): Draw =>
  (of) => {
    const [first] = of;
    if (first?.kind !== "evaluation" || of.length > 1)
      return fail("E715", {
        chart: kind,
        takes: chartKinds[kind].takes,
        given: of.map(({ name }) => name).join(", "),
      });
    return draw(first);
  };

export const charts: Readonly<Record<ChartKind, Draw>> = {
  "propensity curve": (of) => {
    const own = of.filter((source) => !isPublished(source));
    const draw = (evaluation: Evaluation) => propensityCurve(evaluation, of.filter(isPublished));
    return single("propensity curve", draw)(own.length === 1 ? own : of);
  },
  "steerability by item": single("steerability by item", steerabilityByItem),
  "layer sweep": single("layer sweep", layerSweep),
  variance,
  "spurious factors": spuriousFactors,
  "variance explained": varianceExplained,
  generalisation,
  "shift matrix": shiftMatrix,
  "across models": acrossModels,
  "relative steerability": relativeSteerability,
  "cosine by shift distance": cosineByShiftDistance,
  "multiplier range": multiplierRange,
  "fit error": fitError,
  "mean and variance": meanAndVariance,
  diagnostics: diagnosticsFigure,
};
