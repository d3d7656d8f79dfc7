// Receipts in a notebook: what was steered, where, and the proof that it was.
import type { Receipt } from "../../../runtime/results/evaluation.js";
import type { GenerationReceipt } from "../../../runtime/results/generation.js";
import { generationSentences } from "../../../runtime/report/generation/index.js";
import { pluralise, formatNumber } from "../../../runtime/report/words/format-number.js";
import { precisionRows } from "../../../runtime/report/words/quantisation.js";
import { receiptWords } from "../../../runtime/report/words/account.js";
import type { Bundle } from "../../host/outputs.js";
import { accountBundle, type Cell } from "./layout.js";

/** Where steering happened, on one line. */
export function receiptLine({ model, vectors, apply, tokens }: Receipt): string {
  const pushes = vectors.flatMap(({ relativeNorm }) => Object.values(relativeNorm));
  const named = vectors.length === 1 ? vectors[0]!.name : pluralise(vectors.length, "vector");
  const range = [...new Set([Math.min(...pushes), Math.max(...pushes)].map(formatNumber))].join(" to ");
  return [
    `Receipt: ${named} on ${model.label} (${model.sha256.slice(0, 12)}, ${model.dtype})`,
    `${apply}, ${pluralise(tokens.steered, "token")} steered`,
    ...(pushes.length ? [`relative norm ${range}`] : []),
  ].join("; ");
}

type Rows = readonly (readonly Cell[])[];

/** Quoted where its white space would not be seen. */
const visible = (text: string): string => (text.trim() === text && text ? text : JSON.stringify(text));

const origin = ({ model, engine }: Pick<Receipt, "model" | "engine">): Rows => [
  ["model", `${model.label} ${model.sha256} ${model.dtype}`],
  ["engine", `${engine.device}, ONNX Runtime ${engine.runtime}, steerlab ${engine.steerlab}`],
];

const settingsRows = (settings: Receipt["settings"]): Rows =>
  Object.entries(settings).map(([name, value]) => [name, visible(String(value))]);

export function receiptBundle(receipt: Receipt): Bundle {
  const { evaluation, vectors, concepts, apply, score, protocol, tokens, settings } = receipt;
  return accountBundle({
    title: `receipt of ${evaluation}`,
    lines: [receiptLine(receipt), receiptWords(receipt)],
    table: {
      head: ["what", "value"],
      rows: [
        ...origin(receipt),
        ...vectors.map(({ name, trained, made, hash }) => [
          "vector",
          `${name}, under ${trained}: ${made} ${hash}`,
        ]),
        ...concepts.map(({ name, hash, items }) => [
          "concept",
          `${name} ${hash}, ${pluralise(items, "item")}`,
        ]),
        ["apply", apply],
        ["score", score],
        ["protocol", protocol],
        ["tokens", visible(tokens.example)],
        ...precisionRows(receipt),
        ...settingsRows(settings),
      ],
    },
  });
}

export function generationReceiptBundle(receipt: GenerationReceipt): Bundle {
  const { generation, vectors, apply, choice, example, cost, settings } = receipt;
  return accountBundle({
    title: `receipt of ${generation}`,
    lines: generationSentences({ receipt, texts: [] }),
    table: {
      head: ["what", "value"],
      rows: [
        ...origin(receipt),
        ...vectors.map(({ name, hash }) => ["vector", `${name} ${hash}`]),
        ["apply", apply],
        ["choice", choice],
        ["tokens", visible(example)],
        ["cost", `${pluralise(cost.tokens, "token")} computed`],
        ...settingsRows(settings),
      ],
    },
  });
}
