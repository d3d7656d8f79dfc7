// Results in a notebook: evaluations with their intervals and controls, receipts, charts.
import type { Evaluation, Null, Receipt, Summary } from "../../../runtime/evaluation/types.js";
import { labelOf } from "../../../runtime/report/conditions.js";
import { counted, ends, figure, percent } from "../../../runtime/report/numbers.js";
import { receiptWords, words } from "../../../runtime/report/words.js";
import type { Chart } from "../../../runtime/report/types.js";
import type { Bundle } from "../../outputs.js";
import { accountBundle } from "./text.js";

const nullWords = (random: Null | null): string =>
  random
    ? `${figure(random.low)} to ${figure(random.high)} (${random.directions} random directions)`
    : "not measured";

function interval({ mean, interval }: Summary): string {
  const [middle, low, high] = ends(mean, interval.low, interval.high);
  return `${middle} [${low}, ${high}]`;
}

/** Where steering happened, on one line. */
function receiptLine({ model, vectors, apply, tokens }: Receipt): string {
  const pushes = vectors.flatMap(({ push }) => Object.values(push));
  const named = vectors.length === 1 ? vectors[0]!.name : counted(vectors.length, "vector");
  const range = [...new Set([Math.min(...pushes), Math.max(...pushes)].map(figure))].join(" to ");
  return [
    `Receipt: ${named} on ${model.label} (${model.sha256.slice(0, 12)}, ${model.dtype})`,
    `${apply}, ${counted(tokens.steered, "token")} steered`,
    ...(pushes.length ? [`push ${range} of the hidden state`] : []),
  ].join("; ");
}

/** The account in words, a line of numbers per condition, and the receipt. */
export function evaluationBundle(evaluation: Evaluation): Bundle {
  const { summary, receipt } = evaluation;
  const [title = "", ...lines] = words(evaluation).split("\n");
  const several = summary.length > 1;
  return accountBundle({
    title,
    lines: lines.map((line) => line.trim()),
    table: {
      head: [
        several ? "condition" : "layer",
        "n",
        `mean steerability [${percent(summary[0]?.interval.level ?? 0.95)} interval]`,
        "anti-steerable",
        "null",
      ],
      rows: summary.map((one) => [
        several ? labelOf(one, summary) : one.layer,
        one.n,
        interval(one),
        percent(one.anti_steerable),
        nullWords(one.null),
      ]),
    },
    below: [receiptLine(receipt)],
  });
}

export function receiptBundle(receipt: Receipt): Bundle {
  const { evaluation, model, engine, vectors, concepts, apply, score, protocol, tokens, settings } = receipt;
  return accountBundle({
    title: `receipt of ${evaluation}`,
    lines: [receiptLine(receipt), receiptWords(receipt)],
    table: {
      head: ["what", "value"],
      rows: [
        ["model", `${model.label} ${model.sha256} ${model.dtype}`],
        ["engine", `${engine.device}, ONNX Runtime ${engine.runtime}, steerlab ${engine.steerlab}`],
        ...vectors.map(({ name, trained, made, hash }) => [
          "vector",
          `${name}, under ${trained}: ${made} ${hash}`,
        ]),
        ...concepts.map(({ name, hash, items }) => ["concept", `${name} ${hash}, ${counted(items, "item")}`]),
        ["apply", apply],
        ["score", score],
        ["protocol", protocol],
        ["tokens", tokens.example],
        ...Object.entries(settings).map(([name, value]) => [name, String(value)]),
      ],
    },
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
