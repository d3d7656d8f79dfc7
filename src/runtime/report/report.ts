// The report of an experiment: one page that says whether its vectors are fit for use, and why, with charts, numbers and receipts.
import type { Evaluation } from "../evaluation/types.js";
import { page } from "./page.js";
import type { Chart } from "./types.js";
import { chartsOf } from "./verdicts/charts.js";
import { judgementHtml } from "./verdicts/html.js";

/** HTML in one file, without scripts or links. `charts` are the program's own; the usual ones are added. */
export const report = (
  title: string,
  evaluations: readonly Evaluation[],
  charts: readonly Chart[],
): Promise<string> => page(title, evaluations, chartsOf(evaluations, charts), judgementHtml(evaluations));
