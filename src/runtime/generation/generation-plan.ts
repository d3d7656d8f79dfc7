// The plan of a generation: how many texts, what the store has, what the others cost, and the first prompt with its steered
// tokens marked. Nothing runs.
import type { GenerateSpec } from "./specs.js";
import { sideBySide } from "../engine/index.js";
import type { Cost } from "../engine/types.js";
import { extractionPlans } from "../steering/extraction-plans.js";
import { weightBytes } from "../models/index.js";
import { located } from "../session/index.js";
import type { PlannedModel } from "../session/types.js";
import { keptDirections } from "../vectors/index.js";
import type { Vector } from "../vectors/types.js";
import { checkGroups, checkedText, likelihoodGroups } from "./generation-self-check.js";
import { quantisationGroups } from "./generation-quantisation.js";
import { keptEvidence, settingsShown } from "./generation-receipt.js";
import { keptBatch } from "./generate-batches.js";
import { noticeGenerated } from "./generation-notices.js";
import { describeApply, promptsOf, settingsOf, type Prompt, type Settings } from "./generation-settings.js";
import type { GenerationPlan } from "../results/generation.js";
import { generationJob, type Known, type GenerationJob } from "./generation-jobs.js";

/** Throws what `generate` throws before it runs anything. */
export async function planGenerate(spec: GenerateSpec): Promise<GenerationPlan> {
  return located(spec.at, async () => {
    const model = await spec.model.plan();
    const settings = await settingsOf(spec, model);
    const prompts = promptsOf(spec, settings, model);
    noticeGenerated(spec, settings, prompts, model);
    const known = new Map<Vector, Known>();
    let all = true;
    for (const { vector, layers } of settings.vectors) {
      const kept = await keptDirections(vector);
      all &&= kept !== null;
      known.set(vector, kept ?? placeholder(layers, model));
    }
    const work = generationJob(prompts, settings, known, model);
    const kept = await Promise.all(
      work.batches.map(async (batch) => (all ? keptBatch(batch, work, settings, model) : null)),
    );
    const costs = work.batches.flatMap((batch, b) =>
      kept[b]
        ? []
        : [
            model.engine.generationCost(
              batch.map((i) => work.distinct[i]!),
              settings.stops.tokens,
            ),
          ],
    );
    const finished = kept.every((one) => one !== null) ? kept.flatMap(({ texts }) => texts) : null;
    const checked = finished !== null && (await keptEvidence(work, finished, model)) !== null;
    const stored = new Set(work.batches.flatMap((batch, b) => (kept[b] ? batch : [])));
    return {
      kind: "generation plan",
      generation: spec.name,
      prompts: spec.prompts.length,
      vectors: (spec.vectors ?? []).map(({ name }) => name).join(", "),
      texts: work.texts.length,
      stored: work.texts.filter(({ distinctIndex }) => stored.has(distinctIndex)).length,
      cost: together(costs),
      extractions: await extractionPlans(
        settings.vectors.map(({ vector }) => vector),
        model,
      ),
      selfCheck: checked ? null : selfCheckCost(work, settings, model),
      ...quantisationPlan(work, settings, model, checked),
      format: settings.format,
      example: exampleOf(prompts[0]!, settings, model),
      settings: planSettings(settings, model),
    };
  });
}

/** Directions before they are known: the cost depends on how many there are, not on their numbers. */
function placeholder(layers: readonly number[], { checkpoint }: PlannedModel): Known {
  const unit = new Float32Array(checkpoint.config.hiddenSize).fill(
    1 / Math.sqrt(checkpoint.config.hiddenSize),
  );
  return {
    byLayer: new Map(layers.map((layer) => [layer, unit])),
    norms: new Map(layers.map((layer) => [layer, 1])),
  };
}

/** Continuations of full length, no two alike, to count what reading them takes. */
const longest = ({ distinct }: GenerationJob, { stops }: Settings): number[][] =>
  distinct.map((_, i) => Array<number>(stops.tokens).fill(i));

function selfCheckCost(work: GenerationJob, settings: Settings, { engine }: PlannedModel): Cost {
  const chosen = longest(work, settings);
  const at = checkedText(work);
  const check = at === null ? [] : checkGroups(work, at, chosen[at]!);
  return together([engine.cost(check, { packing: sideBySide }), engine.cost(likelihoodGroups(work, chosen))]);
}

function quantisationPlan(
  work: GenerationJob,
  settings: Settings,
  { dtype, full, checkpoint }: PlannedModel,
  checked: boolean,
): Pick<GenerationPlan, "quantisation"> {
  if (!full || dtype === "fp32") return {};
  const groups = quantisationGroups(work, longest(work, settings));
  const bytes = weightBytes(checkpoint.tensors, dtype);
  const fullBytes = weightBytes(checkpoint.tensors, "fp32");
  const cost = full.engine.cost(checked ? [] : groups);
  return { quantisation: { dtype, bytes, fullBytes, items: groups.length, cost } };
}

function together(costs: readonly Cost[]): Cost {
  const sum = (of: (cost: Cost) => number): number => costs.reduce((total, cost) => total + of(cost), 0);
  return {
    passes: sum((cost) => cost.passes),
    tokens: sum((cost) => cost.tokens),
    tokensUnshared: sum((cost) => cost.tokensUnshared),
    rowsUnshared: sum((cost) => cost.rowsUnshared),
    vocabularyRows: sum((cost) => cost.vocabularyRows),
    seconds: costs.some(({ seconds }) => seconds === null) ? null : sum((cost) => cost.seconds ?? 0),
  };
}

const exampleOf = ({ tokens, steered }: Prompt, { vectors }: Settings, { checkpoint }: PlannedModel) =>
  tokens.map((id, at) => ({
    text: checkpoint.tokenizer.piece(id),
    read: at === tokens.length - 1,
    steered: vectors.length > 0 && steered.includes(at),
  }));

const sentences: Readonly<Record<string, string>> = {
  vectors: "How the vectors are made.",
  layers: "The residual stream after these layers is steered, at all of them at once.",
  multipliers: "Each gives a text of its own; 0 is the model as it is.",
  apply: "What is done to the residual stream, and at which tokens.",
  under: "Change of the prompts.",
  format: "chat: through the model's chat template; plain: the prompt as it stands.",
  tokens: "The longest continuation, in tokens.",
  choice: "How each next token is chosen.",
  "ends at": "Tokens of the model, and texts, that end a continuation.",
};

function planSettings(settings: Settings, model: PlannedModel): GenerationPlan["settings"] {
  const all = { ...settingsShown(settings, model), apply: describeApply(settings) };
  const names = Object.keys(sentences) as (keyof typeof all)[];
  return names.map((name) => ({ name, value: all[name]!, sentence: sentences[name]! }));
}
