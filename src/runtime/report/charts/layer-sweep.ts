// The layer sweep: mean steerability of every layer with its interval, beside random directions of equal norm; below it
// the share of items that are anti-steerable.
import { groupBy } from "../../stats/group-by.js";
import type { TopLevelSpec } from "vega-lite";
import { falling } from "../../stats/rounding.js";
import { fail } from "../../errors/index.js";
import type { Evaluation, Summary } from "../../results/evaluation.js";
import { conditionKey, labelOf, partsOf, strongest, type Part } from "../study/conditions.js";
import { drawn, formatPercent, roundToSix } from "../words/format-number.js";
import { effect, setting, unitOf } from "../words/sentences.js";
import { layerMap } from "./layer-map.js";
import { colours, figureOf, series, width, type Layer, type Panel } from "../drawing/theme.js";

/** One line of the figure: all layers of one concept, shift and vector. */
interface Sweep {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly best: Part;
}

/** More are drawn as a map. */
const mostSweeps = 4;
const layer = { field: "layer", type: "quantitative" } as const;

function sweepsOf(evaluation: Evaluation): Sweep[] {
  const groups = groupBy(partsOf(evaluation), ({ summary }) => conditionKey(summary, "layer"));
  const several = groups.size > 1;
  return [...groups.values()].flatMap((parts) => {
    const best = strongest(parts, evaluation.receipt.resolution.slope);
    if (!best) return [];
    const ordered = [...parts].sort((a, b) => a.summary.layer - b.summary.layer);
    const { summary } = best;
    const name = labelOf(summary, evaluation.summary, "layer") || summary.vector;
    return [{ name: several ? `${name} (best: ${bestOf(summary)})` : name, parts: ordered, best }];
  });
}

const bestOf = ({ layer, mean }: Summary): string => `layer ${layer}, ${drawn(mean)}`;

const values = (sweeps: readonly Sweep[]) =>
  sweeps.flatMap(({ name, parts }) =>
    parts.map(({ summary }) => ({
      name,
      layer: summary.layer,
      mean: roundToSix(summary.mean),
      low: roundToSix(summary.interval.low),
      high: roundToSix(summary.interval.high),
      anti: roundToSix(summary.antiSteerable),
    })),
  );

function chanceLayers(sweeps: readonly Sweep[]): Layer[] {
  const points = sweeps.flatMap(({ name, parts }) =>
    parts.flatMap(({ summary }) =>
      summary.randomBaseline
        ? [
            {
              name,
              layer: summary.layer,
              low: roundToSix(summary.randomBaseline.low),
              high: roundToSix(summary.randomBaseline.high),
            },
          ]
        : [],
    ),
  );
  if (points.length === 0 || sweeps.length > 1) return [];
  return [
    {
      data: { values: points },
      mark: { type: "area", color: colours.chance, opacity: 0.35 },
      encoding: { x: layer, y: { field: "low", type: "quantitative" }, y2: { field: "high" } },
    },
  ];
}

/** The axis shows whole layers only: all of them, or every second, fifth, … */
function layerAxis(layers: readonly number[], title: string | null) {
  const all = [...new Set(layers)].sort((a, b) => a - b);
  const first = all[0] ?? 0;
  const last = all.at(-1) ?? 0;
  const step = [1, 2, 5, 10, 20].find((size) => (last - first) / size <= 16) ?? 50;
  const values = all.length <= 16 && step > 1 ? all : all.filter((one) => one % step === 0);
  return {
    ...layer,
    scale: { domain: [first - 0.5, last + 0.5], nice: false, zero: false, padding: 0 },
    axis: { title, grid: false, format: "d", values, labels: title !== null, labelOverlap: true as const },
  };
}

/** One colour and one shape for each line, explained in one legend; a single line needs none. */
function signs(sweeps: readonly Sweep[]) {
  const domain = sweeps.map(({ name }) => name);
  const legend = domain.length > 1 ? ({ title: null, orient: "top", columns: 2 } as const) : null;
  const sign = { field: "name", type: "nominal", legend } as const;
  return {
    colour: { ...sign, scale: { domain, range: [...series.colours] } },
    shape: { ...sign, scale: { domain, range: [...series.shapes] } },
  };
}

function mainPanel(sweeps: readonly Sweep[], unit: string, layers: readonly number[]): Panel {
  const data = { values: values(sweeps) };
  const several = sweeps.length > 1;
  const { colour, shape } = signs(sweeps);
  const best = sweeps.map(({ name, best: { summary } }) => ({
    name,
    layer: summary.layer,
    mean: roundToSix(summary.mean),
    text: bestOf(summary),
  }));
  const tooltip = ["layer", "mean", "low", "high", "anti"].map(
    (field) => ({ field, type: "quantitative", format: ".3~g" }) as const,
  );
  const mean = { field: "mean", type: "quantitative" } as const;
  return {
    width,
    height: 230,
    layer: [
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: "rule", color: "#777777", strokeDash: [4, 3] },
        encoding: {
          y: {
            field: "zero",
            type: "quantitative",
            axis: { title: [`steerability`, `(${unit} per unit multiplier)`], tickCount: 6 },
          },
        },
      },
      ...chanceLayers(sweeps),
      {
        data,
        mark: { type: "area", opacity: several ? 0.15 : 0.25 },
        encoding: {
          x: layerAxis(layers, null),
          y: { field: "low", type: "quantitative" },
          y2: { field: "high" },
          color: colour,
        },
      },
      { data, mark: { type: "line", strokeWidth: 2 }, encoding: { x: layer, y: mean, color: colour } },
      {
        data,
        mark: { type: "point", filled: true, opacity: 1, size: 32 },
        encoding: { x: layer, y: mean, color: colour, shape, tooltip },
      },
      {
        data: { values: best },
        mark: { type: "point", filled: false, size: 150, strokeWidth: 2, opacity: 1 },
        encoding: { x: layer, y: mean, color: colour },
      },
      ...(several ? [] : best.map((one) => bestLabel(one, layers))),
    ],
  };
}

