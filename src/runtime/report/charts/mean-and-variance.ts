// Mean and variance: each concept's mean steerability against its variance over items, a colour for each pair of shifts. Source of
// the form: Tan et al. 2024, appendix.
import type { TopLevelSpec } from "vega-lite";
import type { BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { meanVariance, pairsOf, type MeanVariance } from "../../evaluation/measures/index.js";
import type { Source } from "../../results/chart.js";
import {
  correlation,
  correlationAlone,
  describeStudy,
  pairLabel,
  type Study,
  levelOf,
  resamplingOf,
} from "../study/study.js";
import { drawable } from "../drawing/drawable.js";
import { chartKinds } from "../chart-kinds.js";
import { scatterPanel, type Point } from "../drawing/scatter.js";
import { figureOf, width } from "../drawing/theme.js";

const mostPairs = 5;

/** Of too few concepts none, else the number that the heading announces. */
const correlationOf = ({ points, spearman }: MeanVariance): string =>
  points.length < 4 ? correlation(spearman, points.length) : correlationAlone(spearman);

function panelOf(
  study: Study,
  {
    titled,
    wide,
    first,
    names,
    resampling,
  }: {
    titled: boolean;
    wide: number;
    first: boolean;
    names: readonly string[];
    resampling: BootstrapOptions;
  },
) {
  const pairs = meanVariance(study.lines, resampling, study.border.resolution).slice(0, mostPairs);
  const points = pairs.flatMap((pair) =>
    pair.points
      .filter(({ variance }) => Number.isFinite(variance))
      .map(({ concept, mean, variance }): Point => ({
        x: mean,
        y: variance,
        name: concept,
        series: pairLabel(pair),
      })),
  );
  return scatterPanel({
    points,
    names,
    title: titled ? study.label : "",
    subtitle: pairs.map((pair) => `${pairLabel(pair)}: ${correlationOf(pair)}`),
    x: `mean steerability (${study.unit} per unit multiplier)`,
    y: first ? ["variance over items", "(the same, squared)"] : "",
    width: wide,
    height: 260,
  });
}

/** @throws E710 nothing measured, E711 a number that is not finite */
export function meanAndVariance(sources: readonly Source[]): TopLevelSpec {
  const studies = drawable(sources, "mean and variance");
  const titled = studies.length > 1;
  const names = [
    ...new Set(studies.flatMap(({ lines }) => pairsOf(lines).slice(0, mostPairs).map(pairLabel))),
  ];
  const lines = [
    ...studies.flatMap((study) => [
      `${describeStudy(study, [...new Set(study.lines.map(({ concept }) => concept))])}.`,
      ...(study.note ? [study.note] : []),
    ]),
    `Each point: one concept. Lines: least squares. Over each panel: Spearman correlations with their ${levelOf(studies)} bootstrap intervals over concepts.`,
  ];
  return figureOf(
    { question: chartKinds["mean and variance"].asks, lines },
    studies.map((study, i) =>
      panelOf(study, {
        titled,
        wide: titled ? (width - 60) / 2 : 420,
        first: i % 2 === 0,
        names,
        resampling: resamplingOf(studies),
      }),
    ),
    titled ? 2 : 1,
  );
}
