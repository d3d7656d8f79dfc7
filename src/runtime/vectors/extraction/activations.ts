// The hidden states behind a vector: both texts of each pair, read where the extraction reads, at some layers.
import type { ContrastPair } from "../../concepts/types.js";
import { partOf } from "../../concepts/index.js";
import { currentSession } from "../../session/index.js";
import { encodePart, residualGroups, residuals } from "./extract.js";
import type { Extraction, Vector } from "../types.js";

/** One pair's hidden states, [layers][width], in the order of the layers that were asked for. */
export interface PairActivations {
  readonly pair: ContrastPair;
  /** The first tokens in which its answers differ: [positive, negative]; null where it is its prompts that differ. */
  readonly answers: readonly [positive: number, negative: number] | null;
  readonly positive: readonly Float32Array[];
  readonly negative: readonly Float32Array[];
}

/** Runs the pairs of a part under the extraction's shift. Throws E4xx (texts, parts without pairs), E5xx (engine, interrupt). */
export async function activationsOf(
  extraction: Extraction,
  model: Vector["model"],
  { part, layers, task }: { part: "train" | "test"; layers: readonly number[]; task: string },
): Promise<PairActivations[]> {
  const { sink, signal } = currentSession();
  const open = await model.open();
  const encoded = encodePart(extraction, part, open, model.system);
  const pairs = new Map(partOf(extraction.concept, part).map((pair) => [String(pair.row), pair]));
  const texts = new Map(encoded.map((one) => [String(one.row), one]));
  const groups = residualGroups(encoded, extraction.read, layers);
  const total = groups.length;
  const found: PairActivations[] = [];
  for await (const readings of open.engine.run([], groups, { signal })) {
    const [positive, negative] = residuals(readings);
    const { differ, boundaries, ...text } = texts.get(readings.key)!;
    const answers = boundaries ? null : ([text.positive[differ]!, text.negative[differ]!] as const);
    found.push({ pair: pairs.get(readings.key)!, answers, positive: positive!, negative: negative! });
    sink.progress({ task, done: found.length, total, unit: "items" });
  }
  return found.sort((a, b) => a.pair.row - b.pair.row);
}
