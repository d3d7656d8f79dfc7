// A generation as HTML: a table with a column for each multiplier, and a page of its own. No script; all text is escaped.
import type { GeneratedText, Generation } from "../../generation/types.js";
import { escaped } from "../html.js";
import { figure } from "../numbers.js";
import { pageHtml, receiptHtml } from "../shell.js";
import { visible } from "../visible.js";
import { columnsOf, shownText } from "./columns.js";
import { generationSentences, generationTitle } from "./sentences.js";

const cellStyle = "text-align:left;vertical-align:top;white-space:pre-wrap;min-width:12em";

const cell = (tag: "td" | "th", content: string): string =>
  `<${tag} style="${cellStyle}">${content}</${tag}>`;

const note = ({ surprise, steered, stopped }: GeneratedText): string =>
  `<div style="color:#666;font-size:85%">surprise ${figure(surprise)}, ${steered} steered, ended by ${escaped(stopped)}</div>`;

/** Texts side by side. */
export function generationTable(generation: Generation): string {
  const { multipliers, lines } = columnsOf(generation);
  const named = lines.some(({ vector }) => vector !== null);
  const head = [
    "prompt",
    ...(named ? ["vector"] : []),
    ...multipliers.map((multiplier) => (named ? `× ${multiplier}` : "unsteered")),
  ];
  const rows = lines.map(({ prompt, vector, texts }) =>
    [
      cell("td", escaped(visible(prompt))),
      ...(named ? [cell("td", escaped(visible(vector ?? "")))] : []),
      ...texts.map((text) => cell("td", escaped(visible(shownText(text))) + note(text))),
    ].join(""),
  );
  return `<table>\n<thead><tr>${head.map((name) => cell("th", escaped(name))).join("")}</tr></thead>\n<tbody>\n${rows
    .map((row) => `<tr>${row}</tr>`)
    .join("\n")}\n</tbody>\n</table>`;
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
