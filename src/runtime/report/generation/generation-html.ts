// A generation as HTML: a table with a column for each multiplier, and a page of its own. No script; all text is escaped.
import type { GeneratedText, Generation } from "../../results/generation.js";
import { escaped } from "../pages/html.js";
import { drawn, formatNumber } from "../words/format-number.js";
import { pageHtml, receiptHtml } from "../pages/page-shell.js";
import { visible } from "../words/visible-text.js";
import { columnsOf, shownText, type Columns, type Line } from "./side-by-side.js";
import { generationSentences, generationTitle } from "./generation-sentences.js";

/** With more multipliers than these, each has a row of its own: columns would be too narrow at a notebook's width. */
const mostColumns = 4;

const base = "text-align:left;vertical-align:top;white-space:pre-wrap";

interface Cell {
  readonly tag?: "td" | "th";
  /** HTML. */
  readonly content: string;
  /** Smallest width in em; a cell without one is as wide as its content. */
  readonly least?: number;
  readonly rows?: number;
}

const cellHtml = ({ tag = "td", content, least, rows }: Cell): string =>
  `<${tag}${rows ? ` rowspan="${rows}"` : ""} style="${base}${least ? `;min-width:${least}em` : ""}">${content}</${tag}>`;

const rowHtml = (cells: readonly Cell[]): string => `<tr>${cells.map(cellHtml).join("")}</tr>`;

const note = ({ meanNll, steered, stopped }: GeneratedText): string =>
  `<div style="opacity:0.75;font-size:85%">mean NLL ${formatNumber(meanNll)}, ${steered} steered, ended by ${escaped(stopped)}</div>`;

/** The blank between prompt and continuation is not shown. */
const textHtml = (text: GeneratedText): string =>
  escaped(visible(shownText(text)).replace(/^ /, "")) + note(text);

const times = (multiplier: number): string => `× ${drawn(multiplier)}`;

/** A table's head and body rows; `named`: whether a column says which vector. */
type Layout = (columns: Columns, named: boolean) => { head: readonly Cell[]; body: readonly string[] };

const lead = ({ prompt, vector }: Line, named: boolean, rows?: number): Cell[] =>
  [prompt, ...(named ? [vector ?? ""] : [])].map((text) => ({
    content: escaped(visible(text)),
    ...(rows ? { rows } : {}),
  }));

const heads = (names: readonly string[]): Cell[] =>
  names.map((name) => ({ tag: "th", content: escaped(name) }));

const inColumns: Layout = ({ multipliers, lines }, named) => {
  const least = multipliers.length < mostColumns ? 12 : 9;
  const unsteered = lines.every(({ vector }) => vector === null);
  const columns = multipliers.map((multiplier) => (unsteered ? "unsteered" : times(multiplier)));
  return {
    head: heads(["prompt", ...(named ? ["vector"] : []), ...columns]),
    body: lines.map((line) =>
      rowHtml([...lead(line, named), ...line.texts.map((text) => ({ content: textHtml(text), least }))]),
    ),
  };
};

const inRows: Layout = ({ multipliers, lines }, named) => ({
  head: heads(["prompt", ...(named ? ["vector"] : []), "×", "text"]),
  body: lines.flatMap((line) =>
    line.texts.map((text, i) =>
      rowHtml([
        ...(i === 0 ? lead(line, named, multipliers.length) : []),
        { content: drawn(text.multiplier) },
        { content: textHtml(text), least: 24 },
      ]),
    ),
  ),
});

/** Texts side by side, or below each other where they are many. */
export function generationTable(generation: Generation): string {
  const columns = columnsOf(generation);
  const named = new Set(columns.lines.map(({ vector }) => vector)).size > 1;
  const { head, body } = (columns.multipliers.length > mostColumns ? inRows : inColumns)(columns, named);
  return `<table>\n<thead>${rowHtml(head)}</thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}

/** One file: texts, what to make of them, receipt. */
export function generationPage(generation: Generation): string {
  const title = visible(generationTitle(generation));
  const sentences = generationSentences(generation).map((sentence) => `<li>${escaped(sentence)}</li>`);
  return pageHtml(
    title,
    `<h1>${escaped(generation.name)}</h1>
<p>${escaped(title)}</p>
${generationTable(generation)}
<h2>How far to trust this</h2>
<ul>
${sentences.join("\n")}
</ul>
<h2>Receipt</h2>
${receiptHtml(generation.receipt)}`,
  );
}
