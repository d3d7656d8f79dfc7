// The extractions that vectors need, each once, with what the store lacks of them.
import type { PlannedModel } from "../session/types.js";
import { keptExtraction, plannedExtractions } from "../vectors/index.js";
import type { Vector } from "../vectors/types.js";
import type { ExtractionPlan } from "../results/evaluation.js";

export async function extractionPlans(
  vectors: readonly Vector[],
  { engine }: PlannedModel,
): Promise<ExtractionPlan[]> {
  const plans = new Map<string, ExtractionPlan>();
  for (const vector of vectors) {
    for (const plan of await plannedExtractions(vector)) {
      const { key, pairs, groups } = plan;
      if (plans.has(key)) continue;
      const stored = (await keptExtraction(plan)) !== null;
      plans.set(key, { key, pairs, stored, cost: engine.cost(stored ? [] : groups) });
    }
  }
  return [...plans.values()];
}
