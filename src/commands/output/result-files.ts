// `run --out DIR`: what a run leaves in the folder, the same bytes for the same results.
import { join } from "node:path";
import type { Evaluation, Row } from "../../runtime/results/evaluation.js";
import { jsonLinePieces, jsonLines, writeAtomically, writeWhole } from "../../runtime/files/index.js";
import type { GeneratedText, Generation } from "../../runtime/results/generation.js";
import type { Chart } from "../../runtime/results/chart.js";

/** A file and what it holds, at once or in pieces. */
export type Content = readonly [name: string, content: string | Uint8Array | Iterable<string>];

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The columns of NAME.rows.jsonl, in this order and no others. */
const columns = [
  "concept",
  "item",
  "train_shift",
  "test_shift",
  "vector",
  "layer",
  "multiplier",
  "propensity",
] as const satisfies readonly (keyof Row)[];

export const evaluationFiles = (evaluation: Evaluation): readonly Content[] => [
  [`${evaluation.name}.rows.jsonl`, jsonLinePieces(evaluation.rows, columns)],
  [`${evaluation.name}.items.jsonl`, jsonLinePieces(evaluation.items)],
  [`${evaluation.name}.summary.json`, json(evaluation.summary)],
  [`${evaluation.name}.receipt.json`, json(evaluation.receipt)],
];

/** The columns of NAME.jsonl, in this order and no others. */
const textColumns = (text: GeneratedText): GeneratedText => ({
  prompt: text.prompt,
  vector: text.vector,
  layers: text.layers,
  multiplier: text.multiplier,
  text: text.text,
  tokens: text.tokens,
  stopped: text.stopped,
  steered: text.steered,
  meanNll: text.meanNll,
});

export const generationFiles = async (generation: Generation): Promise<readonly Content[]> => {
  const { generationPage } = await import("../../runtime/report/index.js");
  return [
    [`${generation.name}.jsonl`, jsonLines(generation.texts.map(textColumns))],
    [`${generation.name}.receipt.json`, json(generation.receipt)],
    [`${generation.name}.html`, generationPage(generation)],
  ];
};

export const chartFiles = async (chart: Chart): Promise<readonly Content[]> => [
  [`${chart.name}.svg`, await chart.svg()],
  [`${chart.name}.png`, await chart.png()],
  [`${chart.name}.vl.json`, json(chart.spec)],
];

/** PROGRAM.html: all evaluations of a run and all charts on one page. */
export const pageFile = async (
  program: string,
  evaluations: readonly Evaluation[],
  charts: readonly Chart[],
): Promise<Content> => {
  const { page } = await import("../../runtime/report/index.js");
  return [`${program}.html`, await page(program, evaluations, charts)];
};

/** Writes each file whole or not at all. @throws E701 */
export async function writeAll(folder: string, files: readonly Content[]): Promise<void> {
  for (const [name, content] of files) {
    const path = join(folder, name);
    if (typeof content === "string" || content instanceof Uint8Array) await writeAtomically(path, content);
    else
      await writeWhole(path, async (append) => {
        for (const piece of content) await append(piece);
      });
  }
}
