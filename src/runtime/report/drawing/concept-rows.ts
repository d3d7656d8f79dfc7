// Figures with one row for each concept: a quantitative axis of row numbers whose labels are the names, so that every mark can be
// placed inside its row.
import { shortened, textWidth } from "./fonts.js";
import { roundToSix } from "../words/format-number.js";
import type { Layer } from "./theme.js";
import { width } from "./theme.js";

const longestLabel = 200;
const labelSize = 11;

/** Room that the names need, in pixels. */
export const labelRoom = (names: readonly string[]): number =>
  Math.min(longestLabel, Math.max(0, ...names.map((name) => textWidth(name, labelSize))) + 8);

/** Width for drawing beside the names (of all panels), so that the whole figure is as wide as the others. */
export const roomBeside = (names: readonly string[]): number => width + 40 - labelRoom(names);

/** Rows count from 0 at the top. Without names the axis is bare: a panel beside another with the same rows. */
function rowAxis(names: readonly string[], labelled = true) {
  return {
    field: "row",
    type: "quantitative" as const,
    scale: { domain: [-0.5, names.length - 0.5], reverse: true, nice: false as const, zero: false },
    axis: {
      title: null,
      values: names.map((_, row) => row),
      // Vega thins values out that are more than it counts on.
      tickCount: names.length,
      labels: labelled,
      labelExpr: `${JSON.stringify(names.map((name) => shortened(name, labelSize, longestLabel)))}[datum.value]`,
      labelLimit: 0,
      labelFontSize: labelSize,
      grid: false,
      ticks: false,
      domain: false,
      labelOverlap: false as const,
    },
  };
}

/** Faint lines that lead from the names into the rows; they carry the axis. */
export const rowLines = (names: readonly string[], labelled = true): Layer => ({
  data: { values: names.map((_, row) => ({ row })) },
  mark: { type: "rule", color: "#EFEFEF" },
  encoding: { y: rowAxis(names, labelled) },
});

/** A dashed line at 0 from the first row to the last; its axis carries the title. */
export const zeroLine = (title: string): Layer => ({
  data: { values: [{ zero: 0 }] },
  mark: { type: "rule", color: "#555555", strokeDash: [4, 3] },
  encoding: { x: { field: "zero", type: "quantitative", axis: { title, tickCount: 6 } } },
});

/** Outline of a distribution: Gaussian kernel density, Scott's bandwidth spread n^(-1/5), cut two bandwidths beyond the ends. */
export function outline(values: readonly number[], spread: number): { at: number; density: number }[] {
  const n = values.length;
  const bandwidth = spread * n ** -0.2;
  if (!(bandwidth > 0)) return [];
  const [low, high] = [Math.min(...values) - 2 * bandwidth, Math.max(...values) + 2 * bandwidth];
  // Three points to a bandwidth, so that narrow clusters are round; one of few numbers, which rounding does not change.
  const wanted = (3 * (high - low)) / bandwidth;
  const steps = [60, 120].find((most) => wanted <= most) ?? 240;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const at = low + ((high - low) * i) / steps;
    const density = values.reduce(
      (total, value) => total + Math.exp(-(((at - value) / bandwidth) ** 2) / 2),
      0,
    );
    return { at: roundToSix(at), density: density / (n * bandwidth * Math.sqrt(2 * Math.PI)) };
  });
}
