// Tables and lines as HTML and as plain text. Everything that comes from a person or a file is escaped; nothing is scripted.
import { escaped } from "../../../runtime/report/pages/html.js";
import type { Bundle } from "../../host/outputs.js";

export type Cell = string | number | null;

/** A table: names of the columns, then rows. Numbers stand to the right, and so do texts that begin with one. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a value has to say: a title, lines, a table, sentences about it, and small print. */
export interface Account {
  readonly title: string;
  readonly lines?: readonly string[];
  readonly table?: Table | null;
  readonly sentences?: readonly string[];
  readonly below?: readonly string[];
}

const shown = (cell: Cell): string => (cell === null ? "" : String(cell));

const numeric = /^[[<>]?[-−+]?\d/;

/** Which columns stand to the right: those that hold nothing but numbers and texts that begin with one. */
const toTheRight = ({ head, rows }: Table): boolean[] =>
  head.map((_, i) => {
    const filled = rows.map((cells) => cells[i] ?? "").filter((cell) => cell !== "");
    return filled.length > 0 && filled.every((cell) => typeof cell === "number" || numeric.test(cell));
  });

/** Numbers that belong together stay on one line. */
const unbroken = (text: string): string => text.replaceAll(" ", "&nbsp;");

function htmlTable(table: Table): string {
  const right = toTheRight(table);
  const row = (cells: readonly Cell[], tag: string): string => {
    const made = cells.map((value, i) => {
      const style = `text-align:${right[i] ? "right" : "left"};vertical-align:top`;
      const text = escaped(shown(value));
      return `<${tag} style="${style}">${right[i] && tag === "td" ? unbroken(text) : text}</${tag}>`;
    });
    return `<tr>${made.join("")}</tr>`;
  };
  return `<table><thead>${row(table.head, "th")}</thead><tbody>${table.rows.map((cells) => row(cells, "td")).join("")}</tbody></table>`;
}

function plainTable(table: Table): string[] {
  const all: (readonly Cell[])[] = [table.head, ...table.rows];
  const right = toTheRight(table);
  const widths = table.head.map((_, i) => Math.max(...all.map((cells) => shown(cells[i] ?? null).length)));
  return all.map((cells) =>
    widths
      .map((width, i) => {
        const text = shown(cells[i] ?? null);
        return right[i] ? text.padStart(width) : text.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}

/** An account as HTML and as text. */
export function accountBundle({ title, lines = [], table, sentences = [], below = [] }: Account): Bundle {
  const each = (texts: readonly string[], around: (text: string) => string): string =>
    texts.map((text) => around(escaped(text))).join("");
  const html = [
    `<div><b>${escaped(title)}</b></div>`,
    each(lines, (text) => `<div>${text}</div>`),
    table ? htmlTable(table) : "",
    sentences.length ? `<ul>${each(sentences, (text) => `<li>${text}</li>`)}</ul>` : "",
    each(below, (text) => `<div><small>${text}</small></div>`),
  ];
  return {
    "text/html": html.join(""),
    "text/plain": [title, ...lines, ...(table ? plainTable(table) : []), ...sentences, ...below].join("\n"),
  };
}

/** A text on one line, cut where it is long. */
export function short(text: string, most = 80): string {
  const line = text.replace(/\s+/g, " ").trim();
  const units = [...line];
  return units.length <= most ? line : `${units.slice(0, most - 1).join("")}…`;
}