/** The label of the best layer stands on the side where there is room. */
function bestLabel(one: { layer: number; mean: number; text: string }, layers: readonly number[]): Layer {
  const middle = (Math.min(...layers) + Math.max(...layers)) / 2;
  const left = one.layer > middle;
  return {
    data: { values: [one] },
    mark: {
      type: "text",
      align: left ? "right" : "left",
      dx: left ? -11 : 11,
      dy: -9,
      fontSize: 11,
      fontWeight: "bold",
      color: colours.text,
    },
    encoding: {
      x: layer,
      y: { field: "mean", type: "quantitative" },
      text: { field: "text", type: "nominal" },
    },
  };
}

function antiPanel(sweeps: readonly Sweep[], layers: readonly number[]): Panel {
  const data = { values: values(sweeps) };
  const several = sweeps.length > 1;
  const y = {
    field: "anti",
    type: "quantitative",
    scale: { domain: [0, 1], nice: false },
    axis: { title: ["anti-steerable", "items"], format: "%", values: [0, 0.5, 1] },
  } satisfies NonNullable<Layer["encoding"]>["y"];
  const x = layerAxis(layers, "layer");
  if (!several)
    return {
      width,
      height: 70,
      data,
      mark: { type: "bar", color: colours.against, width: Math.min(14, (width / (layers.length + 1)) * 0.6) },
      encoding: { x, y },
    };
  const { colour } = signs(sweeps);
  return {
    width,
    height: 90,
    data,
    mark: { type: "line", point: { size: 20 } },
    encoding: { x, y, color: colour },
  };
}

function check(evaluation: Evaluation): void {
  const finite = ({ mean, interval, antiSteerable: share }: Summary): boolean =>
    [mean, interval.low, interval.high, share].every(Number.isFinite);
  if (evaluation.summary.length === 0) fail("E710", { evaluation: evaluation.name, chart: "layer sweep" });
  if (!evaluation.summary.every(finite))
    fail("E711", { evaluation: evaluation.name, what: "mean or interval" });
  const layers = new Set(evaluation.summary.map((summary) => summary.layer));
  if (layers.size === 1)
    fail("E713", {
      evaluation: evaluation.name,
      chart: "layer sweep",
      what: "layer",
      only: [...layers][0] ?? 0,
    });
}

/** @throws E710 empty, E711 not finite, E713 only one layer */
export function layerSweep(evaluation: Evaluation): TopLevelSpec {
  check(evaluation);
  const sweeps = sweepsOf(evaluation);
  if (sweeps.length > mostSweeps) return manySweeps(evaluation, sweeps);
  const parts = sweeps.flatMap((sweep) => sweep.parts);
  const layers = parts.map(({ summary }) => summary.layer);
  const unit = unitOf(evaluation.receipt.score);
  const [first] = sweeps;
  const chance = sweeps.length === 1 ? first?.best.summary.randomBaseline : null;
  const lines = [
    `${setting(evaluation, parts)}.`,
    ...(sweeps.length === 1 && first
      ? [`Ring: highest mean, layer ${first.best.summary.layer} (${effect(first.best.summary, unit)}).`]
      : ["Rings: highest mean of each line."]),
    "The highest is selected on these same items, so its size is optimistic: confirm it on held-out ones.",
    `Band: ${formatPercent(first?.best.summary.interval.level ?? 0)} ${
      first?.best.summary.interval.over === "items and training pairs"
        ? "interval over items and training pairs"
        : "bootstrap interval over items"
    }.${chance ? ` Grey: range of ${chance.directions} random directions of equal norm.` : ""}`,
  ];
  return figureOf({ question: "At which layer does the vector act?", lines }, [
    mainPanel(sweeps, unit, layers),
    antiPanel(sweeps, layers),
  ]);
}

function manySweeps(evaluation: Evaluation, sweeps: readonly Sweep[]): TopLevelSpec {
  const steepest = [...sweeps].sort(
    falling(
      ({ best }) => best.summary.mean,
      evaluation.receipt.resolution.slope,
      ({ name }) => name,
    ),
  );
  const rows = steepest.map(({ best, parts }) => ({
    name: labelOf(best.summary, evaluation.summary, "layer"),
    cells: parts.map(({ summary }) => ({ layer: summary.layer, mean: summary.mean })),
    best: best.summary.layer,
  }));
  const lines = [
    `${setting(
      evaluation,
      sweeps.flatMap(({ parts }) => parts),
    )}.`,
    "Colour: mean steerability; the steepest on top. Ring: highest mean of its row, selected on these same items, so its size is optimistic: confirm it on held-out ones.",
  ];
  const unit = `${unitOf(evaluation.receipt.score)} per unit multiplier`;
  return figureOf({ question: "At which layer does the vector act?", lines }, [layerMap(rows, unit)]);
}
