// Fit error: how far each item's propensity curve is from its line, against the slope of that line; one panel for each concept.
// Source of the form: Tan et al. 2024, rebuttal.
import type { TopLevelSpec } from "vega-lite";
import { falling } from "../../stats/rounding.js";
import { curvature, fitError as errorOf, type FitError } from "../../evaluation/measures/index.js";
import { median } from "../../stats/descriptive.js";
import { pluralise, drawn as number, formatInterval, minus } from "../words/format-number.js";
import type { Source } from "../../results/chart.js";
import { describeStudy, inDistribution, under, type Study, levelOf, resamplingOf } from "../study/study.js";
import { className, classNames } from "../drawing/class-colours.js";
import { drawable } from "../drawing/drawable.js";
import { chartKinds } from "../chart-kinds.js";
import { domainsOf, scatterPanel, type Point } from "../drawing/scatter.js";
import { figureOf, width } from "../drawing/theme.js";

const mostPanels = 12;

interface Cloud {
  readonly study: Study;
  readonly title: string;
  readonly points: readonly Point[];
  readonly said: readonly string[];
}

/** Seven multipliers, as they were run. */
const publishedMultipliers = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];

/** Items whose fit was printed, one panel for each concept. */
const publishedClouds = (study: Study, error: keyof FitError): Cloud[] => {
  const printed = study.published?.items ?? [];
  return [...new Set(printed.map(({ concept }) => concept))].map((concept) => {
    const points = printed
      .filter((item) => item.concept === concept)
      .map((item) => ({
        x: item.slope,
        y: errorOf(item, publishedMultipliers)[error],
        name: `item ${item.item}`,
        series: className(item.slope, study.border),
      }));
    const middle = number(median(points.map(({ y }) => y)));
    return {
      study,
      title: concept,
      points,
      said: [`n = ${points.length}, median error ${middle}`],
    };
  });
};

function cloudsOf(study: Study, error: keyof FitError): Cloud[] {
  if (study.published) return publishedClouds(study, error);
  return inDistribution(study.lines).flatMap((line) => {
    const rows = study.rows.filter((row) => row.concept === line.concept && under(row, line));
    const multipliers = [...new Set(rows.map(({ multiplier }) => multiplier))];
    const items = study.items.filter((item) => item.concept === line.concept && under(item, line));
    if (items.length === 0 || multipliers.length < 3) return [];
    const points = items.map((item) => ({
      x: item.slope,
      y: errorOf(item, multipliers)[error],
      name: `item ${item.item}`,
      series: className(item.slope, study.border),
    }));
    const bend = curvature(rows, resamplingOf([study]), study.border.resolution);
    const bent = bend
      ? formatInterval(bend.quadratic, bend.interval.low, bend.interval.high).map(minus)
      : null;
    return [
      {
        study,
        title: line.concept,
        points,
        said: [
          `n = ${items.length}, median error ${number(median(points.map(({ y }) => y)))}`,
          ...(bent ? [`bend ${bent[0]} (${bent[1]} to ${bent[2]})`] : []),
        ],
      },
    ];
  });
}

/** @throws E710 nothing measured, E711 a number that is not finite */
export function fitError(sources: readonly Source[]): TopLevelSpec {
  const studies = drawable(sources, "fit error").filter(
    ({ published }) => !published || published.items.length > 0,
  );
  const summed = studies.some(({ published, analysis }) => !published && analysis.fitError === "sum");
  const all = studies.flatMap((study) => cloudsOf(study, summed ? "published" : "rmse"));
  const mean = ({ points }: Cloud) => points.reduce((total, { x }) => total + x, 0) / points.length;
  const classes = new Set(all.flatMap(({ points }) => points.map(({ series }) => series)));
  const step = Math.max(...studies.map(({ border }) => border.resolution));
  const shown = [...all].sort(falling(mean, step, ({ title }) => title)).slice(0, mostPanels);
  const columns = Math.min(3, shown.length);
  const domains = domainsOf(shown.flatMap(({ points }) => points));
  const unit = studies[0]?.unit ?? "logits";
  const wide = columns === 1 ? 440 : (width - 30 * (columns - 1)) / columns;
  const panels = shown.map(({ study, title, points, said }, i) =>
    scatterPanel({
      points,
      names: classNames.filter((name, i) => i < 2 || classes.has(name)),
      title,
      subtitle: studies.length > 1 ? [study.label, ...said] : said,
      x: i + columns >= shown.length ? `steerability (${unit} per unit)` : "",
      y: i % columns === 0 ? [`error of the line`, `(${unit})`] : "",
      width: wide,
      height: columns === 1 ? 260 : 130,
      fitted: false,
      domains: { x: domains.x, y: [0, domains.y[1]] },
    }),
  );
  const lines = [
    ...studies.flatMap((study) => [
      study.published
        ? `${study.label} · layer ${study.layer} · the ${study.published.items.length} items whose fit was printed.`
        : `${describeStudy(study, [...new Set(inDistribution(study.lines).map(({ concept }) => concept))])}.`,
      ...(study.note ? [study.note] : []),
    ]),
    `Each point: one item. Error: ${summed ? "as published, root of the sum (not the mean) of the squared" : "root of the mean squared"} distance of its propensities from its line. Bend: mean quadratic term in ${unit} per squared multiplier, with its ${levelOf(studies)} bootstrap interval over items; 0 is a line.`,
    ...(all.length > shown.length
      ? [`Shown: the ${shown.length} steepest of ${pluralise(all.length, "concept")}.`]
      : []),
  ];
  return figureOf({ question: chartKinds["fit error"].asks, lines }, panels, columns);
}
