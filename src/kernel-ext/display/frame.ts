// Data frames (danfo, or anything with the same members) in a notebook: their first rows.
import { counted } from "../../runtime/report/numbers.js";
import type { Bundle } from "../outputs.js";
import { accountBundle, short, type Cell } from "./text.js";

const someRows = 10;

export interface Frame {
  readonly columns: readonly string[];
  readonly shape: readonly number[];
  readonly values: readonly unknown[];
}

export const isFrame = (value: object): value is Frame =>
  value.constructor?.name === "DataFrame" &&
  "columns" in value &&
  Array.isArray(value.columns) &&
  "values" in value &&
  Array.isArray(value.values);

const cell = (value: unknown): Cell =>
  typeof value === "number" ? Number(value.toPrecision(6)) : value == null ? null : short(String(value), 60);

export function frameBundle({ columns, values }: Frame): Bundle {
  const rows = values.slice(0, someRows).map((row) => (Array.isArray(row) ? row : [row]).map(cell));
  return accountBundle({
    title: `${counted(values.length, "row")}, ${counted(columns.length, "column")}`,
    table: { head: columns, rows },
    below: values.length > someRows ? [`… and ${values.length - someRows} more`] : [],
  });
}
