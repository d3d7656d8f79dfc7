// Row objects as a table to look at: HTML for notebooks and pages, plain text for terminals.
import { columnsOf } from "./csv.js";
import { escaped } from "../pages/html.js";
import { pluralise, formatNumber } from "../words/format-number.js";

export interface TableOptions {
  /** Rows shown at most; the shape is always said. Default 10. */
  readonly most?: number;
  /** Columns shown, in this order. Default: all. */
  readonly columns?: readonly string[];
}

interface Cell {
  readonly text: string;
  readonly number: boolean;
}

/** Numbers as text: a share, an interval, a range. */
const numeric = /^[[<>]?[-−+]?\d[\d.e%,\]−+-]*(?:(?: to)? [-−+]?\d[\d.e%\]−+-]*)?$/;

const cellOf = (value: unknown): Cell => {
  if (typeof value === "number")
    return {
      text: Number.isInteger(value) ? String(value) : Number.isFinite(value) ? formatNumber(value) : "",
      number: true,
    };
  if (value === null || value === undefined) return { text: "", number: false };
  if (typeof value === "object") return { text: JSON.stringify(value), number: false };
  return { text: String(value), number: numeric.test(String(value)) };
};

interface Grid {
  readonly columns: readonly string[];
  readonly cells: readonly (readonly Cell[])[];
  /** "80 rows × 8 columns, the first 10 shown". */
  readonly shape: string;
}

function gridOf(rows: readonly object[], { most = 10, columns }: TableOptions): Grid {
  const names = columns ?? columnsOf(rows);
  const cells = rows.slice(0, most).map((row) => {
    const values = new Map<string, unknown>(Object.entries(row));
    return names.map((name) => cellOf(values.get(name)));
  });
  const shape = `${pluralise(rows.length, "row")} × ${pluralise(names.length, "column")}`;
  return { columns: names, cells, shape: rows.length > most ? `${shape}, the first ${most} shown` : shape };
}

/** A table element and its shape. All text is escaped. */
export function tableHtml(rows: readonly object[], options: TableOptions = {}): string {
  const { columns, cells, shape } = gridOf(rows, options);
  const right = ' style="text-align:right"';
  const numeric = columns.map((_, j) => cells.some((row) => row[j]?.number));
  const align = (j: number): string => (numeric[j] ? right : ' style="text-align:left"');
  const head = columns.map((name, j) => `<th${align(j)}>${escaped(name)}</th>`).join("");
  const body = cells
    .map((row) => `<tr>${row.map((cell, j) => `<td${align(j)}>${escaped(cell.text)}</td>`).join("")}</tr>`)
    .join("\n");
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>\n<p>${escaped(shape)}</p>`;
}

const longest = 40;
const oneLine = (text: string): string => {
  const flat = text.replaceAll("\n", "⏎").replaceAll("\t", " ");
  const characters = [...flat];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : flat;
};

/** The same as plain text: columns two blanks apart, numbers to the right. */
export function tableText(rows: readonly object[], options: TableOptions = {}): string {
  const { columns, cells, shape } = gridOf(rows, options);
  const lines = [columns.map((text) => ({ text, number: false })), ...cells];
  const wide = columns.map((_, j) =>
    Math.max(...lines.map((row) => [...oneLine(row[j]?.text ?? "")].length)),
  );
  const numeric = columns.map((_, j) => cells.some((row) => row[j]?.number));
  const pad = (text: string, j: number): string => {
    const blanks = " ".repeat((wide[j] ?? 0) - [...text].length);
    return numeric[j] ? blanks + text : text + blanks;
  };
  return [
    ...lines.map((row) =>
      row
        .map((cell, j) => pad(oneLine(cell.text), j))
        .join("  ")
        .trimEnd(),
    ),
    shape,
  ].join("\n");
}

/** Rows that show themselves as a table in a notebook. */
export interface Table {
  readonly rows: readonly object[];
  toMimeBundle(): { readonly "text/html": string; readonly "text/plain": string };
}

/** Row objects as a table; `columns` picks and orders them, `most` says how many rows are shown (default 10). */
export const table = (rows: readonly object[], options: TableOptions = {}): Table => ({
  rows,
  toMimeBundle: () => ({ "text/html": tableHtml(rows, options), "text/plain": tableText(rows, options) }),
});
