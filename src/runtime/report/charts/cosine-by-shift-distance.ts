// Cosine by shift distance: for every two training shifts of a concept, the cosine of their vectors against how far the shifts lie
// apart without steering. Needs a diagnosis of the vectors beside the evaluations. Source of the form: Tan et al. 2024, appendix.
import type { TopLevelSpec } from "vega-lite";
import { cosineByDistance } from "../../evaluation/measures/index.js";
import type { Source } from "../../results/chart.js";
import { correlation, describeStudy, isDiagnosis, levelOf, resamplingOf } from "../study/study.js";
import { drawable, lacking } from "../drawing/drawable.js";
import { chartKinds } from "../chart-kinds.js";
import { domainsOf, scatterPanel } from "../drawing/scatter.js";
import { figureOf } from "../drawing/theme.js";

/** @throws E710 nothing measured, E711 a number that is not finite, E716 no cosines or no distances */
export function cosineByShiftDistance(sources: readonly Source[]): TopLevelSpec {
  const [study] = drawable(sources, "cosine by shift distance");
  const cosines = sources
    .filter(isDiagnosis)
    .flatMap((one) => one.cosines)
    .filter(({ layer }) => layer === study?.layer);
  const found = study
    ? cosineByDistance(cosines, study.rows, resamplingOf([study]), study.border.resolution)
    : null;
  if (!study || !found || found.points.length === 0)
    return lacking(sources, "cosine by shift distance", {
      needs: "vectors from two or more shifts, diagnosed, and the same shifts tested at multiplier 0",
      remedy: "Give it `await diagnose({ … })` of the vectors as well, and test under their shifts.",
    });
  const points = found.points.map(({ concept, a, b, distance, cosine }) => ({
    x: distance,
    y: cosine,
    name: `${concept}: ${a}, ${b}`,
    series: "",
  }));
  const lines = [
    `${describeStudy(study, [...new Set(found.points.map(({ concept }) => concept))])}.`,
    ...(study.note ? [study.note] : []),
    `Each point: two training shifts of one concept. ${correlation(found.spearman, points.length)} pairs, with a ${levelOf([study])} bootstrap interval over concepts. Line: least squares.`,
  ];
  return figureOf({ question: chartKinds["cosine by shift distance"].asks, lines }, [
    scatterPanel({
      points,
      names: [""],
      title: "",
      x: `distance of the shifts without steering (${study.unit})`,
      y: "cosine of their vectors",
      width: 440,
      height: 280,
      domains: { x: domainsOf(points).x, y: [Math.min(-0.05, ...points.map(({ y }) => y - 0.05)), 1.05] },
    }),
  ]);
}
