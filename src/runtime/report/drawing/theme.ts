// What all figures share: size, colours that colour-blind readers can tell apart (Okabe and Ito), type, headings.
import type { TopLevelSpec } from "vega-lite";
import { strongest, type Part } from "../study/conditions.js";
import { fontStack, wrap } from "./fonts.js";
import { partsCounted } from "../words/sentences.js";

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
  legend: {
    labelFontSize: 11,
    labelColor: colours.text,
    symbolStrokeWidth: 2,
    labelLimit: 0,
    symbolOpacity: 1,
  },
};

export interface Heading {
  readonly question: string;
  /** Sentences under the question; broken into lines here. */
  readonly lines: readonly string[];
}

/** Layers without anything to draw are left out: Vega has no range for their axes. */
function withoutEmpty(panel: Panel): Panel {
  if (!("layer" in panel)) return panel;
  const drawn = panel.layer.filter(({ data }) => !(data && "values" in data && isEmpty(data.values)));
  return { ...panel, layer: drawn };
}

const isEmpty = (values: unknown): boolean => Array.isArray(values) && values.length === 0;

/** A whole figure: panels below one another, one heading. */
export function figureOf(heading: Heading, panels: readonly Panel[], columns = 1): TopLevelSpec {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    title: {
      text: heading.question,
      subtitle: heading.lines.flatMap((line) =>
        wrap(line.replaceAll(" · ", "\u00a0· "), subtitleSize, width + 60),
      ),
      anchor: "start",
      fontSize: 15,
      subtitleFontSize: subtitleSize,
      subtitleLineHeight: 16,
      subtitlePadding: 6,
      offset: 14,
    },
    concat: panels.map(withoutEmpty),
    columns,
    spacing: { row: 18, column: 24 },
    padding: 8,
    config,
  };
}

/** Title of one panel among several: its condition. */
export const panelTitle = (label: string, subtitle?: string | readonly string[]): Pick<Panel, "title"> =>
  label
    ? {
        title: {
          text: label,
          subtitle: typeof subtitle === "object" ? [...subtitle] : subtitle,
          anchor: "start",
          fontSize: 12,
          subtitleFontSize: 11,
          frame: "group",
        },
      }
    : {};

/** The parts that a figure has room for: all of up to `room`, else the strongest, and what the subtitle says about it. */
export function chosen(
  parts: readonly Part[],
  room: number,
): { readonly shown: readonly Part[]; readonly note: string | null } {
  if (parts.length <= room) return { shown: parts, note: null };
  const shown = [strongest(parts, parts[0]?.resolution.slope)!];
  return {
    shown,
    note: `Shown: ${shown[0]?.label}, the steepest mean of ${partsCounted(parts)} on these items.`,
  };
}
