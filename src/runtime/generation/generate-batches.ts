// Grows what the store does not have yet, batch by batch, and keeps every batch as soon as it is finished.
import type { PromptToContinue } from "../engine/types.js";
import { currentSession, engineKey } from "../session/index.js";
import type { OpenModel, PlannedModel } from "../session/types.js";
import { contentKey, keepPiece, keptPiece, storeFolder } from "../store/index.js";
import { tokenChooser, logProb } from "./next-token.js";
import { dropCheckpoint, checkpointer, type Written } from "./checkpoints.js";
import type { Settings } from "./generation-settings.js";
import { stoppedBy } from "./stop-conditions.js";
import type { Stopped } from "../results/generation.js";
import type { GenerationJob } from "./generation-jobs.js";

/** A text that has generated; as the store keeps it. */
export interface DecodedText {
  readonly tokens: readonly number[];
  /** log p of each chosen token in the steered model, nats. */
  readonly logProbs: readonly number[];
  readonly text: string;
  readonly stopped: Stopped;
  readonly steered: number;
}

/** A batch as the store keeps it: its texts, and what they took. */
export interface DecodedBatch {
  readonly texts: readonly DecodedText[];
  readonly passes: number;
  readonly tokens: number;
}

type Batch = readonly number[];

/** What the texts of a batch depend on; side by side, they are part of one another's last bits. */
const keyOf = (
  batch: Batch,
  { distinct, names }: GenerationJob,
  { sample, stops }: Settings,
  model: PlannedModel,
) => {
  const texts = batch.map((i) => {
    const { tokens, steered, until, terms } = distinct[i]!;
    const done = terms.map(({ direction, ...term }) => [names[direction], term]);
    return [tokens, steered, until === Infinity ? "on" : until, done];
  });
  return contentKey(["generation", engineKey(model), texts, sample ?? "greedy", stops]);
};

/** A batch, or null where the store does not have it. */
export async function keptBatch(
  batch: Batch,
  work: GenerationJob,
  settings: Settings,
  model: PlannedModel,
): Promise<DecodedBatch | null> {
  const kept = await keptPiece(storeFolder(), "texts", keyOf(batch, work, settings, model));
  try {
    return kept && (JSON.parse(kept.toString()) as DecodedBatch);
  } catch {
    return null;
  }
}

/** Every batch; their texts are in the order of `work.growing`. Throws E503 when interrupted, E505 for NaN. */
export async function runTexts(
  work: GenerationJob,
  settings: Settings,
  open: OpenModel,
  task: string,
): Promise<DecodedBatch[]> {
  const { sink } = currentSession();
  const { batches, distinct } = work;
  const kept = await Promise.all(batches.map((batch) => keptBatch(batch, work, settings, open)));
  const total = distinct.length * settings.stops.tokens;
  let done = batches.reduce((n, batch, b) => n + (kept[b] ? batch.length : 0), 0) * settings.stops.tokens;
  const found: DecodedBatch[] = [];
  for (const [b, batch] of batches.entries()) {
    const before = kept[b];
    if (before) {
      found.push(before);
      continue;
    }
    const key = keyOf(batch, work, settings, open);
    const advanced = (tokens: number) =>
      sink.progress({ task, done: Math.min(total, (done += tokens)), total, unit: "tokens" });
    const generated = await generateBatch(batch, work, settings, open, { key, advanced });
    await keepPiece(storeFolder(), "texts", key, JSON.stringify(generated)).then(
      () => dropCheckpoint(key),
      () => sink.notice("The texts could not be kept in the store; a rerun will write them again."),
    );
    found.push(generated);
  }
  return found;
}

/**
 * `advanced` is told how many tokens of all that were asked for are settled: those of a text that ends early at once. Its first number
 * is what was kept of an interrupted run, so that rates count only what this one does.
 */
async function generateBatch(
  batch: Batch,
  { distinct, directionTable }: GenerationJob,
  { sample, stops }: Settings,
  { checkpoint, engine }: OpenModel,
  { key, advanced }: { readonly key: string; readonly advanced: (tokens: number) => void },
): Promise<DecodedBatch> {
  const texts: PromptToContinue[] = batch.map((i) => distinct[i]!);
  const choosers = texts.map(() => tokenChooser(sample));
  const written = texts.map((): Written => ({ tokens: [], logProbs: [], ended: null }));
  let settled = 0;
  const settle = ({ ended, tokens }: Written) => (ended ? stops.tokens - tokens.length + 1 : 1);
  const choose = (text: number, logits: Float32Array): number | null => {
    const one = written[text]!;
    const token = choosers[text]!.choose(logits);
    one.tokens.push(token);
    one.logProbs.push(logProb(logits, token));
    one.ended = stoppedBy(one.tokens, stops, checkpoint.tokenizer);
    settled += settle(one);
    return one.ended ? null : token;
  };
  const resume = (before: readonly Written[]) =>
    before.forEach(({ tokens, logProbs, ended }, i) => {
      const one = written[i]!;
      one.tokens.push(...tokens);
      one.logProbs.push(...logProbs);
      one.ended = ended;
      choosers[i]!.skip(tokens.length);
      settled += tokens.length - 1 + settle(one);
    });
  const onStep = () => {
    advanced(settled);
    settled = 0;
  };
  const { signal } = currentSession();
  const keeper = (await checkpointer(key, written, resume, onStep)) ?? undefined;
  if (!keeper) onStep();
  const { steered, passes, tokens } = await engine.generate(directionTable, texts, choose, {
    signal,
    onStep,
    checkpointer: keeper,
  });
  const generated = written.map((one, i) => ({
    tokens: one.tokens,
    logProbs: one.logProbs,
    ...one.ended!,
    steered: steered[i]!,
  }));
  return { texts: generated, passes, tokens };
}
