// Steerability by item: one mark per item, sorted by slope, so that the anti-steerable part is seen at once.
import type { TopLevelSpec } from "vega-lite";
import { inSteps } from "../../stats/rounding.js";
import { fail } from "../../errors/index.js";
import type { Evaluation, Item, RandomBaseline, Summary } from "../../results/evaluation.js";
import { borderOf, steeringClass, type Border } from "../../evaluation/execution/steering-class.js";
import { partsOf, type Part } from "../study/conditions.js";
import { textWidth } from "../drawing/fonts.js";
import { pluralise, formatInterval, minus, formatPercent, roundToSix } from "../words/format-number.js";
import { chanceWords, effect, resisting, setting, unitOf, unmoved } from "../words/sentences.js";
import { className, classColours, classShapes } from "../drawing/class-colours.js";
import { chosen, colours, figureOf, panelTitle, width, type Layer, type Panel } from "../drawing/theme.js";

const fewItems = 20;

interface Frame {
  readonly titled: boolean;
  readonly wide: number;
  readonly tall: number;
  readonly xTitle: boolean;
  readonly yTitle: boolean;
  readonly unit: string;
  readonly border: Border;
  readonly ys: readonly [number, number];
}

const sorted = (items: readonly Item[], { resolution }: Border): Item[] =>
  [...items].sort((a, b) => inSteps(a.slope, resolution) - inSteps(b.slope, resolution) || a.item - b.item);

/** Axes: ranks, or for few items their numbers. */
function axes(items: readonly Item[], frame: Frame): { x: object; y: object } {
  const few = items.length <= fewItems;
  const title = few
    ? "item (row in the source), sorted by steerability"
    : "items, sorted by steerability (rank)";
  const labels = `[${items.map(({ item }) => item).join(",")}][datum.value - 1]`;
  return {
    x: {
      scale: {
        domain: [0.5 - items.length * 0.01, items.length + 0.5 + items.length * 0.01],
        nice: false,
        zero: false,
      },
      axis: {
        title: frame.xTitle ? title : null,
        grid: false,
        ...(few
          ? { values: items.map((_, i) => i + 1), labelExpr: labels }
          : { tickCount: frame.wide > 300 ? 8 : 4, tickMinStep: 1, format: "d" }),
      },
    },
    y: {
      scale: { domain: [...frame.ys], nice: false },
      axis: {
        title: frame.yTitle ? ["steerability", `(${frame.unit} per unit multiplier)`] : null,
        tickCount: 6,
      },
    },
  };
}

function itemLayer(items: readonly Item[], border: Border, wide: number): Layer {
  const size = Math.max(12, Math.min(70, (wide / items.length) ** 2 * 4));
  const values = items.map((item, i) => ({
    rank: i + 1,
    item: item.item,
    slope: roundToSix(item.slope),
    intercept: roundToSix(item.intercept),
    group: className(item.slope, border),
    ...(item.domain === null ? {} : { domain: item.domain }),
  }));
  const sign = { field: "group", type: "nominal" } as const;
  return {
    data: { values },
    mark: { type: "point", filled: true, opacity: 0.85, size },
    encoding: {
      x: { field: "rank", type: "quantitative" },
      y: { field: "slope", type: "quantitative" },
      color: { ...sign, scale: classColours, legend: null },
      shape: { ...sign, scale: classShapes },
      tooltip: [
        { field: "item", type: "quantitative", title: "item" },
        { field: "slope", type: "quantitative", title: "steerability", format: ".3~g" },
        { field: "intercept", type: "quantitative", format: ".3~g" },
        ...(items.some((item) => item.domain !== null)
          ? [{ field: "domain", type: "nominal" } as const]
          : []),
      ],
    },
  };
}

/** A note where a sorted strip leaves room: upper left (over the low marks) or lower right (under the high ones). */
function note(text: string, y: number, side: "left" | "right", n: number, color: string): Layer {
  const left = side === "left";
  return {
    data: { values: [{ rank: left ? 0.5 : n + 0.5, y: roundToSix(y), text }] },
    mark: {
      type: "text",
      align: side,
      baseline: left ? "bottom" : "top",
      dy: left ? -4 : 5,
      color,
      fontSize: 11,
    },
    encoding: {
      x: { field: "rank", type: "quantitative" },
      y: { field: "y", type: "quantitative" },
      text: { field: "text", type: "nominal" },
    },
  };
}

/** Where the mean slopes of random directions lie. */
const chanceBand = (none: RandomBaseline | null): Layer[] =>
  none
    ? [
        {
          data: { values: [{ low: roundToSix(none.low), high: roundToSix(none.high) }] },
          mark: { type: "rect", color: colours.chance, opacity: 0.22 },
          encoding: { y: { field: "low", type: "quantitative" }, y2: { field: "high" } },
        },
      ]
    : [];

