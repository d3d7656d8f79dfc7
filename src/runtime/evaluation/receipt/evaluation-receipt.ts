// The receipt: what was steered where, by how much, with which settings, and the proof that it happened.
import { joinsOf } from "../../paper/protocols.js";
import type { MeasureSpec } from "../specs.js";
import type { TextTokenizer } from "../../models/types.js";
import { currentSession } from "../../session/index.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import { contentKey, keepPiece, keptPiece, steerlabVersion, storeFolder } from "../../store/index.js";
import { describeVector } from "../../vectors/index.js";
import { pushesOf, selfCheck } from "../controls/self-check.js";
import { guardOf, type Guard } from "../controls/kl-control.js";
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
import type { Choice, Precision, Receipt, ReceiptVector } from "../../results/evaluation.js";
import { wordsRead } from "../design/scores.js";
import type { Encoded, Work, WorkItem } from "../design/evaluation-jobs.js";

/** What is kept in the store with the results that it speaks for. */
interface Kept extends Pick<Receipt, "check" | "resolution"> {
  /** By vector, in order of appearance. */
  readonly pushes: readonly ReceiptVector["push"][];
  readonly cost: Omit<Receipt["cost"], "drift">;
}

/** The part of a receipt that needs the engine. */
export interface Proof extends Omit<Kept, "cost">, Pick<Receipt, "cost"> {
  readonly guard: Guard;
}

/**
 * Self-check, pushes and cost of the whole, from the store where it has them. The drift has a place of its own there, for it depends on
 * prompts that are no part of the works. Throws E303 (neutral prompts), E612, E613.
 */
export async function proofOf(spec: MeasureSpec, works: readonly Work[], open: OpenModel): Promise<Proof> {
  const { cost, ...proved } = await keptProof(works, open);
  const guard = await guardOf(spec, works, open);
  return { ...proved, cost: { ...cost, drift: guard.cost }, guard };
}

async function keptProof(works: readonly Work[], open: OpenModel): Promise<Kept> {
  // The parts stand in the key: what was kept when there were others is not taken.
  const key = contentKey([
    ["check", "resolution", "pushes", "cost"],
    works.map((work) => workKey(work, open)),
  ]);
  const kept = await keptPiece(storeFolder(), "checks", key);
  if (kept) return JSON.parse(kept.toString()) as Kept;
  const { check, resolution } = await selfCheck(works, open);
  const pushes = await pushesOf(works, open);
  const { passes, tokens, tokensUnshared } = sumCosts(works.map((work) => costOf(work, open)));
  const made: Kept = { check, resolution, pushes, cost: { passes, tokens, tokensUnshared } };
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
  { texts }: Pick<WorkItem, "texts">,
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
  readonly choice: Choice | null;
  readonly proof: Proof;
  readonly precision: Precision | null;
}

export function receiptOf(
  spec: MeasureSpec,
  works: readonly Work[],
  { settings, choice, proof, precision }: Said,
  open: OpenModel,
): Receipt {
  const { checkpoint, engine, weights } = open;
  const measured = [...new Set(works.flatMap(({ variants }) => variants))];
  const prompts = samePromptsOf(spec, works, open);
  return {
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
      push: proof.pushes[i]!,
      drift: proof.guard.drifts[i]!,
    })),
    concepts: works.map(({ concept }) => {
      const { name, hash, splits } = concept;
      const repeats = repeatedItems(concept);
      return { name, hash, items: splits.test.length, ...(repeats > 0 && { repeats }) };
    }),
    ...(prompts.length > 0 && { prompts }),
    apply: describeApply(settings),
    score: settings.score.label,
    protocol: spec.protocol ?? "none",
    tokens: steeredExample(works[0]!.items[0]!, checkpoint.tokenizer),
    check: proof.check,
    resolution: proof.resolution,
    cost: proof.cost,
    ...(precision && { precision }),
    choice: choice && chosenOf(choice),
    settings: { ...settingsShown(spec, works, settings, open), "drift prompts": proof.guard.prompts },
    analysis: analysisOf(settings.protocol),
  };
}

/** A choice without its candidates: the one that was chosen, and how many there were. */
function chosenOf({ candidates, ...choice }: Choice): NonNullable<Receipt["choice"]> {
  const { score, drift } = candidates.find(
    ({ layer, multiplier }) =>
      layer === choice.layer && (choice.multiplier === null || multiplier === choice.multiplier),
  )!;
  return { ...choice, score, drift, candidates: candidates.length };
}

const listed = (values: readonly string[]): string => [...new Set(values)].join(", ");

/** What was done about thinking blocks; nothing where the template opens none. */
function thinkingShown(items: readonly Pick<WorkItem, "opens" | "closed">[]): Receipt["settings"] {
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
