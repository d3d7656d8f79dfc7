// One HTML page for finished evaluations: words, numbers, charts and receipts in one file, without scripts or links.
import type { Evaluation, Receipt, Summary } from "../evaluation/types.js";
import { partsOf, strongest } from "./conditions.js";
import { escaped } from "./html.js";
import { overview } from "./overview.js";
import { partsCounted, setting, unitOf } from "./sentences.js";
import { tableHtml } from "./table.js";
import type { Chart } from "./types.js";
import { choiceWords, driftWords, overlapWords, receiptWords, trust } from "./words.js";

const style = `body{font:15px/1.5 "DejaVu Sans",Verdana,sans-serif;color:#222;max-width:700px;margin:2em auto;padding:0 1em}
h1{font-size:1.4em}h2{font-size:1.2em;margin-top:2.5em}h3{font-size:1em;margin-top:1.5em}svg{max-width:100%;height:auto;display:block;margin:1em 0}
table{border-collapse:collapse;font-size:12px;display:block;overflow-x:auto}th,td{padding:.2em .6em;border-bottom:1px solid #ddd}
td{font-variant-numeric:tabular-nums;white-space:nowrap}code,dd{overflow-wrap:anywhere}dt{font-weight:bold}dd{margin:0 0 .4em 1em}`;

const line = (summary: Summary): object => ({
  concept: summary.concept,
  shift: `${summary.train_shift} → ${summary.test_shift}`,
  vector: summary.vector,
  layer: summary.layer,
  n: summary.n,
  steerability: summary.mean,
  low: summary.interval.low,
  high: summary.interval.high,
  sd: summary.sd,
  median: summary.median,
  "anti-steerable": summary.anti_steerable,
  baseline: summary.baseline,
  "null low": summary.null?.low ?? null,
  "null high": summary.null?.high ?? null,
  "orthogonal low": summary.orthogonal?.low ?? null,
  "orthogonal high": summary.orthogonal?.high ?? null,
  ...Object.fromEntries((summary.prompt ?? []).map(({ shift, effect }) => [`${shift} only`, effect])),
});

/** Every field of the receipt, nested ones as "check.zero". */
function fieldsOf(value: object, prefix = ""): [string, string][] {
  return Object.entries(value as Record<string, unknown>).flatMap(([key, field]): [string, string][] => {
    const name = prefix ? `${prefix}.${key}` : key;
    return typeof field === "object" && field !== null ? fieldsOf(field, name) : [[name, String(field)]];
  });
}

const receiptHtml = (receipt: Receipt): string =>
  `<dl>\n${fieldsOf(receipt)
    .map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`)
    .join("\n")}\n</dl>`;

/** What could be chosen; empty where nothing was. */
const candidatesHtml = ({ choice }: Evaluation): string =>
  choice ? `<h3>What could be chosen</h3>\n${tableHtml(choice.candidates, { most: 200 })}\n` : "";

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
  const best = strongest(parts);
  const which =
    best && parts.length > 1
      ? `<p>For ${escaped(best.label)}, the highest of ${partsCounted(parts)}, picked on these same items, so its size is flattered:</p>\n`
      : "";
  const sentences = [
    choiceWords(evaluation.receipt, unitOf(evaluation.receipt.score)),
    ...(best ? trust(best.summary) : ["Nothing was measured."]),
    best ? driftWords(evaluation.receipt, best.summary) : null,
    overlapWords(evaluation.receipt),
    receiptWords(evaluation.receipt, best?.summary),
  ].flatMap((sentence) => (sentence ? [`<li>${escaped(sentence)}</li>`] : []));
  return `<h2>${escaped(evaluation.name)}</h2>
<p>${escaped(setting(evaluation, parts))}</p>
<h3>How far to trust this</h3>
${which}<ul>
${sentences.join("\n")}
</ul>
${await figures(charts, next)}<h3>Summary</h3>
${tableHtml(evaluation.summary.map(line), { most: 200 })}
${candidatesHtml(evaluation)}<details><summary>Receipt</summary>
${receiptHtml(evaluation.receipt)}
</details>`;
}

/**
 * The page as text: safe to open from disk and to send to somebody; everything that was typed by a person is escaped.
 * A chart stands with its evaluation; a chart of several stands before them.
 */
export async function page(
  title: string,
  evaluations: readonly Evaluation[],
  charts: readonly Chart[],
): Promise<string> {
  let pictures = 0;
  const next = () => pictures++;
  const joint = charts.filter(({ of }) => of.length > 1);
  const own = ({ name }: Evaluation) => charts.filter(({ of }) => of.length === 1 && of[0] === name);
  const together = `${tableHtml(overview(evaluations), { most: 200 })}\n${await figures(joint, next)}`;
  const sections: string[] = [];
  for (const one of evaluations) sections.push(await section(one, own(one), next));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${together}${sections.join("\n")}
</body>
</html>
`;
}