/** The whole sentence where it fits beside the marks, else the share. */
function antiNote(summary: Summary, against: number, wide: number): string {
  if (against === 0) return (summary.noEffect === 1 && unmoved(summary)) || resisting(summary);
  const share = against / summary.n;
  const room = wide * (share > 0.5 ? share : 1 - share) - 16;
  const whole = `▼ ${resisting(summary)}`;
  return textWidth(whole, 11) < room ? whole : `▼ ${formatPercent(summary.antiSteerable)} anti-steerable`;
}

function panel(part: Part, frame: Frame): Panel {
  const { summary, items } = part;
  const order = sorted(items, frame.border);
  const n = order.length;
  const against = order.filter(({ slope }) => steeringClass(slope, frame.border) === "anti-steerable").length;
  const { x, y } = axes(order, frame);
  const { mean, interval } = summary;
  const [centre = ""] = formatInterval(mean, interval.low, interval.high).map(minus);
  const mostAgainst = against > n / 2;
  const band = {
    low: roundToSix(interval.low),
    high: roundToSix(interval.high),
    mean: roundToSix(mean),
    zero: 0,
  };
  const data = { values: [band] };
  return {
    width: frame.wide,
    height: frame.tall,
    ...(frame.titled ? panelTitle(part.label) : {}),
    layer: [
      ...chanceBand(summary.randomBaseline),
      {
        data,
        mark: { type: "rect", color: colours.vector, opacity: 0.15 },
        encoding: { y: { field: "low", type: "quantitative", ...y }, y2: { field: "high" } },
      },
      {
        data,
        mark: { type: "rule", color: colours.vector, strokeWidth: 1.5 },
        encoding: { y: { field: "mean", type: "quantitative" } },
      },
      {
        data,
        mark: { type: "rule", color: "#555555", strokeWidth: 1, strokeDash: [4, 3] },
        encoding: { y: { field: "zero", type: "quantitative" } },
      },
      withX(itemLayer(order, frame.border, frame.wide), x),
      note(`mean ${centre}`, mean, mostAgainst ? "right" : "left", n, colours.vector),
      note(
        antiNote(summary, against, frame.wide),
        0,
        mostAgainst ? "left" : "right",
        n,
        against === 0 ? colours.quiet : "#A94400",
      ),
    ],
  };
}

const withX = (layer: Layer, x: object): Layer =>
  ({ ...layer, encoding: { ...layer.encoding, x: { ...layer.encoding?.x, ...x } } }) as Layer;

/** Room above and below for the marks and the notes. */
function range(parts: readonly Part[]): readonly [number, number] {
  const values = parts.flatMap(({ items, summary }) => [
    ...items.map(({ slope }) => slope),
    summary.interval.low,
    summary.interval.high,
    ...(summary.randomBaseline ? [summary.randomBaseline.low, summary.randomBaseline.high] : []),
  ]);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const room = (high - low || 1) * 0.09;
  return [low - room, high + room];
}

/** @throws E710 no items, E711 a slope that is not finite */
export function steerabilityByItem(evaluation: Evaluation): TopLevelSpec {
  const { shown, note: which } = chosen(partsOf(evaluation), 4);
  if (shown.length === 0 || shown.every(({ items }) => items.length === 0))
    fail("E710", { evaluation: evaluation.name, chart: "steerability by item" });
  for (const { item, slope } of shown.flatMap(({ items }) => items))
    if (!Number.isFinite(slope)) fail("E711", { evaluation: evaluation.name, what: "slope", item });
  const unit = unitOf(evaluation.receipt.score);
  const border = borderOf(evaluation.receipt);
  const [only] = shown;
  const none = shown.find(({ summary }) => summary.randomBaseline)?.summary.randomBaseline;
  const lines = [
    `${setting(evaluation, shown)}.`,
    ...(which ? [which] : []),
    shown.length === 1 && only
      ? `Blue line and band: mean, ${effect(only.summary, unit)}.`
      : `Blue line and band: mean with its ${formatPercent(only?.summary.interval.level ?? 0)} interval.`,
    ...(shown.some(({ summary }) => summary.noEffect > 0)
      ? [
          `Grey squares: no effect that the engine can resolve (${border.resolution} ${unit} per unit multiplier).`,
        ]
      : []),
    ...(none && shown.length === 1 && only ? [`Grey band: ${chanceWords(only.summary)}.`] : []),
    ...(none && shown.length > 1
      ? [`Grey band: mean slopes of ${pluralise(none.directions, "random direction")} of equal norm.`]
      : []),
  ];
  const columns = shown.length === 1 ? 1 : 2;
  const ys = range(shown);
  const panels = shown.map((part, i) =>
    panel(part, {
      titled: shown.length > 1,
      unit,
      border,
      ys,
      wide: columns === 1 ? width : (width - 50) / 2,
      tall: columns === 1 ? 280 : 190,
      xTitle: i + columns >= shown.length,
      yTitle: i % columns === 0,
    }),
  );
  return figureOf({ question: "Does it work on every item?", lines }, panels, columns);
}
