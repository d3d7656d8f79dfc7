// Generating: plan the texts, let them grow, prove that steering acted at every token, show them.
import type { GenerateSpec } from "./specs.js";
import { currentSession, located } from "../session/index.js";
import type { Directions, Vector } from "../vectors/types.js";
import { evidenceOf, receiptOf } from "./generation-receipt.js";
import { runTexts } from "./generate-batches.js";
import { noticeGenerated } from "./generation-notices.js";
import { promptsOf, settingsOf } from "./generation-settings.js";
import type { GeneratedText, Generation } from "../results/generation.js";
import { generationJob } from "./generation-jobs.js";

/**
 * Continues prompts, steered, and gives the texts to the session's sink. Everything that can be wrong with the program is
 * found before anything runs. A second call answers from the store with the same bytes; one after an interrupt goes on
 * from what was kept of the texts within the last seconds. Throws located failures: E420 to E434 (prompts, clauses), E5xx (engine, interrupt),
 * E6xx (layers, settings, self-check).
 */
export async function generate(spec: GenerateSpec): Promise<Generation> {
  return located(spec.at, async () => {
    const open = await spec.model.open();
    const settings = await settingsOf(spec, open);
    const prompts = promptsOf(spec, settings, open);
    noticeGenerated(spec, settings, prompts, open);
    const directions = new Map<Vector, Directions>();
    for (const { vector } of settings.vectors) directions.set(vector, await vector.directions());
    const work = generationJob(prompts, settings, directions, open);
    const named = settings.vectors.map(({ vector }) => vector.name).join(", ");
    const task = `${spec.name}: continue${named ? ` with ${named}` : ""}`;
    const batches = await runTexts(work, settings, open, task);
    const generated = batches.flatMap((batch) => batch.texts);
    const evidence = await evidenceOf(work, generated, open);
    const texts = work.texts.map(({ prompt, vector, layers, multiplier, distinctIndex }): GeneratedText => {
      const { text, tokens, stopped, steered } = generated[distinctIndex]!;
      const meanNll = evidence.meanNll[distinctIndex]!;
      return { prompt: prompt.prompt, vector, layers, multiplier, text, tokens, stopped, steered, meanNll };
    });
    const receipt = receiptOf(spec, settings, work, { batches, evidence }, texts, directions, open);
    const generation: Generation = { kind: "generation", name: spec.name, texts, receipt };
    await currentSession().sink.generated(generation);
    return generation;
  });
}
