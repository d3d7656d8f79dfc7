// The propensity curve: mean propensity at each multiplier with its bootstrap interval, and faint lines for single items.
import type { TopLevelSpec } from "vega-lite";
import { fail } from "../../errors/index.js";
import type { Evaluation, Summary } from "../../evaluation/types.js";
import { partsOf, type Part } from "../conditions.js";
import { curveOf, meanCurve, type Curve, type CurvePoint } from "../curve.js";
import { percent, six } from "../numbers.js";
import { chance, effect, effectInShort, resisting, setting, unitOf } from "../sentences.js";
import { chosen, colours, figureOf, panelTitle, width, type Layer, type Panel } from "./theme.js";

const mostLines = 60;
const fewItems = 12;

interface Drawn {
  readonly part: Part;
  readonly curve: Curve;
  readonly points: readonly CurvePoint[];
}

/** Up to `most` items, evenly spaced in the order of their slopes, so that the extremes are among them. */
export function sample(part: Part, curve: Curve, most: number): number[] {
  const slopes = new Map(part.items.map((item) => [item.item, item.slope]));
  const order = curve.items
    .map((item, index) => ({ index, slope: slopes.get(item) ?? 0 }))
    .sort((a, b) => a.slope - b.slope)
    .map(({ index }) => index);
  if (order.length <= most) return order.sort((a, b) => a - b);
  const picked = Array.from(
    { length: most },
    (_, i) => order[Math.round((i * (order.length - 1)) / (most - 1))] ?? 0,
  );
  return picked.sort((a, b) => a - b);
}

function itemLayers({ part, curve }: Drawn): Layer[] {
  const values = sample(part, curve, mostLines).flatMap((index) =>
    curve.multipliers.map((multiplier, j) => ({
      item: curve.items[index] ?? 0,
      multiplier,
      propensity: six(curve.propensities[index]?.[j] ?? 0),
    })),
  );
  const few = curve.items.length <= fewItems;
  return [
    {
      data: { values },
      mark: {
        type: "line",
        stroke: colours.chance,
        strokeWidth: few ? 1.2 : 0.8,
        opacity: few ? 0.7 : 0.35,
        ...(few ? { point: { color: colours.chance, size: 14, opacity: 0.9 } } : {}),
      },
      encoding: {
        x: { field: "multiplier", type: "quantitative" },
        y: { field: "propensity", type: "quantitative" },
        detail: { field: "item", type: "nominal" },
        tooltip: [
          { field: "item", type: "quantitative", title: "item" },
          { field: "multiplier", type: "quantitative" },
          { field: "propensity", type: "quantitative", format: ".3~g" },
        ],
      },
    },
  ];
}

function meanLayers(points: readonly CurvePoint[]): Layer[] {
  const values = points.map(({ multiplier, mean, low, high }) => ({
    multiplier: six(multiplier),
    mean: six(mean),
    low: six(low),
    high: six(high),
  }));
  const x = { field: "multiplier", type: "quantitative" } as const;
  const tooltip = ["multiplier", "mean", "low", "high"].map(
    (field) => ({ field, type: "quantitative", format: ".3~g" }) as const,
  );
  return [
    {
      data: { values },
      mark: { type: "area", color: colours.vector, opacity: 0.25 },
      encoding: { x, y: { field: "low", type: "quantitative" }, y2: { field: "high" } },
    },
    {
      data: { values },
      mark: {
        type: "line",
        color: colours.vector,
        strokeWidth: 2.5,
        point: { color: colours.vector, size: 45, filled: true, opacity: 1 },
      },
      encoding: { x, y: { field: "mean", type: "quantitative" }, tooltip },
    },
  ];
}

interface Frame {
  readonly titled: boolean;
  readonly wide: number;
  readonly tall: number;
  readonly xTitle: boolean;
  readonly yTitle: boolean;
  readonly unit: string;
  readonly xs: readonly [number, number];
  readonly ys: readonly [number, number];
  readonly ticks: readonly number[];
}

const zeroRule: Extract<Layer, { mark: unknown }>["mark"] = {
  type: "rule",
  color: "#777777",
  strokeWidth: 1,
  strokeDash: [4, 3],
};

