// Variance: how the items of each concept are steered (violins, and points where items are few), and the share of items that
// are anti-steerable. Source of the form: Tan et al. 2024, figures 1 and 18.
import type { TopLevelSpec } from "vega-lite";
import { falling } from "../../stats/rounding.js";
import type { Line } from "../../results/line.js";
import { mean, median, quantile } from "../../stats/descriptive.js";
import type { Border } from "../../evaluation/execution/steering-class.js";
import type { Item } from "../../results/evaluation.js";
import { asCounted, multipliersOf, notesOf, sycophancyPooled } from "../study/as-published.js";
import { formatPercent, roundToSix } from "../words/format-number.js";
import type { Source } from "../../results/chart.js";
import { describeStudy, inDistribution, under, type Study } from "../study/study.js";
import { outline, roomBeside, rowLines, zeroLine } from "../drawing/concept-rows.js";
import { className, classColours } from "../drawing/class-colours.js";
import { drawable } from "../drawing/drawable.js";
import { colours, figureOf, panelTitle, type Layer, type Panel } from "../drawing/theme.js";

/** Items up to which each one is drawn as a point, and up to which no outline is drawn around them. */
const mostPoints = 80;
const fewItems = 20;
const shareWidth = 110;

interface Row {
  readonly row: number;
  readonly line: Line;
  readonly slopes: readonly number[];
  /** The slopes as often as the outline counts them. */
  readonly counted: readonly number[];
}

const slope = { field: "slope", type: "quantitative" } as const;
const row = { field: "row", type: "quantitative" } as const;

/** Concepts in-distribution, the steepest on top. */
function rowsOf(study: Study): Row[] {
  const { lines, items } = study;
  const multipliers = multipliersOf(study);
  const shown = inDistribution(lines);
  const own = (line: Line) =>
    items
      .filter((item: Item) => item.concept === line.concept && under(item, line))
      .map((item) => item.slope);
  const height = (line: Line) => line.median ?? line.mean;
  return [...shown]
    .sort(falling(height, study.border.resolution, ({ concept }) => concept))
    .map((line, i) => {
      const slopes = own(line);
      return { row: i, line, slopes, counted: asCounted(study, slopes, multipliers) };
    });
}

function violins(rows: readonly Row[], { resolution }: Border): Layer[] {
  const half = (side: (at: number) => boolean, color: string): Layer => ({
    data: {
      values: rows
        .filter(({ slopes }) => slopes.length > fewItems)
        .flatMap(({ row, counted }) => {
          const points = outline(counted, spreadWithin(counted, resolution));
          const highest = Math.max(...points.map(({ density }) => density));
          return atZero(points)
            .filter(({ at }) => side(at))
            .map(({ at, density }) => ({
              row,
              slope: at,
              top: roundToSix(row - (0.44 * density) / highest),
              bottom: roundToSix(row + (0.44 * density) / highest),
            }));
        }),
    },
    mark: { type: "area", color, opacity: 0.45, orient: "vertical" },
    encoding: {
      x: slope,
      y: { field: "top", type: "quantitative" },
      y2: { field: "bottom" },
      detail: { field: "row", type: "nominal" },
    },
  });
  return [half((at) => at >= 0, colours.vector), half((at) => at <= 0, colours.against)];
}

/**
 * Spread of the slopes as their neighbours show it, in standard deviations of a normal distribution: half of the items have the one an
 * eighth of all items further within this. Two clusters keep a gap, and no item decides by the side of 0 on which it lies.
 */
function spreadWithin(slopes: readonly number[], resolution: number): number {
  const ordered = [...slopes].sort((a, b) => a - b);
  const lag = Math.max(1, Math.round(ordered.length / 8));
  const steps = ordered.slice(lag).map((slope, i) => slope - ordered[i]!);
  // Of a normal distribution the middle one of these steps is 3 lag / n standard deviations.
  return Math.max(resolution, median(steps) / ((3 * lag) / ordered.length));
}

/** The outline with a point at 0, where its colour changes. */
function atZero(points: readonly { at: number; density: number }[]) {
  return points.flatMap((point, i) => {
    const before = points[i - 1];
    if (!before || before.at >= 0 || point.at <= 0) return [point];
    const part = -before.at / (point.at - before.at);
    return [{ at: 0, density: before.density + part * (point.density - before.density) }, point];
  });
}

/** Each item as a point; within its row by turns above and below the middle, so that few of them hide others. */
const points = (rows: readonly Row[], border: Border): Layer => ({
  data: {
    values: rows
      .filter(({ slopes }) => slopes.length <= mostPoints)
      .flatMap(({ row, slopes }) =>
        [...slopes]
          .sort((a, b) => a - b)
          .map((value, i) => ({
            row: roundToSix(row + [0, -0.2, 0.2, -0.1, 0.1][i % 5]!),
            slope: roundToSix(value),
            group: className(value, border),
          })),
      ),
  },
  mark: { type: "point", filled: true, size: 14, opacity: 0.75 },
  encoding: {
    x: slope,
    y: row,
    color: {
      field: "group",
      type: "nominal",
      scale: classColours,
      legend: null,
    },
  },
});

