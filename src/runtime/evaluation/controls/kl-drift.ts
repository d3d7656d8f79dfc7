// Drift: how far steering moves what the model says where nothing asks for it. Mean over prompts of KL(unsteered || steered),
// in nats, of the next token after each prompt, over the whole vocabulary.
import type { Cost, Group } from "../../engine/types.js";
import { currentSession, engineKey } from "../../session/index.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import { contentKey, openSegment, storeFolder, type Segment } from "../../store/index.js";
import type { Intervention } from "../design/interventions.js";
import { divergences } from "../../stats/kl-divergence.js";
import type { NeutralPrompt, NeutralPrompts } from "./neutral-prompts.js";
import { mean } from "../../stats/descriptive.js";

/** Prompts, and the changes that are tried on each. */
export interface KlJob {
  readonly prompts: NeutralPrompts;
  readonly interventions: readonly Intervention[];
  readonly directions: readonly Float32Array[];
}

const keyOf = ({ tokens, steered }: NeutralPrompt): string => contentKey([tokens, steered]);

const groupsOf = ({ prompts, interventions }: KlJob): Group[] =>
  prompts.list.map((probe): Group => {
    const { tokens, steered } = probe;
    const reads = [{ kind: "vocabulary" as const, at: tokens.length - 1 }];
    const changed = interventions.map(({ term }) => ({
      tokens,
      reads,
      steered: term && { tokens: steered, terms: [term] },
    }));
    return { key: keyOf(probe), sequences: [{ tokens, reads, steered: null }, ...changed] };
  });

const segmentOf = ({ prompts, interventions }: KlJob, model: PlannedModel): Promise<Segment> =>
  openSegment(
    storeFolder(),
    contentKey(["drift", engineKey(model), prompts.list.map(keyOf), interventions.map(({ key }) => key)]),
  );

const doneOf = ({ prompts, interventions }: KlJob, results: Segment): ReadonlySet<string> =>
  new Set(prompts.list.map(keyOf).filter((key) => results.get(key)?.length === interventions.length));

/** What the whole costs, whatever the store has. */
export const klCost = (work: KlJob, model: PlannedModel): Cost => model.engine.cost(groupsOf(work));

/** Numbers wanted, those in the store where the vectors are `known`, and the cost of the rest. */
export async function planKl(
  work: KlJob,
  model: PlannedModel,
  known = true,
): Promise<{ readonly cells: number; readonly stored: number; readonly cost: Cost }> {
  const done = known ? doneOf(work, await segmentOf(work, model)) : new Set<string>();
  return {
    cells: work.prompts.list.length * work.interventions.length,
    stored: done.size * work.interventions.length,
    cost: model.engine.cost(groupsOf(work), { done }),
  };
}

/** Drift by cell, in nats, when the store has all of it; else null. */
export async function storedKl(work: KlJob, model: PlannedModel): Promise<number[] | null> {
  const results = await segmentOf(work, model);
  return doneOf(work, results).size === new Set(work.prompts.list.map(keyOf)).size
    ? meansOf(work, results)
    : null;
}

/** Drift by cell, in nats. Throws E503 when interrupted. */
export async function measureKl(work: KlJob, open: OpenModel, task: string): Promise<number[]> {
  const results = await segmentOf(work, open);
  const known = doneOf(work, results);
  const { sink, signal } = currentSession();
  const groups = groupsOf(work);
  const total = groups.length;
  let done = groups.filter(({ key }) => known.has(key)).length;
  if (done < total) {
    sink.progress({ task, done, total, unit: "items" });
    for await (const { key, readings } of open.engine.run(work.directions, groups, { signal, done: known })) {
      const [unsteered, ...steered] = readings.map(([logits]) => logits as Float32Array);
      await results.append(key, divergences(unsteered!, steered)).catch(() => undefined);
      sink.progress({ task, done: (done += 1), total, unit: "items" });
    }
  }
  return meansOf(work, results);
}

const meansOf = ({ prompts, interventions }: KlJob, results: Segment): number[] => {
  const numbers = prompts.list.map((probe) => results.get(keyOf(probe))!);
  return interventions.map((_, i) => mean(numbers.map((of) => of[i]!)));
};
