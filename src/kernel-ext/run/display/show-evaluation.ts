// Results in a notebook: evaluations with their intervals and controls, and charts.
import type { Evaluation } from "../../../runtime/results/evaluation.js";
import { resultsTable } from "../../../runtime/report/tables/results-table.js";
import { words } from "../../../runtime/report/words/account.js";
import type { Chart } from "../../../runtime/results/chart.js";
import type { Bundle } from "../../host/outputs.js";
import { receiptLine } from "./show-receipt.js";
import { accountBundle } from "./layout.js";

/** Sentences of an account; one that ends in a colon leads to the next, any other begins with a capital. */
function sentencesOf(lines: readonly string[]): string[] {
  const made: string[] = [];
  for (const line of lines.map((one) => one.trim()))
    if (made.at(-1)?.endsWith(":")) made.push(`${made.pop()!} ${line}`);
    else made.push(line.charAt(0).toUpperCase() + line.slice(1));
  return made;
}

/** A line of numbers per condition, the account in words, and the receipt. */
export function evaluationBundle(evaluation: Evaluation): Bundle {
  const { summary, receipt } = evaluation;
  const [title = "", ...lines] = words(evaluation).split("\n");
  return accountBundle({
    title,
    table: summary.length ? resultsTable(summary, receipt.resolution) : null,
    sentences: sentencesOf(lines),
    below: [receiptLine(receipt)],
  });
}

/** Vega-Lite for front ends that know it, a picture for the others, the title for the rest. */
export async function chartBundle(chart: Chart): Promise<Bundle> {
  return {
    "application/vnd.vegalite.v5+json": chart.spec,
    "image/png": Buffer.from(await chart.png()).toString("base64"),
    "text/plain": chart.title,
  };
}