/** Zero lines; they carry the axes of the panel. */
const zeroLayers = (frame: Frame): Layer[] => [
  {
    data: { values: [{ zero: 0 }] },
    mark: zeroRule,
    encoding: {
      y: {
        field: "zero",
        type: "quantitative",
        scale: { domain: [...frame.ys], nice: true },
        axis: { title: frame.yTitle ? `propensity (${frame.unit})` : null, tickCount: 6 },
      },
    },
  },
  {
    data: { values: [{ zero: 0 }] },
    mark: zeroRule,
    encoding: {
      x: {
        field: "zero",
        type: "quantitative",
        scale: { domain: [...frame.xs], nice: false },
        axis: {
          title: frame.xTitle ? "multiplier (0: not steered)" : null,
          values: [...frame.ticks],
          format: ".4~g",
          grid: false,
          labelFlush: false,
          labelOverlap: false,
        },
      },
    },
  },
];

const panel = (drawn: Drawn, frame: Frame): Panel => ({
  width: frame.wide,
  height: frame.tall,
  ...(frame.titled ? panelTitle(drawn.part.label, effectInShort(drawn.part.summary)) : {}),
  layer: [...zeroLayers(frame), ...itemLayers(drawn), ...meanLayers(drawn.points)],
});

const span = (values: readonly number[]): readonly [number, number] => [
  Math.min(...values),
  Math.max(...values),
];

/** @throws E710 no rows, E711 not finite, E712 missing multiplier, E713 only one multiplier */
export function propensityCurve(evaluation: Evaluation): TopLevelSpec {
  const all = partsOf(evaluation);
  const { shown, note } = chosen(all, 4);
  if (evaluation.rows.length === 0 || shown.length === 0)
    fail("E710", { evaluation: evaluation.name, chart: "propensity curve" });
  const drawn = shown.map((part): Drawn => {
    const curve = curveOf(part, evaluation.name);
    if (curve.multipliers.length < 2)
      fail("E713", {
        evaluation: evaluation.name,
        chart: "propensity curve",
        what: "multiplier",
        only: curve.multipliers[0] ?? 0,
      });
    return { part, curve, points: meanCurve(curve, part.summary.interval) };
  });
  const unit = unitOf(evaluation.receipt.score);
  const most = Math.max(...drawn.map(({ curve }) => curve.items.length));
  const [only] = shown;
  const level = percent(only?.summary.interval.level ?? 0);
  const lines = [
    `${setting(evaluation, shown)}.`,
    ...(note ? [note] : []),
    ...(shown.length === 1 && only ? beside(only.summary, unit) : []),
    `Blue: mean with ${level} bootstrap interval over items. Grey: ${
      most > mostLines ? `${mostLines} items, evenly chosen by slope` : "each item"
    }.`,
  ];
  const multipliers = drawn.flatMap(({ curve }) => curve.multipliers);
  const columns = drawn.length === 1 ? 1 : 2;
  const wide = columns === 1 ? width : (width - 50) / 2;
  const [left, right] = span([0, ...multipliers]);
  const shared = {
    titled: drawn.length > 1,
    unit,
    wide,
    xs: [left - 0.03 * (right - left), right + 0.03 * (right - left)] as const,
    ys: span([0, ...drawn.flatMap(visible)]),
    ticks: tickValues(
      [...new Set([0, ...multipliers])].sort((a, b) => a - b),
      wide / 34,
    ),
  };
  const panels = drawn.map((one, i) =>
    panel(one, {
      ...shared,
      tall: columns === 1 ? 300 : 190,
      xTitle: i + columns >= drawn.length,
      yTitle: i % columns === 0,
    }),
  );
  return figureOf({ question: "Does the vector move the model?", lines }, panels, columns);
}

const beside = (summary: Summary, unit: string): string[] => [
  `Steerability (mean slope): ${effect(summary, unit)}.`,
  ...[resisting(summary), chance(summary)].flatMap((words) => (words ? [`${words}.`] : [])),
];

/** Everything that the panel shows, for the range of its axis. */
const visible = ({ part, curve, points }: Drawn): number[] => [
  ...sample(part, curve, mostLines).flatMap((index) => curve.propensities[index] ?? []),
  ...points.flatMap(({ low, high }) => [low, high]),
];

/** The multipliers themselves when there is room for their labels; else every second, third, … of them. */
function tickValues(multipliers: readonly number[], room: number): number[] {
  const step = Math.ceil(multipliers.length / room);
  const zero = multipliers.indexOf(0);
  return multipliers.filter((_, i) => (i - zero) % step === 0);
}
