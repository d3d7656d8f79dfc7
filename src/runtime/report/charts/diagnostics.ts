// Diagnostics: numbers that are known before any steering, each against the steerability that was then measured. Needs a diagnosis
// of the vectors beside the evaluations. Source: Braun et al. 2025 and the other follow-up work.
import type { TopLevelSpec } from "vega-lite";
import { resolved } from "../../stats/correlation.js";
import type { DiagnosisLine } from "../../results/diagnosis.js";
import { estimate, spearman } from "../../evaluation/measures/index.js";
import { pluralise } from "../words/format-number.js";
import type { Source } from "../../results/chart.js";
import {
  correlation,
  describeStudy,
  intervalEnds,
  isDiagnosis,
  levelOf,
  resamplingOf,
} from "../study/study.js";
import { drawable, lacking } from "../drawing/drawable.js";
import { chartKinds } from "../chart-kinds.js";
import { domainsOf, scatterPanel, type Point } from "../drawing/scatter.js";
import { figureOf, width } from "../drawing/theme.js";

/** Each diagnostic: its name on the axis, and its value. */
const diagnostics: readonly (readonly [name: string, value: (line: DiagnosisLine) => number | null])[] = [
  ["agreement of the pairs with the vector (cosine)", ({ agreement }) => agreement],
  ["discriminability d' of the test pairs", ({ heldOutDiscriminability }) => heldOutDiscriminability],
  ["norm of the vector / norm of the hidden state", ({ relativeNorm }) => relativeNorm],
  ["discriminability d' of the training pairs", ({ discriminability }) => discriminability],
  [
    "size of the cosine with the letter's direction",
    ({ letter }) => (letter === null ? null : Math.abs(letter)),
  ],
  ["size of the cosine with the direction of yes", ({ yes }) => (yes === null ? null : Math.abs(yes))],
  [
    "size of the cosine with the answers in the output",
    ({ output }) => (output === null ? null : Math.abs(output)),
  ],
];

/** @throws E710 nothing measured, E711 a number that is not finite, E716 no diagnosis of what was measured */
export function diagnosticsFigure(sources: readonly Source[]): TopLevelSpec {
  const [study] = drawable(sources, "diagnostics");
  const known = sources.filter(isDiagnosis).flatMap((one) => one.lines);
  const both = (study?.lines ?? []).flatMap((line) => {
    const own = known.find(
      (one) =>
        one.layer === line.layer &&
        one.train_shift === line.train_shift &&
        (one.vector === line.vector || `${one.vector} on ${one.concept}` === line.concept) &&
        line.train_shift === line.test_shift,
    );
    return own ? [{ line, own }] : [];
  });
  if (!study || both.length === 0)
    return lacking(sources, "diagnostics", {
      needs: "a diagnosis of the vectors that were measured",
      remedy: "Give it `await diagnose({ … })` of the vectors as well.",
    });
  const drawn = diagnostics.flatMap(([name, value]) => {
    const points = both.flatMap(({ line, own }): Point[] => {
      const x = value(own);
      return x === null || !Number.isFinite(x)
        ? []
        : [{ x, y: line.mean, name: line.concept, series: "", yEnds: intervalEnds(line) }];
    });
    return points.length > 0 ? [{ name, points }] : [];
  });
  const columns = 2;
  const panels = drawn.map(({ name, points }, i) => {
    const of = estimate(
      resolved(spearman, [0, study.border.resolution]),
      points.map(({ x }) => x),
      points.map(({ y }) => y),
      resamplingOf([study]),
      points.map(({ name }) => name),
    );
    return scatterPanel({
      points,
      names: [""],
      title: "",
      subtitle: correlation(of, points.length),
      x: name,
      y: i % columns === 0 ? ["steerability", `(${study.unit} per unit multiplier)`] : "",
      width: (width - 40) / 2,
      height: 150,
      domains: domainsOf(points),
    });
  });
  const lines = [
    `${describeStudy(study, [...new Set(both.map(({ line }) => line.concept))])}.`,
    ...(study.note ? [study.note] : []),
    `Each point: one concept under one shift, trained and tested alike (${pluralise(both.length, "point")}), with its bootstrap interval over items. Lines: least squares. Behind correlations: ${levelOf([study])} bootstrap interval over concepts.`,
  ];
  return figureOf({ question: chartKinds.diagnostics.asks, lines }, panels, columns);
}
