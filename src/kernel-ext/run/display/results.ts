// Results in a notebook: evaluations with their intervals and controls, and charts.
import type { Evaluation, Null, Summary } from "../../../runtime/evaluation/types.js";
import { labelOf } from "../../../runtime/report/conditions.js";
import { drawn, ends, minus, percent } from "../../../runtime/report/numbers.js";
import { words } from "../../../runtime/report/words.js";
import type { Chart } from "../../../runtime/report/types.js";
import type { Bundle } from "../../outputs.js";
import { receiptLine } from "./receipts.js";
import { accountBundle, type Cell, type Table } from "./text.js";

/** A column of the table of results; without a value in any condition it is left out. */
interface Column {
  readonly head: (all: readonly Summary[]) => string;
  readonly cell: (one: Summary, all: readonly Summary[]) => Cell;
}

const range = (none: Null | null): Cell => none && `${drawn(none.low)} to ${drawn(none.high)}`;

/** "10 random", with how many each condition was compared with if that is one number. */
function counting(name: string, nones: readonly (Null | null)[]): string {
  const counts = new Set(nones.flatMap((none) => (none ? [none.directions] : [])));
  return counts.size === 1 ? `${[...counts][0]!} ${name}` : name;
}

const parts = ({ mean, interval }: Summary): readonly string[] =>
  ends(mean, interval.low, interval.high).map(minus);

/** The prompt that moves the propensity most, not steered. */
function strongestPrompt({ prompt }: Summary): Cell {
  const best = prompt?.reduce((most, one) => (Math.abs(one.effect) > Math.abs(most.effect) ? one : most));
  if (!best) return null;
  const [effect] = ends(best.effect, best.interval.low, best.interval.high).map(minus);
  return `${effect} (${best.shift})`;
}

const columns: readonly Column[] = [
  {
    head: (all) => (all.length > 1 ? "condition" : "layer"),
    cell: (one, all) => (all.length > 1 ? labelOf(one, all) : one.layer),
  },
  { head: () => "n", cell: ({ n }) => n },
  { head: () => "steerability", cell: (one) => parts(one)[0]! },
  {
    head: ([first]) => `${percent(first?.interval.level ?? 0.95)} interval`,
    cell: (one) => `[${parts(one).slice(1).join(", ")}]`,
  },
  { head: () => "anti-steerable", cell: ({ anti_steerable }) => percent(anti_steerable) },
  {
    head: (all) =>
      counting(
        "random",
        all.map((one) => one.null),
      ),
    cell: (one) => range(one.null),
  },
  {
    head: (all) =>
      counting(
        "orthogonal",
        all.map(({ orthogonal }) => orthogonal),
      ),
    cell: ({ orthogonal }) => range(orthogonal),
  },
  { head: () => "prompt alone", cell: strongestPrompt },
];

function resultsTable(all: readonly Summary[]): Table {
  const kept = columns.filter(({ cell }) => all.some((one) => cell(one, all) !== null));
  return {
    head: kept.map(({ head }) => head(all)),
    rows: all.map((one) => kept.map(({ cell }) => cell(one, all))),
  };
}

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
    table: summary.length ? resultsTable(summary) : null,
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
