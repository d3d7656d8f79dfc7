// Tables and lines as HTML and as plain text. Everything that comes from a person or a file is escaped; nothing is scripted.
import { escaped } from "../../../runtime/report/html.js";
import type { Bundle } from "../../outputs.js";

export type Cell = string | number | null;

/** A table: names of the columns, then rows. Numbers stand to the right. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a value has to say: a title, sentences, a table, and lines below it. */
export interface Account {
  readonly title: string;
  readonly lines?: readonly string[];
  readonly table?: Table | null;
  readonly below?: readonly string[];
}

const shown = (cell: Cell): string => (cell === null ? "" : String(cell));

function htmlTable({ head, rows }: Table): string {
  const cell = (tag: string, value: Cell): string => {
    const align = typeof value === "number" ? "right" : "left";
    return `<${tag} style="text-align:${align}">${escaped(shown(value))}</${tag}>`;
  };
  const row = (cells: readonly Cell[], tag: string): string =>
    `<tr>${cells.map((value) => cell(tag, value)).join("")}</tr>`;
  return `<table><thead>${row(head, "th")}</thead><tbody>${rows.map((cells) => row(cells, "td")).join("")}</tbody></table>`;
}

function plainTable({ head, rows }: Table): string[] {
  const all: (readonly Cell[])[] = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((cells) => shown(cells[i] ?? null).length)));
  return all.map((cells) =>
    widths
      .map((width, i) => {
        const value = cells[i] ?? null;
        return typeof value === "number" ? shown(value).padStart(width) : shown(value).padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}

/** An account as HTML and as text. */
export function accountBundle({ title, lines = [], table = null, below = [] }: Account): Bundle {
  const paragraphs = (texts: readonly string[]): string =>
    texts.map((line) => `<div>${escaped(line)}</div>`).join("");
  return {
    "text/html": `<div><b>${escaped(title)}</b></div>${paragraphs(lines)}${table ? htmlTable(table) : ""}${paragraphs(below)}`,
    "text/plain": [title, ...lines, ...(table ? plainTable(table) : []), ...below].join("\n"),
  };
}

/** A text on one line, cut where it is long. */
export function short(text: string, most = 80): string {
  const line = text.replace(/\s+/g, " ").trim();
  const units = [...line];
  return units.length <= most ? line : `${units.slice(0, most - 1).join("")}…`;
}
