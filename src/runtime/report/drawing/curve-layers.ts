// Layers of a propensity curve: single items, the mean with its interval, zero lines that carry the axes, and published quartiles.
import { inSteps } from "../../stats/rounding.js";
import { spread } from "../../stats/even-sample.js";
import type { Part } from "../study/conditions.js";
import type { Curve, CurvePoint } from "../study/mean-curve.js";
import { roundToSix } from "../words/format-number.js";
import type { PublishedCurves } from "../../results/published.js";
import { colours, type Layer } from "./theme.js";

const fewItems = 12;

export interface Drawn {
  readonly part: Part;
  readonly curve: Curve;
  readonly points: readonly CurvePoint[];
}

/** Up to `most` items, evenly spaced in the order of their slopes, so that the extremes are among them. */
export function sample(part: Part, curve: Curve, most: number): number[] {
  const slopes = new Map(part.items.map((item) => [item.item, item.slope]));
  const order = curve.items
    .map((item, index) => ({ index, slope: slopes.get(item) ?? 0 }))
    .sort((a, b) => inSteps(a.slope, part.resolution.slope) - inSteps(b.slope, part.resolution.slope))
    .map(({ index }) => index);
  return spread(order, most).sort((a, b) => a - b);
}

export function itemLayers({ part, curve }: Drawn, mostLines: number): Layer[] {
  const values = sample(part, curve, mostLines).flatMap((index) =>
    curve.multipliers.map((multiplier, j) => ({
      item: curve.items[index] ?? 0,
      multiplier,
      propensity: roundToSix(curve.propensities[index]?.[j] ?? 0),
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

export function meanLayers(points: readonly CurvePoint[]): Layer[] {
  const values = points.map(({ multiplier, mean, low, high }) => ({
    multiplier: roundToSix(multiplier),
    mean: roundToSix(mean),
    low: roundToSix(low),
    high: roundToSix(high),
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

/** Published quartiles at each multiplier (band and dashed median), and the one published item (dotted). */
export function publishedLayers({ multipliers, quartiles, example }: PublishedCurves): Layer[] {
  const values = multipliers.map((multiplier, i) => ({
    multiplier,
    low: quartiles.low[i],
    median: quartiles.median[i],
    high: quartiles.high[i],
    item: example.propensities[i],
  }));
  const x = { field: "multiplier", type: "quantitative" } as const;
  const line = (field: string, strokeDash: number[], strokeWidth: number): Layer => ({
    data: { values },
    mark: { type: "line", color: colours.against, strokeDash, strokeWidth },
    encoding: { x, y: { field, type: "quantitative" } },
  });
  return [
    {
      data: { values },
      mark: { type: "area", color: colours.against, opacity: 0.15 },
      encoding: { x, y: { field: "low", type: "quantitative" }, y2: { field: "high" } },
    },
    line("median", [7, 3], 2.2),
    line("item", [1, 3], 1.6),
  ];
}

export interface Frame {
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
export const zeroLayers = (frame: Frame): Layer[] => [
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
