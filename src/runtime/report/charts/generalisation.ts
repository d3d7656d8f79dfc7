// Generalisation: each concept's mean steerability in-distribution (BASE on BASE) against that under another training or test
// shift. Source of the form: Tan et al. 2024, figure 5.
import type { TopLevelSpec } from "vega-lite";
import type { Line } from "../../results/line.js";
import { base, generalisation as measured, type Generalisation } from "../../evaluation/measures/index.js";
import { pluralise, formatPercent } from "../words/format-number.js";
import type { Source } from "../../results/chart.js";
import {
  correlation,
  describeStudy,
  intervalEnds,
  pairLabel,
  type Study,
  levelOf,
  resamplingOf,
} from "../study/study.js";
import { drawable, lacking } from "../drawing/drawable.js";
import { domainsOf, farthest, scatterPanel, type Point } from "../drawing/scatter.js";
import { figureOf, width } from "../drawing/theme.js";

/** The four pairs of the paper's figure come first where there are more than four. */
const shownFirst = ["BASE USER_NEG", "BASE USER_POS", "SYS_POS USER_NEG", "SYS_NEG USER_POS"];
const mostPanels = 4;

interface Drawn {
  readonly study: Study;
  readonly pairs: readonly Generalisation[];
}

const keyOf = ({ train_shift, test_shift }: Pick<Line, "train_shift" | "test_shift">) =>
  `${train_shift} ${test_shift}`;

const isLine = (a: Line, b: Line) =>
  a.concept === b.concept && a.vector === b.vector && keyOf(a) === keyOf(b);

function chosenPairs(all: readonly string[]): readonly string[] {
  if (all.length <= mostPanels) return all;
  const first = shownFirst.filter((pair) => all.includes(pair));
  return [...first, ...all.filter((pair) => !first.includes(pair))].slice(0, mostPanels);
}

const pointsOf = ({ study, pairs }: Drawn, key: string): Point[] =>
  pairs
    .filter((pair) => keyOf(pair) === key)
    .flatMap(({ points }) => points)
    .map(({ concept, id, ood }) => ({
      x: id.mean,
      y: ood.mean,
      name: concept,
      series: study.label,
      xEnds: intervalEnds(id),
      yEnds: intervalEnds(ood),
    }));

/** "Spearman 0.90 (0.77 to 0.96), n = 39, 28 below". */
function subtitle(drawn: readonly Drawn[], key: string): string[] {
  return drawn.flatMap(({ study, pairs }) => {
    const pair = pairs.find((one) => keyOf(one) === key);
    if (!pair) return [];
    const n = pair.points.length;
    return [
      ...(drawn.length > 1 ? [`${study.label}:`] : []),
      `${correlation(pair.spearman, n)}, ${pair.below} of ${n} below`,
    ];
  });
}

/** @throws E710 nothing measured, E711 a number that is not finite, E716 no second shift */
export function generalisation(sources: readonly Source[]): TopLevelSpec {
  const studies = drawable(sources, "generalisation");
  const resampling = resamplingOf(studies);
  const drawn = studies.map((study) => ({
    study,
    // A shift that changes nothing is no test of generalisation.
    pairs: measured(
      study.lines.filter((line) => !study.unchanged.some((one) => isLine(one, line))),
      resampling,
      base,
      study.border.resolution,
    ),
  }));
  const all = [
    ...new Set(drawn.flatMap(({ pairs }) => pairs.filter((one) => one.points.length > 0).map(keyOf))),
  ];
  if (all.length === 0)
    lacking(sources, "generalisation", {
      needs: "results under BASE and under another shift",
      remedy: "Write for example `tested under BASE, USER_NEG, USER_POS`.",
    });
  const shown = chosenPairs(all);
  const names = drawn.map(({ study }) => study.label);
  const points = shown.flatMap((key) => drawn.flatMap((one) => pointsOf(one, key)));
  const domains = domainsOf(points, true);
  const unit = drawn[0]!.study.unit;
  const columns = shown.length === 1 ? 1 : 2;
  const wide = columns === 1 ? 360 : (width - 40) / 2;
  const panels = shown.map((key, i) => {
    const own = drawn.flatMap((one) => pointsOf(one, key));
    const [train_shift = "", test_shift = ""] = key.split(" ");
    return scatterPanel({
      points: own,
      names,
      title: pairLabel({ train_shift, test_shift }),
      subtitle: subtitle(drawn, key),
      x: i + columns >= shown.length ? `steerability ${pairLabel(base)}` : "",
      y: i % columns === 0 ? ["steerability under the shifts", `(${unit} per unit multiplier)`] : "",
      width: wide,
      height: wide,
      identity: true,
      domains,
      named: farthest(own),
    });
  });
  const intervals = drawn.flatMap(({ study }) => study.lines.flatMap(({ interval }) => interval ?? []));
  const lines = [
    ...drawn.flatMap(({ study, pairs }) => {
      const concepts = [...new Set(pairs.flatMap((pair) => pair.points.map(({ concept }) => concept)))];
      return [`${describeStudy(study, concepts)}.`, ...(study.note ? [study.note] : [])];
    }),
    `Each point: one concept${
      intervals[0] ? `, with its ${formatPercent(intervals[0].level)} bootstrap intervals over items` : ""
    }. Dashed: no change; how many lie below it is stated. Line: least squares. Behind correlations: ${levelOf(studies)} bootstrap interval over concepts.`,
    ...(all.length > shown.length
      ? [`Shown: ${shown.length} of ${pluralise(all.length, "pair")} of shifts; a shift matrix shows all.`]
      : []),
  ];
  return figureOf({ question: "Does it survive a change of prompt?", lines }, panels, columns);
}
