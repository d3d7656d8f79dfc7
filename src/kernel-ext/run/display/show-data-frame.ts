// Data frames (danfo, or anything with the same members) in a notebook: their first rows.
import { tableHtml, tableText } from "../../../runtime/report/tables/table.js";
import type { Bundle } from "../../host/outputs.js";

export interface Frame {
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
}

export const isFrame = (value: object): value is Frame =>
  value.constructor?.name === "DataFrame" &&
  "columns" in value &&
  Array.isArray(value.columns) &&
  "values" in value &&
  Array.isArray(value.values);

export function frameBundle({ columns, values }: Frame): Bundle {
  const rows = values.map((row) => {
    const cells = Array.isArray(row) ? (row as unknown[]) : [row];
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
  });
  return { "text/html": tableHtml(rows, { columns }), "text/plain": tableText(rows, { columns }) };
}
