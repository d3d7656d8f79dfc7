// The plan of an evaluation: how much work there is, what the store has, what it costs, and one prompt with its read and
// steered tokens marked. Nothing runs.
import type { MarkedToken } from "../concepts/types.js";
import type { MeasureSpec } from "./specs.js";
import { located } from "../session/index.js";
import type { PlannedModel } from "../session/types.js";
import { describeVector, keptDirections } from "../vectors/index.js";
import type { Measured } from "./design/interventions.js";
import { atLayer, checkSelection, selectionOf, planSelection, tuneItems } from "./selection/select.js";
import { extractionPlans } from "../steering/extraction-plans.js";
import { differences } from "./receipt/protocol-differences.js";
import { planKlControl } from "./controls/kl-control.js";
import { encodeItem, itemsOf, type ConceptItem } from "./design/items.js";
import { sizeOf } from "./design/memory.js";
import { modelOf, namesOf, pairingsOf, type Pairing, type Variant } from "./design/pairings.js";
import { planQuantisation } from "./controls/quantisation-effect.js";
import { noticePrompts } from "./design/evaluation-notices.js";
import { checkRefits, refitPlans, withKeptRefits } from "./design/refitted-vectors.js";
import { settingsShown } from "./receipt/evaluation-receipt.js";
import { costOf, doneOf, resultsOf, sumCosts } from "./execution/run-jobs.js";
import { describeApply, settingsOf, type Settings } from "./design/evaluation-settings.js";
import { keptEqualised } from "./design/retrained-vectors.js";
import type { Plan, PlanSetting } from "../results/evaluation.js";
import { evaluationJob, type Encoded, type EvaluationJob } from "./design/evaluation-jobs.js";

/** Throws what `measure` throws before it runs anything. */
export async function planMeasure(spec: MeasureSpec): Promise<Plan> {
  return located(spec.at, async () => {
    const model = await modelOf(spec).plan();
    const settings = await settingsOf(spec, model);
    const pairings = await pairingsOf(spec, model.checkpoint.config.layers);
    const texts = pairings.map(({ concept }) => ({
      concept,
      items: itemsOf(concept, spec, settings, model),
    }));
    checkSelection(spec, pairings, settings);
    noticePrompts(spec, texts, settings, model);
    const tune = spec.choose && tuneItems(spec, pairings, settings, model);
    const variants = [...new Set(pairings.flatMap((pairing) => pairing.variants))];
    checkRefits(
      spec,
      variants.map(({ vector }) => vector),
      settings,
    );
    const kept = await Promise.all(variants.map((variant) => keptMeasured(variant, settings)));
    const known = kept.every((one) => one !== null);
    const stand = new Map(variants.map((variant, v) => [variant, kept[v] ?? placeholder(variant, v, model)]));
    const offered = pairings.map((pairing) => pairing.variants.map((variant) => stand.get(variant)!));
    const selection =
      tune &&
      (await planSelection(selectionOf(spec, tune, offered, settings, model), settings, model, known));
    // As long as the choice is not known, any layer costs about the same.
    const layer = selection?.choice?.layer ?? offered[0]![0]!.layers[0]!;
    const refitted = await withKeptRefits(selection ? atLayer(offered, layer) : offered, settings);
    const { measured } = refitted;
    const decided = known && refitted.known && (!selection || selection.choice !== null);
    const planned = await Promise.all(
      texts.map(async (encoded, i) => {
        const work = evaluationJob(encoded, measured[i]!, settings);
        return { work, done: decided ? doneOf(work, await resultsOf(work, model)) : new Set<string>() };
      }),
    );
    const items = planned.flatMap(({ work }) => work.items);
    const quantisation = await planQuantisation(
      planned.map(({ work }) => work),
      model,
      decided,
    );
    return {
      kind: "plan",
      evaluation: spec.name,
      ...namesOf(spec),
      items: items.filter(({ tested }) => tested).length,
      measurements: items.reduce((sum, { interventions }) => sum + interventions, 0),
      stored: planned.reduce((sum, { work, done }) => sum + storedOf(work, done), 0),
      cost: sumCosts(planned.map(({ work, done }) => costOf(work, model, done))),
      extractions: [
        ...(await extractionPlans(
          variants.map(({ vector }) => vector),
          model,
        )),
        ...(await refitPlans([...new Set(measured.flat())], settings, model)),
      ],
      kl: await planKlControl(
        spec,
        planned.map(({ work }) => work),
        model,
        decided,
      ),
      selection: selection
        ? { cells: selection.cells, stored: selection.stored, cost: selection.cost }
        : null,
      ...(quantisation && { quantisation }),
      memory: sizeOf(
        spec,
        pairings,
        texts.map(({ items: encoded }) => encoded),
        settings,
      ),
      example: exampleOf(spec, pairings[0]!, texts[0]!.items[0]!, settings, model),
      settings: planSettings(
        spec,
        pairings.map((pairing, i) => ({ ...pairing, items: texts[i]!.items })),
        settings,
        model,
      ),
    };
  });
}

