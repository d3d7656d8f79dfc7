// Extraction: both answers of every training pair in one group, the residual stream read after every layer in one pass.
// Every layer is read and kept, whatever layers were asked for, since that costs nothing more.
import { joinsOf, protocolOf } from "../../paper/protocols.js";
import { describeWhere, encodePair, partOf, tokensOf } from "../../concepts/index.js";
import type { EncodedPair } from "../../concepts/types.js";
import type { ExtractSpec } from "../specs.js";
import type { Group, GroupReadings } from "../../engine/types.js";
import { fail } from "../../errors/index.js";
import { currentSession, engineKey, located } from "../../session/index.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import { contentKey, keepPiece, keptPiece, storeFolder } from "../../store/index.js";
import { gathering, meanOverTokens, type Gathered, type Residuals } from "./aggregate.js";
import { trainingPrompt, type TrainingPrompt } from "./extraction-notices.js";
import { directionsOf } from "../directions.js";
import { layersOf } from "../layers.js";
import { readSafetensors, writeSafetensors } from "../files/safetensors-vectors.js";
import type { Directions, Extraction, Method } from "../types.js";

/** An extraction that is ready to run: what is asked of the engine, and the key of its result. */
export interface PlannedExtraction {
  readonly layers: readonly number[];
  readonly depth: number;
  readonly width: number;
  readonly pairs: number;
  readonly method: Method;
  readonly groups: readonly Group[];
  /** The training prompts, as far as notices speak of them. */
  readonly prompts: readonly TrainingPrompt[];
  readonly key: string;
}

/** Whole texts of a part's pairs under the extraction's shift and protocol. Throws what `encodePair` throws, E504 for long texts. */
export function encodePart(
  extraction: Extraction,
  part: "train" | "test",
  { checkpoint }: PlannedModel,
  system: string | null,
): EncodedPair[] {
  const { concept, under } = extraction;
  return partOf(concept, part).map((pair) =>
    encodePair(pair, {
      concept,
      shift: under,
      model: { tokenizer: checkpoint.tokenizer, template: checkpoint.template, system },
      joins: joinsOf(extraction, checkpoint.config.family),
      letters: protocolOf(extraction).letters,
      context: checkpoint.config.context,
    }),
  );
}

/** The training pairs. */
export const encodeTraining = (
  extraction: Extraction,
  planned: PlannedModel,
  system: string | null,
): EncodedPair[] => encodePart(extraction, "train", planned, system);

/** Both texts of each pair, with the residual stream read after the given layers where the extraction reads. */
export const residualGroups = (
  pairs: readonly EncodedPair[],
  read: Extraction["read"],
  layers: readonly number[],
): Group[] =>
  pairs.map((pair): Group => {
    const sequences = (["positive", "negative"] as const).map((text) => {
      const at = tokensOf(read, pair, text, "read");
      return {
        // Later tokens cannot change what earlier ones hold.
        tokens: pair[text].slice(0, at.at(-1)! + 1),
        steered: null,
        reads: at.map((token) => ({ kind: "residual" as const, at: token, layers })),
      };
    });
    return { key: String(pair.row), sequences };
  });

/** Plans an extraction; nothing runs. Throws E601, E602 for its layers and E603 when the read tokens cannot differ. */
export async function planExtraction(
  extraction: Extraction,
  model: ExtractSpec["model"],
): Promise<PlannedExtraction> {
  const planned = await model.plan();
  const { config } = planned.checkpoint;
  const depth = config.layers;
  const layers = await located(extraction.layersAt, async () =>
    layersOf(extraction.layers, { layers: depth, model: model.name }),
  );
  const all = Array.from({ length: depth }, (_, layer) => layer);
  const pairs = encodeTraining(extraction, planned, model.system);
  const groups = residualGroups(pairs, extraction.read, all);
  if (groups.every(({ sequences: [a, b] }) => String(a!.tokens) === String(b!.tokens)))
    fail("E603", { concept: extraction.concept.name, clause: describeWhere(extraction.read) });
  const asked = groups.map(({ sequences }) =>
    sequences.map(({ tokens, reads }) => [tokens, reads.map((r) => r.at)]),
  );
  const key = contentKey([extraction.method, ...engineKey(planned), asked]);
  const { method } = extraction;
  const prompts = pairs.map(trainingPrompt);
  return { layers, depth, width: config.hiddenSize, pairs: pairs.length, method, groups, prompts, key };
}

/** The directions that the store has, or null. A damaged file counts as absent. */
export async function keptExtraction(plan: PlannedExtraction): Promise<Directions | null> {
  const bytes = await keptPiece(storeFolder(), "vectors", plan.key);
  if (!bytes) return null;
  try {
    const { tensors, metadata } = readSafetensors(bytes);
    const agreement = JSON.parse(metadata["agreement"]!) as number[];
    const vectors = agreement.map((_, layer) => tensors.get(`layer.${layer}`)!);
    const whole = vectors.length === plan.depth && vectors.every((vector) => vector?.length === plan.width);
    return whole ? atLayers(plan, vectors, agreement) : null;
  } catch {
    return null;
  }
}

/** Runs an extraction; the vectors at all layers. `advance` is told after every pair, `layered` after every layer's vector. */
export async function gatheredFrom(
  { method, depth, width, groups }: PlannedExtraction,
  { engine }: Pick<OpenModel, "engine">,
  advance: () => void = () => {},
  layered?: (done: number) => void,
): Promise<Gathered> {
  const { signal } = currentSession();
  const gathered = gathering(method, depth, width);
  for await (const readings of engine.run([], groups, { signal })) {
    const [positive, negative] = residuals(readings);
    gathered.add(positive!, negative!);
    advance();
  }
  return gathered.result(signal, layered);
}

/** Runs an extraction and keeps its result. */
export async function runExtraction(
  plan: PlannedExtraction,
  open: OpenModel,
  task: string,
): Promise<Directions> {
  const { sink } = currentSession();
  const total = plan.groups.length;
  let done = 0;
  sink.progress({ task, done, total, unit: "items" });
  const advance = () => sink.progress({ task, done: (done += 1), total, unit: "items" });
  // A mean is there with the last pair; the others work for a while.
  const solving = (of: number) =>
    sink.progress({ task: `${task}, ${plan.method}`, done: of, total: plan.depth, unit: "layers" });
  const layered = plan.method === "mean difference" ? undefined : solving;
  const { vectors, agreement } = await gatheredFrom(plan, open, advance, layered);
  const tensors = new Map(vectors.map((vector, layer) => [`layer.${layer}`, vector]));
  const bytes = writeSafetensors({ tensors, metadata: { agreement: JSON.stringify(agreement) } });
  await keepPiece(storeFolder(), "vectors", plan.key, bytes).catch(() =>
    sink.notice("The extracted vector could not be kept in the store; it will be extracted again next time."),
  );
  return atLayers(plan, vectors, agreement);
}

/** The chosen layers out of all. */
function atLayers(
  { layers, pairs }: PlannedExtraction,
  vectors: readonly Float32Array[],
  agreement: readonly number[],
): Directions {
  return directionsOf(new Map(layers.map((layer) => [layer, vectors[layer]!])), {
    agreement: new Map(layers.map((layer) => [layer, agreement[layer]!])),
    pairs,
  });
}

/** Residuals of the positive and the negative text of a group, [2][layers][width]. */
export const residuals = ({ readings }: GroupReadings): Residuals[] =>
  readings.map((reads) => meanOverTokens(reads as readonly Residuals[]));
