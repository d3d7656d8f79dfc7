// Drift: how far steering moves what the model says where nothing asks for it. Mean over prompts of KL(unsteered || steered),
// in nats, of the next token after each prompt, over the whole vocabulary.
import type { Cost, Group } from "../../engine/types.js";
import { currentSession, engineKey } from "../../session/index.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import { contentKey, openSegment, storeFolder, type Segment } from "../../store/index.js";
import type { Cell } from "../design/interventions.js";
import { divergences } from "../../stats/kl-divergence.js";
import type { Probe, Probes } from "./neutral-prompts.js";
import { mean } from "../../stats/descriptive.js";

/** Prompts, and the changes that are tried on each. */
export interface DriftWork {
  readonly probes: Probes;
  readonly cells: readonly Cell[];
  readonly bank: readonly Float32Array[];
}

const keyOf = ({ tokens, steered }: Probe): string => contentKey([tokens, steered]);

const groupsOf = ({ probes, cells }: DriftWork): Group[] =>
  probes.list.map((probe): Group => {
    const { tokens, steered } = probe;
    const reads = [{ kind: "vocabulary" as const, at: tokens.length - 1 }];
    const changed = cells.map(({ term }) => ({
      tokens,
      reads,
      steered: term && { tokens: steered, terms: [term] },
    }));
    return { key: keyOf(probe), sequences: [{ tokens, reads, steered: null }, ...changed] };
  });

const segmentOf = ({ probes, cells }: DriftWork, model: PlannedModel): Promise<Segment> =>
  openSegment(
    storeFolder(),
    contentKey(["drift", engineKey(model), probes.list.map(keyOf), cells.map(({ key }) => key)]),
  );

const doneOf = ({ probes, cells }: DriftWork, results: Segment): ReadonlySet<string> =>
  new Set(probes.list.map(keyOf).filter((key) => results.get(key)?.length === cells.length));

/** What the whole costs, whatever the store has. */
export const driftCost = (work: DriftWork, model: PlannedModel): Cost => model.engine.cost(groupsOf(work));

/** Numbers wanted, those in the store where the vectors are `known`, and the cost of the rest. */
export async function planDrift(
  work: DriftWork,
  model: PlannedModel,
  known = true,
): Promise<{ readonly cells: number; readonly stored: number; readonly cost: Cost }> {
  const done = known ? doneOf(work, await segmentOf(work, model)) : new Set<string>();
  return {
    cells: work.probes.list.length * work.cells.length,
    stored: done.size * work.cells.length,
    cost: model.engine.cost(groupsOf(work), { done }),
  };
}

/** Drift by cell, in nats, when the store has all of it; else null. */
export async function keptDrift(work: DriftWork, model: PlannedModel): Promise<number[] | null> {
  const results = await segmentOf(work, model);
  return doneOf(work, results).size === new Set(work.probes.list.map(keyOf)).size
    ? meansOf(work, results)
    : null;
}

/** Drift by cell, in nats. Throws E503 when interrupted. */
export async function runDrift(work: DriftWork, open: OpenModel, task: string): Promise<number[]> {
  const results = await segmentOf(work, open);
  const known = doneOf(work, results);
  const { sink, signal } = currentSession();
  const groups = groupsOf(work);
  const total = groups.length;
  let done = groups.filter(({ key }) => known.has(key)).length;
  if (done < total) {
    sink.progress({ task, done, total, unit: "items" });
    for await (const { key, readings } of open.engine.run(work.bank, groups, { signal, done: known })) {
      const [unsteered, ...steered] = readings.map(([logits]) => logits as Float32Array);
      await results.append(key, divergences(unsteered!, steered)).catch(() => undefined);
      sink.progress({ task, done: (done += 1), total, unit: "items" });
    }
  }
  return meansOf(work, results);
}

const meansOf = ({ probes, cells }: DriftWork, results: Segment): number[] => {
  const numbers = probes.list.map((probe) => results.get(keyOf(probe))!);
  return cells.map((_, i) => mean(numbers.map((of) => of[i]!)));
};
