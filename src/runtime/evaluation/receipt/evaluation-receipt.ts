// The receipt: what was steered where, by how much, with which settings, and the proof that it happened.
import { joinsOf } from "../../paper/protocols.js";
import type { MeasureSpec } from "../specs.js";
import type { TextTokenizer } from "../../models/types.js";
import { currentSession } from "../../session/index.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import { contentKey, keepPiece, keptPiece, steerlabVersion, storeFolder } from "../../store/index.js";
import { describeVector } from "../../vectors/index.js";
import { relativeNormsOf, selfCheck } from "../controls/self-check.js";
import { measureKlControl, type KlControl } from "../controls/kl-control.js";
import { repeatedItems, trainedItems } from "../design/train-test-overlap.js";
import type { Pairing } from "../design/pairings.js";
import { samePromptsOf } from "../design/evaluation-notices.js";
import { costOf, sumCosts, workKey } from "../execution/run-jobs.js";
import {
  analysisOf,
  describeApply,
  describeChoose,
  describeLayers,
  type Settings,
} from "../design/evaluation-settings.js";
import type { Selection, QuantisationEffect, Receipt, ReceiptVector } from "../../results/evaluation.js";
import { wordsRead } from "../design/scores.js";
import type { Encoded, EvaluationJob, JobItem } from "../design/evaluation-jobs.js";

/** What is kept in the store with the results that it speaks for. */
interface Kept extends Pick<Receipt, "check" | "resolution"> {
  /** By vector, in order of appearance. */
  readonly relativeNorms: readonly ReceiptVector["relativeNorm"][];
  readonly cost: Omit<Receipt["cost"], "kl">;
}

/** The part of a receipt that needs the engine. */
export interface Proof extends Omit<Kept, "cost">, Pick<Receipt, "cost"> {
  readonly klControl: KlControl;
}

/**
 * Self-check, relative norms and cost of the whole, from the store where it has them. The KL on neutral prompts is stored apart, for it depends on
 * prompts that are no part of the works. Throws E303 (neutral prompts), E612, E613.
 */
export async function proofOf(
  spec: MeasureSpec,
  jobs: readonly EvaluationJob[],
  open: OpenModel,
): Promise<Proof> {
  const { cost, ...proved } = await keptProof(jobs, open);
  const klControl = await measureKlControl(spec, jobs, open);
  return { ...proved, cost: { ...cost, kl: klControl.cost }, klControl };
}

async function keptProof(jobs: readonly EvaluationJob[], open: OpenModel): Promise<Kept> {
  // The parts stand in the key: what was kept when there were others is not taken.
  const key = contentKey([
    ["check", "resolution", "relative norms", "cost"],
    jobs.map((work) => workKey(work, open)),
  ]);
  const kept = await keptPiece(storeFolder(), "checks", key);
  if (kept) return JSON.parse(kept.toString()) as Kept;
  const { check, resolution } = await selfCheck(jobs, open);
  const relativeNorms = await relativeNormsOf(jobs, open);
  const { passes, tokens, tokensUnshared } = sumCosts(jobs.map((work) => costOf(work, open)));
  const made: Kept = { check, resolution, relativeNorms, cost: { passes, tokens, tokensUnshared } };
  await keepPiece(storeFolder(), "checks", key, JSON.stringify(made)).catch(() =>
    currentSession().sink.notice(
      "The self-check could not be kept in the store; it will run again next time.",
    ),
  );
  return made;
}

const tokensShown = 4;

/** The last tokens before the first steered one and those that are steered, these in «», of the first item. */
export function steeredExample(
  { texts }: Pick<JobItem, "texts">,
  tokenizer: TextTokenizer,
): Receipt["tokens"] {
  const { tokens, steered } = texts.find((text) => text.steered.length > 0)!;
  const from = Math.max(0, steered[0]! - tokensShown);
  const to = Math.min(tokens.length, steered[0]! + 2 * tokensShown);
  const shown = tokens.slice(from, to).map((id, i) => {
    const piece = tokenizer.piece(id);
    return steered.includes(from + i) ? `«${piece}»` : piece;
  });
  const example = (from > 0 ? "…" : "") + shown.join("") + (to < tokens.length ? "…" : "");
  return { steered: steered.length, example };
}

interface Said {
  readonly settings: Settings;
  readonly choice: Selection | null;
  readonly proof: Proof;
  readonly precision: QuantisationEffect | null;
}

