// One HTML page for finished evaluations: words, numbers, charts and receipts in one file, without scripts or links.
import type { Evaluation } from "../../results/evaluation.js";
import { partsOf, strongest } from "../study/conditions.js";
import { escaped } from "./html.js";
import { overview } from "../tables/overview.js";
import { precisionWords } from "../words/quantisation.js";
import { partsCounted, setting, unitOf } from "../words/sentences.js";
import { resultsTable } from "../tables/results-table.js";
import { pageHtml, receiptHtml } from "./page-shell.js";
import { tableHtml } from "../tables/table.js";
import type { Chart } from "../../results/chart.js";
import {
  acrossWords,
  choiceWords,
  driftWords,
  overlapWords,
  receiptWords,
  scope,
  trust,
} from "../words/account.js";

function summaryHtml({ summary, receipt }: Evaluation): string {
  const { head, rows } = resultsTable(summary, receipt.resolution);
  const lines = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
  return tableHtml(lines, { most: 200 });
}

/** What could be chosen; empty where nothing was. */
const candidatesHtml = ({ selection }: Evaluation): string =>
  selection ? `<h3>What could be chosen</h3>\n${tableHtml(selection.candidates, { most: 200 })}\n` : "";

/** Identifiers inside a picture are made its own, so that several pictures can share a page. */
const inlined = (svg: string, index: number): string =>
  svg
    .replace(/^<\?xml[^>]*\?>\s*|<!DOCTYPE[^>]*>\s*/g, "")
    .replaceAll(/\bid="([^"]+)"/g, `id="p${index}-$1"`)
    .replaceAll(/url\(#([^)]+)\)/g, `url(#p${index}-$1)`)
    .replaceAll(/href="#([^"]+)"/g, `href="#p${index}-$1"`);

/** Numbers the pictures of a page. */
type Counter = () => number;

async function chartHtml(chart: Chart, index: number): Promise<string> {
  return `<figure style="margin:0" role="img" aria-label="${escaped(chart.title)}">\n${inlined(await chart.svg(), index)}\n</figure>`;
}

async function figures(charts: readonly Chart[], next: Counter): Promise<string> {
  const drawn = await Promise.all(charts.map((chart) => chartHtml(chart, next())));
  return charts.length ? `<h3>Charts</h3>\n${drawn.join("\n")}\n` : "";
}

async function section(evaluation: Evaluation, charts: readonly Chart[], next: Counter): Promise<string> {
  const parts = partsOf(evaluation);
  const best = strongest(parts, evaluation.receipt.resolution.slope);
  const which =
    best && parts.length > 1
      ? `<p>For ${escaped(best.label)}, the highest of ${partsCounted(parts)}, selected on these same items, so its size is optimistic:</p>\n`
      : "";
  const sentences = [
    choiceWords(evaluation.receipt, unitOf(evaluation.receipt.score)),
    ...(best ? trust(best.summary, evaluation.receipt, best.items) : ["Nothing was measured."]),
    best ? scope(evaluation.receipt, best.summary) : null,
    best ? driftWords(evaluation.receipt, best.summary) : null,
    best ? precisionWords(evaluation.receipt, best.summary) : null,
    overlapWords(evaluation.receipt),
    receiptWords(evaluation.receipt, best?.summary),
  ].flatMap((sentence) => (sentence ? [`<li>${escaped(sentence)}</li>`] : []));
  const across =
    parts.length > 1 ? `<p>${acrossWords(parts, evaluation.receipt).map(escaped).join("<br>")}</p>\n` : "";
  return `<h2>${escaped(evaluation.name)}</h2>
<p>${escaped(setting(evaluation, parts))}</p>
<h3>How far to trust this</h3>
${which}<ul>
${sentences.join("\n")}
</ul>
${across}${await figures(charts, next)}<h3>Summary</h3>
${summaryHtml(evaluation)}
${candidatesHtml(evaluation)}<details><summary>Receipt</summary>
${receiptHtml(evaluation.receipt)}
</details>`;
}

/**
 * The page as text: safe to open from disk and to send to somebody; everything that was typed by a person is escaped.
 * A chart stands with its evaluation; a chart of several stands before them. `lead` is HTML that comes first.
 */
export async function page(
  title: string,
  evaluations: readonly Evaluation[],
  charts: readonly Chart[],
  lead = "",
): Promise<string> {
  let pictures = 0;
  const next = () => pictures++;
  const joint = charts.filter(({ of }) => of.length > 1);
  const own = ({ name }: Evaluation) => charts.filter(({ of }) => of.length === 1 && of[0] === name);
  const together = `<h2>Side by side</h2>\n${tableHtml(overview(evaluations), { most: 200 })}\n${await figures(joint, next)}`;
  const sections: string[] = [];
  for (const one of evaluations) sections.push(await section(one, own(one), next));
  return pageHtml(title, `<h1>${escaped(title)}</h1>\n${lead}${together}${sections.join("\n")}`);
}
