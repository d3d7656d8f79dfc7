// Relative steerability: how well the vector of another training shift does beside the test shift's own, against how far the two
// shifts lie apart without steering. Source of the form: Tan et al. 2024, figure 7.
import type { TopLevelSpec } from "vega-lite";
import { publishedThreshold, relativeSteerability as measured } from "../../evaluation/measures/index.js";
import { pluralise } from "../words/format-number.js";
import type { Source } from "../../results/chart.js";
import { correlation, describeStudy, type Study, levelOf, resamplingOf } from "../study/study.js";
import { drawable, lacking } from "../drawing/drawable.js";
import { chartKinds } from "../chart-kinds.js";
import { scatterPanel } from "../drawing/scatter.js";
import { figureOf, width } from "../drawing/theme.js";

const own = "the shift's own vector";
const other = "the vector of another shift";

/** Which of the test shift's own vectors divide. */
const kept = (studies: readonly Study[]): string =>
  studies.every(({ analysis }) => analysis.relative === "own")
    ? "also where the latter hardly steers (`setting relative steerability = absolute` leaves those out)"
    : `only where the latter is above ${publishedThreshold}`;

/** @throws E710 nothing measured, E711 a number that is not finite, E716 fewer than two shifts on both sides */
export function relativeSteerability(sources: readonly Source[]): TopLevelSpec {
  const studies = drawable(sources, "relative steerability");
  const resampling = resamplingOf(studies);
  const drawn = studies
    .filter(({ published }) => !published)
    .map((study) => ({
      study,
      found: measured(study.lines, study.rows, study.analysis.relative, resampling, study.border.resolution),
    }))
    .filter(({ found }) => found.points.some((point) => point.train_shift !== point.test_shift));
  if (drawn.length === 0)
    lacking(sources, "relative steerability", {
      needs: `vectors trained and tested under the same two or more shifts, multiplier 0 among the multipliers, and a steerability above ${publishedThreshold}`,
      remedy: "Write for example `trained under BASE, SYS_POS` and `tested under BASE, SYS_POS`.",
    });
  const titled = drawn.length > 1;
  const panels = drawn.map(({ study, found }) =>
    scatterPanel({
      points: found.points.map(({ concept, train_shift, test_shift, distance, relative }) => ({
        x: distance,
        y: relative,
        name: `${concept}: ${train_shift} on ${test_shift}`,
        series: train_shift === test_shift ? own : other,
      })),
      names: [other, own],
      title: titled ? study.label : "",
      subtitle: [
        `without the own vectors: ${correlation(found.withoutDiagonal, found.points.filter((point) => point.train_shift !== point.test_shift).length)}`,
        `as published, with them: ${correlation(found.spearman, found.points.length)}`,
        ...(found.dropped > 0
          ? [
              `left out: ${pluralise(found.dropped, "pair")} whose own steerability is ${study.analysis.relative === "own" ? "0" : `at most ${publishedThreshold}`}`,
            ]
          : []),
      ],
      x: `distance of the shifts without steering (${study.unit})`,
      y: "relative steerability",
      width: titled ? (width - 60) / 2 : 440,
      height: 280,
    }),
  );
  const lines = [
    ...drawn.flatMap(({ study, found }) => [
      `${describeStudy(study, [...new Set(found.points.map(({ concept }) => concept))])}.`,
      ...(study.note ? [study.note] : []),
    ]),
    `Each point: one concept, training shift a and test shift b. Up: steerability of the vector from a over that of the vector from b, both tested under b; 1 is as good; ${kept(drawn.map(({ study }) => study))}. Across: mean over items of the change of propensity from a to b. Own vectors lie at (0, 1) by definition and say nothing. Behind correlations: ${levelOf(studies)} bootstrap interval over concepts.`,
  ];
  return figureOf({ question: chartKinds["relative steerability"].asks, lines }, panels, titled ? 2 : 1);
}