export function receiptOf(
  spec: MeasureSpec,
  jobs: readonly EvaluationJob[],
  { settings, choice, proof, precision }: Said,
  open: OpenModel,
): Receipt {
  const { checkpoint, engine, weights } = open;
  const measured = [...new Set(jobs.flatMap(({ variants }) => variants))];
  const prompts = samePromptsOf(spec, jobs, open);
  return {
    format: 2,
    evaluation: spec.name,
    model: { label: checkpoint.label, sha256: checkpoint.sha256, dtype: weights },
    engine: {
      device: engine.device,
      runtime: engine.runtimeVersion,
      steerlab: steerlabVersion,
      machine: engine.machine,
    },
    vectors: measured.map(({ vector, train_shift, layers, directions }, i) => ({
      name: vector.name,
      trained: train_shift,
      made: describeVector(vector),
      pairs: directions.pairs,
      hash: directions.hash,
      norms: Object.fromEntries(layers.map((layer) => [String(layer), directions.norms.get(layer)!])),
      relativeNorm: proof.relativeNorms[i]!,
      kl: proof.klControl.kl[i]!,
    })),
    concepts: jobs.map(({ concept }) => {
      const { name, hash, splits } = concept;
      const repeats = repeatedItems(concept);
      return { name, hash, items: splits.test.length, ...(repeats > 0 && { repeats }) };
    }),
    ...(prompts.length > 0 && { prompts }),
    apply: describeApply(settings),
    score: settings.score.label,
    protocol: spec.protocol ?? "none",
    tokens: steeredExample(jobs[0]!.items[0]!, checkpoint.tokenizer),
    check: proof.check,
    resolution: proof.resolution,
    cost: proof.cost,
    ...(precision && { quantisation: precision }),
    selection: choice && chosenOf(choice),
    settings: { ...settingsShown(spec, jobs, settings, open), "drift prompts": proof.klControl.prompts },
    analysis: analysisOf(settings.protocol),
  };
}

/** A choice without its candidates: the one that was chosen, and how many there were. */
function chosenOf({ candidates, ...choice }: Selection): NonNullable<Receipt["selection"]> {
  const { score, kl } = candidates.find(
    ({ layer, multiplier }) =>
      layer === choice.layer && (choice.multiplier === null || multiplier === choice.multiplier),
  )!;
  return { ...choice, score, kl, candidates: candidates.length };
}

const listed = (values: readonly string[]): string => [...new Set(values)].join(", ");

/** What was done about thinking blocks; nothing where the template opens none. */
function thinkingShown(items: readonly Pick<JobItem, "opens" | "closed">[]): Receipt["settings"] {
  const open = [...new Set(items.map(({ opens }) => opens).filter((mark) => mark !== null))];
  if (open.length > 0) return { "thinking block": `left open (${open.join(", ")})` };
  return items.some(({ closed }) => closed) ? { "thinking block": "closed" } : {};
}

/** The settings in force, by name. */
export function settingsShown(
  spec: MeasureSpec,
  pairings: readonly (Pairing & Encoded)[],
  settings: Settings,
  { checkpoint }: PlannedModel,
): Receipt["settings"] {
  const { intervals, protocol } = settings;
  const joins = joinsOf(spec, checkpoint.config.family);
  const variants = pairings.flatMap((pairing) => pairing.variants);
  const concepts = pairings.map(({ concept }) => concept);
  const prompted = settings.promptOnly && concepts.some(({ persona }) => persona);
  const repeated = concepts.reduce((sum, concept) => sum + repeatedItems(concept), 0);
  const tested = pairings.flatMap(({ items }) => items.filter((item) => item.tested));
  const words = wordsRead(
    tested.map(({ texts }) => texts),
    settings.score,
    checkpoint.tokenizer,
  );
  return {
    ...(words !== null && { "words read": words }),
    layers: listed(variants.map(({ layers }) => describeLayers(layers))),
    multipliers: settings.multipliers.join(", "),
    trained: listed(variants.map(({ train_shift }) => train_shift)),
    under: settings.shifts.map(({ name }) => name).join(", "),
    format: listed(concepts.map(({ format }) => format)),
    "before answer": concepts.some(({ format }) => format === "chat") ? joins.beforeAnswer : "",
    "after prefix": joins.afterPrefix,
    "prompt end trimmed": joins.trimPromptEnd,
    ...thinkingShown(tested),
    "test pairs": concepts.reduce((sum, { splits }) => sum + splits.test.length, 0),
    ...(repeated > 0 && { "test pairs that repeat another": repeated }),
    "test pairs that trained the vector": trainedItems(pairings),
    intervals: `${100 * intervals.level}% from ${intervals.resamples} resamples seed ${intervals.seed} over ${settings.refits > 0 ? `items and training pairs (${settings.refits} refits)` : "items"}`,
    "random directions": settings.random,
    "orthogonal directions": settings.orthogonal,
    "prompt only": prompted,
    choose: spec.choose ? describeChoose(spec.choose) : "nothing",
    "anti-steerable": `slope ${protocol.antiSteerable}`,
    "norms equalised": protocol.equalNorms,
  };
}
