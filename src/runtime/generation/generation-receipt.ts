// The receipt of a generation: which texts were steered where, at how many tokens, and the proof.
import { describeVector } from "../vectors/index.js";
import type { Directions, Vector } from "../vectors/types.js";
import type { GenerateSpec } from "./specs.js";
import { describeLayers } from "../evaluation/design/evaluation-settings.js";
import type { TextTokenizer } from "../models/types.js";
import { currentSession, engineKey } from "../session/index.js";
import type { OpenModel, PlannedModel } from "../session/types.js";
import { contentKey, keepPiece, keptPiece, steerlabVersion, storeFolder } from "../store/index.js";
import { checkedText, selfCheck, meanLikelihoods, type Proof } from "./generation-self-check.js";
import { describeChoice } from "./next-token.js";
import { quantisationEffect } from "./generation-quantisation.js";
import type { DecodedBatch, DecodedText } from "./generate-batches.js";
import { describeApply, type Settings } from "./generation-settings.js";
import type { GeneratedText, GenerationQuantisation, GenerationReceipt } from "../results/generation.js";
import type { GenerationJob } from "./generation-jobs.js";

/** What is computed about finished texts; kept in the store with them. */
export interface Evidence {
  readonly proof: Proof | null;
  /** By generated text, nats. */
  readonly meanNll: readonly number[];
  readonly quantisation?: GenerationQuantisation;
}

/** Content key of what is computed about these texts. */
function evidenceKey(
  { distinct, names }: GenerationJob,
  generated: readonly DecodedText[],
  model: PlannedModel,
): string {
  const texts = distinct.map(({ tokens, steered, until, terms }, i) => [
    tokens,
    generated[i]!.tokens,
    generated[i]!.logProbs,
    steered,
    until === Infinity ? "on" : until,
    terms.map(({ direction, ...term }) => [names[direction], term]),
  ]);
  return contentKey(["evidence 2", engineKey(model), texts]);
}

export const keptEvidence = (work: GenerationJob, generated: readonly DecodedText[], model: PlannedModel) =>
  keptPiece(storeFolder(), "checks", evidenceKey(work, generated, model));

/** Self-check, mean negative log-likelihoods and comparison, from the store where it has them. Throws E612, E613, E655. */
export async function evidenceOf(
  work: GenerationJob,
  generated: readonly DecodedText[],
  open: OpenModel,
): Promise<Evidence> {
  const kept = await keptEvidence(work, generated, open);
  if (kept) return JSON.parse(kept.toString()) as Evidence;
  const at = checkedText(work);
  const name = work.texts.find(({ distinctIndex }) => distinctIndex === at)?.vector ?? "";
  const proof = at === null ? null : await selfCheck(work, generated, at, open, name);
  const found = await meanLikelihoods(work, generated, open);
  const precision = await quantisationEffect(work, generated, open);
  const evidence: Evidence = { proof, meanNll: found, ...(precision && { quantisation: precision }) };
  const key = evidenceKey(work, generated, open);
  await keepPiece(storeFolder(), "checks", key, JSON.stringify(evidence)).catch(() =>
    currentSession().sink.notice(
      "The self-check could not be kept in the store; it will run again next time.",
    ),
  );
  return evidence;
}

const tokensShown = 6;

/** The last tokens of a prompt and the first that follow; steered ones in «». */
function exampleOf(
  at: number,
  { distinct }: GenerationJob,
  generated: readonly DecodedText[],
  tokenizer: TextTokenizer,
) {
  const { tokens, steered, until, terms } = distinct[at]!;
  const whole = [...tokens, ...generated[at]!.tokens];
  const from = Math.max(0, tokens.length - tokensShown);
  const to = Math.min(whole.length, tokens.length + tokensShown);
  // The last token of all passes through no layer.
  const acts = (i: number) =>
    terms.length > 0 && i < whole.length - 1 && (i < tokens.length ? steered.includes(i) : i < until);
  const shown = whole.slice(from, to).map((id, i) => {
    const piece = tokenizer.piece(id);
    return acts(from + i) ? `«${piece}»` : piece;
  });
  return (from > 0 ? "…" : "") + shown.join("") + (to < whole.length ? "…" : "");
}

export function receiptOf(
  spec: GenerateSpec,
  settings: Settings,
  work: GenerationJob,
  results: { readonly batches: readonly DecodedBatch[]; readonly evidence: Evidence },
  texts: readonly GeneratedText[],
  directions: ReadonlyMap<Vector, Directions>,
  open: OpenModel,
): GenerationReceipt {
  const { checkpoint, engine, weights } = open;
  const { batches, evidence } = results;
  const generated = batches.flatMap((batch) => batch.texts);
  const largest = Math.max(0, ...settings.multipliers.map(Math.abs));
  const acted = texts.filter(({ vector, multiplier }) => vector !== null && multiplier !== 0);
  const counts = acted.map(({ steered }) => steered);
  return {
    format: 2,
    generation: spec.name,
    model: { label: checkpoint.label, sha256: checkpoint.sha256, dtype: weights },
    engine: {
      device: engine.device,
      runtime: engine.runtimeVersion,
      steerlab: steerlabVersion,
      machine: engine.machine,
    },
    vectors: settings.vectors.map(({ vector, layers }) => {
      const { hash, norms } = directions.get(vector)!;
      const by = (value: (layer: number) => number) =>
        Object.fromEntries(layers.map((layer) => [String(layer), value(layer)]));
      const pushed = layers.filter((layer) => evidence.proof?.norms[String(layer)]);
      return {
        name: vector.name,
        hash,
        norms: by((layer) => norms.get(layer)!),
        relativeNorm: Object.fromEntries(
          pushed.map((layer) => [
            String(layer),
            (largest * norms.get(layer)!) / evidence.proof!.norms[String(layer)]!,
          ]),
        ),
      };
    }),
    apply: settings.vectors.length ? describeApply(settings) : "nothing",
    choice: describeChoice(settings.sample),
    steered: {
      all: texts.reduce((sum, { steered }) => sum + steered, 0),
      fewest: counts.length ? Math.min(...counts) : 0,
      most: Math.max(0, ...counts),
    },
    example: exampleOf(checkedText(work) ?? 0, work, generated, checkpoint.tokenizer),
    check: evidence.proof?.check ?? null,
    ...(evidence.quantisation && { quantisation: evidence.quantisation }),
    cost: {
      passes: batches.reduce((sum, { passes }) => sum + passes, 0),
      tokens: batches.reduce((sum, { tokens }) => sum + tokens, 0),
      tokensUnshared: work.distinct.reduce((sum, { tokens }, i) => {
        const n = generated[i]!.tokens.length;
        return sum + n * tokens.length + (n * (n - 1)) / 2;
      }, 0),
    },
    settings: settingsShown(settings, open),
  };
}

/** The settings in force, by name. */
export function settingsShown(
  { vectors, multipliers, shift, format, sample, stops }: Settings,
  { checkpoint }: PlannedModel,
): GenerationReceipt["settings"] {
  const piece = (id: number) => checkpoint.tokenizer.piece(id);
  return {
    vectors: vectors.map(({ vector }) => describeVector(vector)).join("; ") || "none",
    layers: vectors.length
      ? [...new Set(vectors.map(({ layers }) => describeLayers(layers)))].join("; ")
      : "none",
    multipliers: vectors.length ? multipliers.join(", ") : "none",
    under: shift.name,
    format,
    tokens: stops.tokens,
    choice: describeChoice(sample),
    "ends at":
      [...stops.ends.map(piece), ...stops.texts.map((text) => JSON.stringify(text))].join(" ") || "nothing",
  };
}
