// The layer sweep of many concepts: a map of mean steerability, a row for each concept, a column for each layer, the best layer of
// each row ringed.
import { roundToSix } from "../words/format-number.js";
import { diverging } from "../drawing/diverging-colours.js";
import { roomBeside, rowLines } from "../drawing/concept-rows.js";
import type { Panel } from "../drawing/theme.js";
import { colours } from "../drawing/theme.js";

export interface LayerRow {
  readonly name: string;
  readonly cells: readonly { readonly layer: number; readonly mean: number }[];
  readonly best: number;
}

/** Rows from the top; colours run to the largest absolute mean of all rows. */
export function layerMap(rows: readonly LayerRow[], unit: string): Panel {
  const names = rows.map(({ name }) => name);
  const layers = [...new Set(rows.flatMap(({ cells }) => cells.map(({ layer }) => layer)))].sort(
    (a, b) => a - b,
  );
  const largest = Math.max(...rows.flatMap(({ cells }) => cells.map(({ mean }) => Math.abs(mean))));
  const step = [1, 2, 5, 10].find((size) => layers.length / size <= 16) ?? 20;
  const values = rows.flatMap(({ cells, best }, row) =>
    cells.map(({ layer, mean }) => ({
      top: row - 0.46,
      bottom: row + 0.46,
      left: layer - 0.5,
      right: layer + 0.5,
      row,
      layer,
      mean: roundToSix(mean),
      best: layer === best,
    })),
  );
  return {
    width: roomBeside(names) - 60,
    height: Math.max(80, rows.length * (rows.length > 20 ? 15 : 22)),
    layer: [
      rowLines(names),
      {
        data: { values },
        mark: { type: "rect" },
        encoding: {
          x: {
            field: "left",
            type: "quantitative",
            scale: { domain: [layers[0]! - 0.5, layers.at(-1)! + 0.5], nice: false, zero: false },
            axis: {
              title: "layer",
              format: "d",
              grid: false,
              values: layers.filter((layer) => layer % step === 0),
            },
          },
          x2: { field: "right" },
          y: { field: "top", type: "quantitative" },
          y2: { field: "bottom" },
          color: {
            field: "mean",
            type: "quantitative",
            scale: { domain: [-largest, 0, largest], range: [...diverging] },
            legend: { title: ["steerability", `(${unit})`], gradientLength: 90, titleFontWeight: "normal" },
          },
          tooltip: [
            { field: "layer", type: "quantitative" },
            { field: "mean", type: "quantitative", format: ".3~g" },
          ],
        },
      },
      {
        data: { values: values.filter(({ best }) => best) },
        mark: { type: "point", filled: false, stroke: colours.text, strokeWidth: 1.5, size: 40, opacity: 1 },
        encoding: { x: { field: "layer", type: "quantitative" }, y: { field: "row", type: "quantitative" } },
      },
    ],
  };
}