const storedOf = ({ items }: EvaluationJob, done: ReadonlySet<string>): number =>
  items.reduce((sum, { key, interventions }) => sum + (done.has(key) ? interventions : 0), 0);

/** A vector with its numbers as far as the store has them. */
async function keptMeasured(variant: Variant, { protocol }: Settings): Promise<Measured | null> {
  const directions = await (protocol.equalNorms ? keptEqualised : keptDirections)(variant.vector);
  return directions && { ...variant, directions };
}

/** Directions before they are known: the cost depends on how many different ones there are, not on their numbers. */
function placeholder(variant: Variant, place: number, { checkpoint }: PlannedModel): Measured {
  const { hiddenSize } = checkpoint.config;
  const unit = new Float32Array(hiddenSize).fill(1 / Math.sqrt(hiddenSize)).fill(place, 0, 1);
  const directions: Measured["directions"] = {
    byLayer: new Map(variant.layers.map((layer) => [layer, unit])),
    norms: new Map(variant.layers.map((layer) => [layer, 1])),
    hash: "",
    pairs: 0,
  };
  return { ...variant, directions };
}

/** The first item's text token by token: as far as it is computed, then the rest of the positive answer. */
function exampleOf(
  spec: MeasureSpec,
  { concept }: Pairing,
  { shift, pair, texts }: ConceptItem,
  settings: Settings,
  model: PlannedModel,
): MarkedToken[] {
  const asked = texts.find(({ text }) => text === "positive") ?? texts[0]!;
  const whole = encodeItem(concept, shift, pair, spec, model, settings);
  return whole[asked.text].map((id, at) => ({
    text: model.checkpoint.tokenizer.piece(id),
    read: asked.reads.some((read) => read.at === at),
    steered: asked.steered.includes(at),
  }));
}

const sentences: Readonly<Record<string, string>> = {
  vectors: "How the vectors are made.",
  layers: "The residual stream after these layers is steered, one layer at a time.",
  multipliers: "Each is tried on every item; 0 is the untouched text.",
  apply: "What is done to the residual stream, and at which tokens.",
  score: "What the propensity of an item is.",
  "words read": "The tokens that the score's words are in the answers' place.",
  trained: "Changes of the prompt that vectors are extracted under.",
  under: "Changes of the prompt that every item is tested under.",
  format: "chat: through the model's chat template; plain: prompt and answer as they stand.",
  "before answer": "Stands between a chat prompt and the answer.",
  "after prefix": "Stands between a user prefix and the prompt.",
  "thinking block": "What is done about the block that the chat template opens before the answer.",
  "prompt end trimmed": "Whether the rendered prompt loses the white space at its end.",
  "test pairs": "Pairs that are measured.",
  "test pairs that repeat another": "n and intervals count each as if it were independent.",
  "test pairs that trained the vector": "Results on such pairs are optimistic.",
  intervals:
    "Percentile bootstrap over items, for the vector as it is; over training pairs too where that is written: the vector is then refitted to resamples of its pairs, each tried at the extreme multipliers on up to 64 items.",
  "random directions":
    "Directions of the same norm to compare with, on up to 16 items that are evenly spread.",
  "orthogonal directions": "The same, orthogonal to the vector.",
  "prompt only": "Whether the persona's sentences are tried as prompts without steering, on up to 64 items.",
  choose: "What is chosen on the tuning pairs before the test pairs are measured.",
  "anti-steerable": "Which items count as moving against the vector.",
  "norms equalised": "Whether vectors are brought to the norm of those trained under BASE.",
};

function planSettings(
  spec: MeasureSpec,
  pairings: readonly (Pairing & Encoded)[],
  settings: Settings,
  model: PlannedModel,
): PlanSetting[] {
  const all = {
    ...settingsShown(spec, pairings, settings, model),
    vectors: madeOf(pairings),
    apply: describeApply(settings),
    score: settings.score.label,
  };
  const names = (Object.keys(sentences) as (keyof typeof all)[]).filter((name) => name in all);
  const inForce = names.map((name) => ({ name, value: all[name]!, sentence: sentences[name]! }));
  if (!spec.protocol && !spec.settings) return inForce;
  return [...inForce.filter(({ name }) => !saidByDifferences.has(name)), ...protocolSettings(settings)];
}

/** Settings that the list of differences says too. */
const saidByDifferences: ReadonlySet<string> = new Set([
  "before answer",
  "after prefix",
  "prompt end trimmed",
  "anti-steerable",
  "norms equalised",
]);

/** Every difference between the published protocols, with the value that holds here. */
const protocolSettings = ({ protocol }: Settings): PlanSetting[] =>
  differences.map(({ name, value, sentence }) => ({ name, value: value(protocol), sentence }));

/** How the vectors are made; of many, the first. */
function madeOf(pairings: readonly Pairing[]): string {
  const made = new Set(
    pairings.flatMap(({ variants }) => variants.map(({ vector }) => describeVector(vector))),
  );
  const [first, ...others] = made;
  return others.length === 0 ? first! : `${first!}; and ${others.length} more`;
}
