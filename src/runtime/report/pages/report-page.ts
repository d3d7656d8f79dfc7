// The report of an experiment: one page that says whether its vectors are fit for use, and why, with charts, numbers and receipts.
import type { Evaluation } from "../../results/evaluation.js";
import type { Generation } from "../../results/generation.js";
import { generationTable, generationTitle } from "../generation/index.js";
import { escaped } from "./html.js";
import { page } from "./page.js";
import type { Chart } from "../../results/chart.js";
import { chartsOf } from "../verdicts/chosen-charts.js";
import { judgementHtml } from "../verdicts/verdict-html.js";

/** What was written under the vectors, text beside text. */
const written = (generations: readonly Generation[]): string =>
  generations.map((one) => `<h2>${escaped(generationTitle(one))}</h2>\n${generationTable(one)}\n`).join("");

/** HTML in one file, without scripts or links. `charts` are the program's own; the usual ones are added. */
export const report = (
  title: string,
  evaluations: readonly Evaluation[],
  charts: readonly Chart[],
  generations: readonly Generation[] = [],
): Promise<string> =>
  page(title, evaluations, chartsOf(evaluations, charts), judgementHtml(evaluations) + written(generations));
