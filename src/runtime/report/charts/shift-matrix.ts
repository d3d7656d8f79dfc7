// The shift matrix: mean steerability for every training shift (rows) and test shift (columns).
import type { TopLevelSpec } from "vega-lite";
import { shiftMatrix as measured, type ShiftCell } from "../../evaluation/measures/index.js";
import { pluralise, minus, formatPercent, roundToSix } from "../words/format-number.js";
import { textWidth } from "../drawing/fonts.js";
import type { Source } from "../../results/chart.js";
import { describeStudy, type Study, levelOf, resamplingOf } from "../study/study.js";
import { drawable } from "../drawing/drawable.js";
import { diverging } from "../drawing/diverging-colours.js";
import { colours, figureOf, panelTitle, width, type Panel } from "../drawing/theme.js";

const mostCell = 92;
const cellHeight = 54;

function panel(study: Study, cells: readonly ShiftCell[], titled: boolean, largest: number): Panel {
  const tested = [...new Set(cells.map(({ test_shift }) => test_shift))];
  const trained = [...new Set(cells.map(({ train_shift }) => train_shift))];
  const names = Math.max(...trained.map((name) => textWidth(name, 11)));
  const cell = Math.min(mostCell, (width + 20 - names) / tested.length);
  const values = cells.map((one) => ({
    train: one.train_shift,
    test: one.test_shift,
    mean: roundToSix(one.mean),
    text: minus(one.mean.toFixed(2)),
    range: one.interval
      ? `${minus(one.interval.low.toFixed(2))} to ${minus(one.interval.high.toFixed(2))}`
      : "",
    below: one.negative > 0 ? `${formatPercent(one.negative)} below 0` : "",
    dark: Math.abs(one.mean) > 0.75 * largest,
  }));
  const x = {
    field: "test",
    type: "nominal",
    sort: tested,
    axis: {
      title: "tested under",
      orient: "top",
      labelAngle: 0,
      domain: false,
      ticks: false,
      labelLimit: cell,
    },
  } as const;
  const y = {
    field: "train",
    type: "nominal",
    sort: trained,
    axis: { title: "trained under", domain: false, ticks: false },
  } as const;
  const ink = {
    condition: { test: "datum.dark", value: "#FFFFFF" },
    value: colours.text,
  } as const;
  return {
    ...panelTitle(titled ? study.label : ""),
    width: cell * tested.length,
    height: cellHeight * trained.length,
    data: { values },
    layer: [
      {
        mark: { type: "rect", stroke: "#FFFFFF", strokeWidth: 2 },
        encoding: {
          x,
          y,
          color: {
            field: "mean",
            type: "quantitative",
            scale: { domain: [-largest, 0, largest], range: [...diverging] },
            legend: null,
          },
        },
      },
      {
        mark: { type: "text", fontSize: 12, dy: -12, fontWeight: "bold" },
        encoding: { x, y, text: { field: "text", type: "nominal" }, color: ink },
      },
      {
        mark: { type: "text", fontSize: 9.5, dy: 3 },
        encoding: { x, y, text: { field: "range", type: "nominal" }, color: ink },
      },
      {
        mark: { type: "text", fontSize: 9.5, dy: 16 },
        encoding: { x, y, text: { field: "below", type: "nominal" }, color: ink },
      },
    ],
  };
}

/** What the second line of a cell is; empty where no cell has one. */
function intervalWords(
  matrices: readonly { concepts: readonly string[]; cells: readonly { interval: unknown }[] }[],
  level: string,
): string {
  const some = matrices.find(({ cells }) => cells.some(({ interval }) => interval));
  if (!some) return "";
  return `its ${level} bootstrap interval over ${some.concepts.length > 1 ? "concepts" : "items"}, and `;
}

/** @throws E710 nothing measured, E711 a number that is not finite */
export function shiftMatrix(sources: readonly Source[]): TopLevelSpec {
  const studies = drawable(sources, "shift matrix");
  const resampling = resamplingOf(studies);
  const matrices = studies.map((study) => measured(study.lines, resampling, study.border.resolution));
  const largest = Math.max(...matrices.flatMap(({ cells }) => cells.map(({ mean }) => Math.abs(mean))));
  const left = matrices.reduce((total, { incomplete }) => total + incomplete.length, 0);
  const lines = [
    ...studies.flatMap((study, i) => [
      `${describeStudy(study, matrices[i]!.concepts)}.`,
      ...(study.note ? [study.note] : []),
    ]),
    `Number: mean over concepts of the mean steerability, in ${studies[0]!.unit} per unit multiplier; under it ${intervalWords(matrices, levelOf(studies))}the share of concepts below 0, where there are any. Blue: towards the concept; orange: against it.`,
    ...(left > 0 ? [`${pluralise(left, "concept")} left out: not measured under every pair of shifts.`] : []),
  ];
  return figureOf(
    { question: "Under which prompts does the vector keep its effect?", lines },
    studies.map((study, i) => panel(study, matrices[i]!.cells, studies.length > 1, largest)),
  );
}
