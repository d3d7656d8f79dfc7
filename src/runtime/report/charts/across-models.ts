// Across models: each concept's mean steerability in one model against that in another, in-distribution and under the shifts that
// both have. Source of the form: Tan et al. 2024, figure 6.
import type { TopLevelSpec } from "vega-lite";
import type { Line } from "../../results/line.js";
import { base, modelAgreement, pairsOf, type PairOfShifts } from "../../evaluation/measures/index.js";
import type { Source } from "../../results/chart.js";
import {
  correlation,
  describeStudy,
  intervalEnds,
  pairLabel,
  under,
  type Study,
  levelOf,
  resamplingOf,
} from "../study/study.js";
import { withGemma } from "../../paper/published-numbers.js";
import { drawable, lacking } from "../drawing/drawable.js";
import { chartKinds } from "../chart-kinds.js";
import { domainsOf, farthest, scatterPanel, type Point } from "../drawing/scatter.js";
import { figureOf, width } from "../drawing/theme.js";

const mostPanels = 6;

interface Comparison {
  readonly first: Study;
  readonly second: Study;
  readonly pair: PairOfShifts;
  readonly points: readonly Point[];
  readonly said: string;
}

/** The paper's out-of-distribution pair comes right after BASE on BASE. */
const order = (pair: PairOfShifts): number =>
  under(pair, base) ? 0 : pair.train_shift === "SYS_POS" && pair.test_shift === "USER_NEG" ? 1 : 2;

function comparisonsOf(studies: readonly Study[]): Comparison[] {
  return studies.flatMap((first, i) =>
    studies.slice(i + 1).flatMap((second) =>
      pairsOf(first.lines)
        .sort((a, b) => order(a) - order(b))
        .flatMap((pair) => {
          const of = (study: Study): readonly Line[] => study.lines.filter((line) => under(line, pair));
          const { points, spearman } = modelAgreement(of(first), of(second), resamplingOf(studies), [
            first.border.resolution,
            second.border.resolution,
          ]);
          if (points.length === 0) return [];
          const drawn = points.map((point) => ({
            x: point.first.mean,
            y: point.second.mean,
            name: point.concept,
            series: "",
            xEnds: intervalEnds(point.first),
            yEnds: intervalEnds(point.second),
          }));
          return [{ first, second, pair, points: drawn, said: correlation(spearman, points.length) }];
        }),
    ),
  );
}

/** What the paper says of a third model, whose single numbers it does not give. */
function gemmaWords(studies: readonly Study[]): string[] {
  const said = studies.flatMap(({ published }) => {
    const found = published && withGemma(published.name);
    return found ? [`${published.name} ${found.id} (OOD ${found.ood})`] : [];
  });
  return said.length > 0
    ? [`Gemma-2-2b-it, published as correlations over 38 sets only: ${said.join(", ")}.`]
    : [];
}

/** @throws E710 nothing measured, E711 a number that is not finite, E716 no two models with a concept in common */
export function acrossModels(sources: readonly Source[]): TopLevelSpec {
  const studies = drawable(sources, "across models");
  const all = comparisonsOf(studies);
  if (all.length === 0)
    lacking(sources, "across models", {
      needs: "evaluations of two models on the same concepts and shifts",
      remedy: 'Name one of each model; in TypeScript `published("Llama-2-7b-chat")` may be one of them.',
    });
  const shown = all.slice(0, mostPanels);
  const columns = shown.length === 1 ? 1 : 2;
  const wide = columns === 1 ? 360 : (width - 60) / 2;
  const lines = [
    ...studies.flatMap((study) => [
      `${describeStudy(study, [...new Set(study.lines.map(({ concept }) => concept))])}.`,
      ...(study.note ? [study.note] : []),
    ]),
    `Each point: one concept, with its intervals over items where they are known. Dashed: equal. Line: least squares. Behind correlations: ${levelOf(studies)} bootstrap interval over concepts. Different models have different scales: what counts is the order.`,
    ...gemmaWords(studies),
    ...(all.length > shown.length ? [`Shown: ${shown.length} of ${all.length} comparisons.`] : []),
  ];
  return figureOf(
    { question: chartKinds["across models"].asks, lines },
    shown.map(({ first, second, pair, points, said }) =>
      scatterPanel({
        points,
        names: [""],
        title: pairLabel(pair),
        subtitle: said,
        x: first.label,
        y: second.label,
        width: wide,
        height: wide,
        identity: true,
        domains: domainsOf(points, true),
        named: farthest(points),
      }),
    ),
    columns,
  );
}
