// The plan of an evaluation: how much work there is, what the store has, what it costs, and one prompt with its read and
// steered tokens marked. Nothing runs.
import type { MeasureSpec } from "../declarations.js";
import { located } from "../session/index.js";
import type { PlannedModel } from "../session/types.js";
import { keptDirections, keptExtraction, plannedExtractions } from "../vectors/index.js";
import type { Directions } from "../vectors/types.js";
import { trainedUnderBase } from "./equalised.js";
import { settingsShown } from "./receipt.js";
import { askedOf, doneOf, groupsOf, resultsOf, type Asked } from "./run.js";
import { describeApply, settingsOf, type Settings } from "./settings.js";
import type { Plan, PlanSetting, PlannedToken } from "./types.js";
import { cellsOf, workItems, type WorkItem } from "./work.js";

/** Throws what `measure` throws before it runs anything. */
export async function planMeasure(spec: MeasureSpec): Promise<Plan> {
  return located(spec.at, async () => {
    const model = await spec.vector.model.plan();
    const settings = await settingsOf(spec, model);
    const items = workItems(spec, settings, model);
    const kept = settings.protocol.equalNorms ? await keptEqualised(spec) : await keptDirections(spec.vector);
    const work = { items, cells: cellsOf(kept ?? placeholder(settings, model), settings), settings };
    const asked = askedOf(work);
    const done = kept ? doneOf(asked, await resultsOf(asked, settings, model)) : new Set<string>();
    return {
      evaluation: spec.name,
      items: items.length,
      cells: countOf(asked),
      stored: countOf(asked.filter(({ item }) => done.has(item.key))),
      cost: model.engine.cost(groupsOf(asked), { done }),
      extraction: await extractionOf(spec, model),
      example: exampleOf(items[0]!, model),
      settings: planSettings(spec, settings, model),
    };
  });
}

const countOf = (asked: readonly Asked[]): number => asked.reduce((n, { cells }) => n + cells.length, 0);

/** An equalised vector is known only for BASE, where it is the vector itself. */
const keptEqualised = async ({ vector }: MeasureSpec): Promise<Directions | null> =>
  trainedUnderBase(vector) ? keptDirections(vector) : null;

/** Directions before they are known: the cost depends on how many there are, not on their numbers. */
function placeholder(
  { layers }: Settings,
  { checkpoint }: PlannedModel,
): Pick<Directions, "byLayer" | "norms"> {
  const unit = new Float32Array(checkpoint.config.width).fill(1 / Math.sqrt(checkpoint.config.width));
  return {
    byLayer: new Map(layers.map((layer) => [layer, unit])),
    norms: new Map(layers.map((layer) => [layer, 1])),
  };
}

async function extractionOf({ vector }: MeasureSpec, { engine }: PlannedModel): Promise<Plan["extraction"]> {
  const plans = await plannedExtractions(vector);
  const kept = await Promise.all(plans.map(keptExtraction));
  const missing = plans.filter((_, i) => kept[i] === null);
  return {
    pairs: plans.reduce((total, { pairs }) => total + pairs, 0),
    stored: missing.length === 0,
    cost: engine.cost(missing.flatMap(({ groups }) => groups)),
  };
}

/** The first item's text token by token: as far as it is computed, then the rest of the positive answer. */
function exampleOf({ encoded, texts }: WorkItem, { checkpoint }: PlannedModel): PlannedToken[] {
  const asked = texts.find(({ text }) => text === "positive") ?? texts[0]!;
  return encoded[asked.text].map((id, at) => ({
    text: checkpoint.tokenizer.piece(id),
    read: asked.reads.some((read) => read.at === at),
    steered: asked.steered.includes(at),
  }));
}

const sentences: Readonly<Record<string, string>> = {
  vector: "How the vector is made.",
  layers: "The residual stream after these layers is steered, one layer at a time.",
  multipliers: "Each is tried on every item; 0 is the untouched text.",
  apply: "What is done to the residual stream, and at which tokens.",
  score: "What the propensity of an item is.",
  under: "Changes of the prompt that every item is tested under.",
  format: "chat: through the model's chat template; plain: prompt and answer as they stand.",
  "before answer": "Stands between a chat prompt and the answer.",
  "after prefix": "Stands between a user prefix and the prompt.",
  "prompt end trimmed": "Whether the rendered prompt loses the white space at its end.",
  "test pairs": "Pairs that are measured.",
  "test pairs that trained the vector": "Numbers on such pairs flatter.",
  intervals: "Percentile bootstrap over items.",
  "random directions": "Directions of the same norm to compare with, on up to 16 items.",
  "anti-steerable": "Which items count as moving against the vector.",
  "norms equalised": "Whether the vector is brought to the norm of the one trained under BASE.",
};

function planSettings(spec: MeasureSpec, settings: Settings, model: PlannedModel): PlanSetting[] {
  const all = {
    ...settingsShown(spec, { settings }, model),
    apply: describeApply(settings),
    score: settings.score.label,
  };
  const names = Object.keys(sentences) as (keyof typeof all)[];
  return names.map((name) => ({ name, value: all[name]!, sentence: sentences[name]! }));
}
