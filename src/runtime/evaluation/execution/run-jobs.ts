// Runs what the store does not have yet, item by item, and keeps every item as soon as it is finished.
import type { Cost, Group } from "../../engine/types.js";
import { currentSession, engineKey } from "../../session/index.js";
import type { OpenModel, PlannedModel } from "../../session/types.js";
import { contentKey, openSegment, storeFolder, type Segment } from "../../store/index.js";
import type { Read3 } from "../design/scores.js";
import { groupOf, type EvaluationJob, type JobItem } from "../design/evaluation-jobs.js";

/** Content key of exactly this work. */
export const workKey = ({ items, interventions, settings }: EvaluationJob, model: PlannedModel): string =>
  contentKey([
    engineKey(model),
    settings.score.label,
    items.map(({ key }) => key),
    interventions.list.map(({ key }) => key),
  ]);

/**
 * The results that the store has for exactly this work, by item: numbers in the order of the cells. How work is packed
 * changes numbers by about 1e-5; with one segment for each work, a run from the store, or one that continues, gives bit for
 * bit what a fresh run gives.
 */
export const resultsOf = (work: EvaluationJob, model: PlannedModel): Promise<Segment> =>
  openSegment(storeFolder(), workKey(work, model));

/** Keys of the items whose results are all there. */
export const doneOf = ({ items }: EvaluationJob, results: Segment): ReadonlySet<string> =>
  new Set(
    items
      .filter(({ key, interventions }) => results.get(key)?.length === interventions)
      .map(({ key }) => key),
  );

/** Sequences that are in memory at a time, about. */
const mostSequences = 100_000;

interface Portion {
  readonly items: readonly JobItem[];
  readonly groups: readonly Group[];
}

/** The work in portions that fit into memory. They do not depend on what is done, so that packing does not either. */
function* portions({ items, interventions }: EvaluationJob): Generator<Portion> {
  let first = 0;
  while (first < items.length) {
    let size = 0;
    let end = first;
    while (end < items.length && (end === first || size < mostSequences)) {
      size += items[end]!.interventions * items[end]!.texts.length;
      end += 1;
    }
    const some = items.slice(first, end);
    yield {
      items: some,
      groups: some.map((item) => groupOf(item, interventions.list.slice(0, item.interventions), item.key)),
    };
    first = end;
  }
}

/** What the engine will be asked for this work, together. */
export function costOf(work: EvaluationJob, { engine }: PlannedModel, done?: ReadonlySet<string>): Cost {
  const costs = [...portions(work)].map(({ groups }) => engine.cost(groups, done ? { done } : {}));
  return sumCosts(costs);
}

/** Costs of several runs as of one. */
export function sumCosts(costs: readonly Cost[]): Cost {
  const total = (of: (cost: Cost) => number): number => costs.reduce((sum, cost) => sum + of(cost), 0);
  const known = costs.every(({ seconds }) => seconds !== null);
  return {
    passes: total((cost) => cost.passes),
    tokens: total((cost) => cost.tokens),
    tokensUnshared: total((cost) => cost.tokensUnshared),
    rowsUnshared: total((cost) => cost.rowsUnshared),
    vocabularyRows: total((cost) => cost.vocabularyRows),
    seconds: known ? total((cost) => cost.seconds!) : null,
  };
}

/** Told after every finished item. */
export type Advance = () => void;

/** Runs what is not done; afterwards `results` has it. Throws E503 when interrupted, E505 for NaN. */
export async function runPending(
  work: EvaluationJob,
  results: Segment,
  { engine }: OpenModel,
  advance: Advance,
): Promise<void> {
  const done = doneOf(work, results);
  const { sink, signal } = currentSession();
  const { score } = work.settings;
  let lost = false;
  for (const { items, groups } of portions(work)) {
    if (items.every(({ key }) => done.has(key))) continue;
    const byKey = new Map(items.map((item) => [item.key, item]));
    for await (const { key, readings } of engine.run(work.interventions.directions, groups, {
      signal,
      done,
    })) {
      const { interventions, texts } = byKey.get(key)!;
      const values = Array.from({ length: interventions }, (_, i) =>
        score.combine(readings.slice(i * texts.length, (i + 1) * texts.length) as Read3),
      );
      await results.append(key, values).catch(() => {
        if (!lost)
          sink.notice("Results of this run could not be kept in the store; a rerun will compute them again.");
        lost = true;
      });
      advance();
    }
  }
}

/** Runs all works under one task. */
export async function runAll(
  jobs: readonly EvaluationJob[],
  open: OpenModel,
  task: string,
  finished: (work: EvaluationJob, results: Segment) => void,
): Promise<void> {
  const { sink } = currentSession();
  const segments = await Promise.all(jobs.map((work) => resultsOf(work, open)));
  const total = jobs.reduce((sum, { items }) => sum + items.length, 0);
  const known = jobs.map((work, i) => {
    const done = doneOf(work, segments[i]!);
    return work.items.filter(({ key }) => done.has(key)).length;
  });
  let done = known.reduce((sum, count) => sum + count, 0);
  const pending = done < total;
  if (pending) sink.progress({ task, done, total, unit: "items" });
  for (const [i, work] of jobs.entries()) {
    await runPending(work, segments[i]!, open, () =>
      sink.progress({ task, done: (done += 1), total, unit: "items" }),
    );
    finished(work, segments[i]!);
  }
}
