// What all figures share: size, colours that colour-blind readers can tell apart (Okabe and Ito), type, headings.
import type { TopLevelSpec } from "vega-lite";
import type { Evaluation } from "../../evaluation/types.js";
import type { Part } from "../conditions.js";
import { fontStack, wrap } from "../fonts.js";
import { counted, drawn, percent } from "../numbers.js";

/** One panel of a figure, and one layer of a panel. */
export type Panel = Extract<TopLevelSpec, { vconcat: unknown }>["vconcat"][number];
export type Layer = Extract<Panel, { layer: unknown }>["layer"][number];

/** Width of the drawing area without axes, in pixels: a figure fits a notebook's column. */
export const width = 540;
export const subtitleSize = 11.5;

export const colours = {
  vector: "#0072B2",
  against: "#D55E00",
  chance: "#8A8A8A",
  text: "#222222",
  quiet: "#555555",
} as const;

/** Blue, orange, green, purple, with a dash and a shape each, so that colour is never the only sign. */
export const series = {
  colours: ["#0072B2", "#D55E00", "#009E73", "#AA4499"],
  shapes: ["circle", "square", "triangle-up", "diamond"],
} as const;

export const config: NonNullable<TopLevelSpec["config"]> = {
  font: fontStack,
  background: "#FFFFFF",
  view: { stroke: null },
  axis: {
    labelColor: colours.quiet,
    titleColor: colours.text,
    titleFontWeight: "normal",
    titleFontSize: 12,
    labelFontSize: 11,
    titlePadding: 8,
    gridColor: "#ECECEC",
    domainColor: "#999999",
    tickColor: "#999999",
  },
  title: { color: colours.text, subtitleColor: colours.quiet },
  legend: { labelFontSize: 11, labelColor: colours.text, symbolStrokeWidth: 2 },
};

export interface Heading {
  readonly question: string;
  /** Sentences under the question; broken into lines here. */
  readonly lines: readonly string[];
}

/** A whole figure: panels below one another, one heading. */
export function figureOf(heading: Heading, panels: readonly Panel[], columns = 1): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    title: {
      text: heading.question,
      subtitle: heading.lines.flatMap((line) => wrap(line, subtitleSize, width + 40)),
      anchor: "start",
      fontSize: 15,
      subtitleFontSize: subtitleSize,
      subtitleLineHeight: 16,
      subtitlePadding: 6,
      offset: 14,
    },
    concat: [...panels],
    columns,
    spacing: { row: 18, column: 24 },
    padding: 8,
    config,
  };
}

/** Last part of a model's path or hub id: the subtitle has room for a name, not for a path. */
const modelName = (label: string): string => label.split(/[/\\]/).filter(Boolean).at(-1) ?? label;

/** What was measured: "delight on Delight · SmolLM2-135M · layer 18 · n = 80 items". */
export function setting(evaluation: Evaluation, parts: readonly Part[]): string {
  const one = <T>(values: readonly T[]): T | undefined =>
    new Set(values).size === 1 ? values[0] : undefined;
  const summaries = parts.map((part) => part.summary);
  const named = (one_: string | undefined, noun: string, all: readonly string[]): string =>
    one_ === undefined ? `${new Set(all).size} ${noun}s` : `${noun} ${one_}`;
  const vectors = summaries.map((s) => s.vector);
  const concepts = summaries.map((s) => s.concept);
  const shifts = summaries.map((s) =>
    s.train_shift === s.test_shift ? s.test_shift : `${s.train_shift} → ${s.test_shift}`,
  );
  const shift = one(shifts);
  const layers = [...new Set(summaries.map((s) => s.layer))];
  const counts = summaries.map((s) => s.n);
  const n = one(counts);
  const model = modelName(evaluation.receipt.model.label);
  return [
    named(one(vectors), "vector", vectors),
    named(one(concepts), "concept", concepts),
    ...(model ? [model] : []),
    ...(shift === undefined
      ? [`${new Set(shifts).size} shifts`]
      : shift === "BASE"
        ? []
        : [`under ${shift}`]),
    layers.length === 1 ? `layer ${layers[0]}` : `${layers.length} layers`,
    n === undefined
      ? `n = ${Math.min(...counts)} to ${Math.max(...counts)} items`
      : `n = ${counted(n, "item")}`,
  ].join(" · ");
}

/** Unit of a propensity under this score: log-probs are in nats, everything else is a difference of logits. */
export const unitOf = (score: string): string => (score.startsWith("log-prob") ? "nats" : "logits");

/** "1.21 logits per unit multiplier, 95% interval 1.05 to 1.37". */
export function effect({ mean, interval }: Part["summary"], unit: string): string {
  return `${drawn(mean)} ${unit} per unit multiplier, ${percent(interval.level)} interval ${drawn(interval.low)} to ${drawn(interval.high)}`;
}

/** The parts that a figure has room for: all of up to `room`, else the strongest, and what the subtitle says about it. */
export function chosen(
  parts: readonly Part[],
  room: number,
): { readonly shown: readonly Part[]; readonly note: string | null } {
  if (parts.length <= room) return { shown: parts, note: null };
  const shown = [...parts].sort((a, b) => b.summary.mean - a.summary.mean).slice(0, 1);
  return { shown, note: `Shown: ${shown[0]?.label}, the steepest mean of ${parts.length} on these items.` };
}