/** Middle half and median of many items; mean and standard deviation where the items are not known. */
function middles(rows: readonly Row[]): Layer[] {
  const values = rows.flatMap(({ row, line, slopes }) => {
    if (slopes.length > fewItems)
      return [
        {
          row,
          low: roundToSix(quantile(slopes, 0.25)),
          high: roundToSix(quantile(slopes, 0.75)),
          slope: roundToSix(quantile(slopes, 0.5)),
        },
      ];
    if (slopes.length > 0) return [];
    return [
      {
        row,
        low: roundToSix(line.mean - line.sd),
        high: roundToSix(line.mean + line.sd),
        slope: roundToSix(line.mean),
      },
    ];
  });
  return [
    {
      data: { values },
      mark: { type: "rule", color: colours.text, strokeWidth: 2.5 },
      encoding: { x: { field: "low", type: "quantitative" }, x2: { field: "high" }, y: row },
    },
    {
      data: { values },
      mark: {
        type: "point",
        filled: true,
        fill: "#FFFFFF",
        stroke: colours.text,
        strokeWidth: 1,
        size: 26,
        opacity: 1,
      },
      encoding: { x: slope, y: row },
    },
    {
      data: {
        values: rows
          .filter(({ slopes }) => slopes.length > 0 && slopes.length <= fewItems)
          .map(({ row, slopes }) => ({
            top: row - 0.38,
            bottom: row + 0.38,
            slope: roundToSix(mean(slopes)),
          })),
      },
      mark: { type: "rule", color: colours.text, strokeWidth: 2 },
      encoding: { x: slope, y: { field: "top", type: "quantitative" }, y2: { field: "bottom" } },
    },
  ];
}

function shares(rows: readonly Row[], height: number, titled: string): Panel {
  const values = rows.flatMap(({ row, line: { antiSteerable: share, n } }) =>
    share === null
      ? []
      : [
          {
            top: row - 0.36,
            bottom: row + 0.36,
            row,
            share: roundToSix(share),
            zero: 0,
            text: `${formatPercent(share)} of ${n}`,
          },
        ],
  );
  const most = Math.max(0.5, ...values.map(({ share }) => share));
  const x = {
    field: "share",
    type: "quantitative" as const,
    scale: { domain: [0, most * 1.9], nice: false },
    axis: {
      title: "anti-steerable items",
      format: "%",
      values: [0, 0.25, 0.5, 0.75, 1].filter((at) => at <= most),
      grid: false,
    },
  };
  const names = rows.map(({ line }) => line.concept);
  return {
    ...panelTitle(titled),
    width: shareWidth,
    height,
    layer: [
      rowLines(names, false),
      {
        data: { values },
        mark: { type: "rect", color: colours.against },
        encoding: {
          x,
          x2: { field: "zero" },
          y: { field: "top", type: "quantitative" },
          y2: { field: "bottom" },
        },
      },
      {
        data: { values },
        mark: { type: "text", align: "left", dx: 4, fontSize: 10, color: colours.text },
        encoding: {
          x: { field: "share", type: "quantitative" },
          y: row,
          text: { field: "text", type: "nominal" },
        },
      },
    ],
  };
}

function panels(study: Study, { titled, room }: { titled: boolean; room: number }): Panel[] {
  const rows = rowsOf(study);
  const names = rows.map(({ line }) => line.concept);
  const height = Math.max(90, rows.length * (rows.length > 20 ? 15 : rows.length > 8 ? 22 : 34));
  const title = `steerability (${study.unit} per unit multiplier)`;
  const left: Panel = {
    ...panelTitle(titled ? study.label : ""),
    width: room - shareWidth - 24,
    height,
    layer: [
      rowLines(names),
      zeroLine(title),
      ...violins(rows, study.border),
      points(rows, study.border),
      ...middles(rows),
    ],
  };
  return [left, shares(rows, height, titled ? " " : "")];
}

/** @throws E710 nothing measured, E711 a number that is not finite */
export function variance(sources: readonly Source[]): TopLevelSpec {
  const studies = drawable(sources, "variance").map(sycophancyPooled);
  const room = roomBeside(
    studies.flatMap(({ lines }) => inDistribution(lines).map(({ concept }) => concept)),
  );
  const measured = studies.filter(({ published }) => !published);
  const lines = [
    ...studies.flatMap((study) => [
      `${describeStudy(
        study,
        rowsOf(study).map(({ line }) => line.concept),
      )}.`,
      ...(study.note ? [study.note] : []),
    ]),
    ...(measured.length > 0
      ? [
          `Outline: density of the items, as high as its row; bar: middle half; ring: median. Up to ${mostPoints} items: each a point; up to ${fewItems}: no outline, line at the mean. Orange: below 0; orange points: anti-steerable.`,
        ]
      : []),
    ...notesOf(studies, ["counted", "pooled"]),
    ...(measured.length < studies.length
      ? ["Published: mean with one standard deviation to each side; the items themselves were not published."]
      : []),
  ];
  return figureOf(
    { question: "Does it work on every item?", lines },
    studies.flatMap((study) => panels(study, { titled: studies.length > 1, room })),
    2,
  );
}
