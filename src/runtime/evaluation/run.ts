// Runs what the store does not have yet, item by item, and keeps every item as soon as it is finished.
import type { Group } from "../engine/types.js";
import { graphVersion } from "../graph/index.js";
import { currentSession } from "../session/index.js";
import type { OpenModel, PlannedModel } from "../session/types.js";
import { contentKey, openSegment, storeFolder, type Segment } from "../store/index.js";
import type { Read3 } from "./scores.js";
import type { Settings } from "./settings.js";
import { groupOf, itemCells, type Cell, type Cells, type WorkItem } from "./work.js";

export interface Work {
  readonly items: readonly WorkItem[];
  readonly cells: Cells;
  readonly settings: Settings;
}

/** An item with everything that is asked of it. */
export interface Asked {
  readonly item: WorkItem;
  readonly cells: readonly Cell[];
}

/** What numbers depend on besides the texts: weights, graph, device, runtime. */
export const engineKey = ({ checkpoint, engine }: PlannedModel): readonly string[] => [
  checkpoint.sha256,
  graphVersion,
  engine.device,
  engine.runtimeVersion,
];

export const askedOf = ({ items, cells, settings }: Work): Asked[] =>
  items.map((item) => ({ item, cells: itemCells(item, cells, settings) }));

export const groupsOf = (asked: readonly Asked[]): Group[] =>
  asked.map(({ item, cells }) => groupOf(item, cells, item.key));

/**
 * The results that the store has for exactly this work. How work is packed changes numbers by about 1e-5; with one segment for
 * each work, a run from the store, or one that continues, gives bit for bit what a fresh run gives.
 */
export const resultsOf = (
  asked: readonly Asked[],
  { score }: Settings,
  model: PlannedModel,
): Promise<Segment> => {
  const work = asked.map(({ item, cells }) => [item.key, ...cells.map(({ key }) => key)]);
  return openSegment(storeFolder(), contentKey([engineKey(model), score.label, work]));
};

/** Keys of the items whose results are all there. */
export const doneOf = (asked: readonly Asked[], results: Segment): ReadonlySet<string> =>
  new Set(
    asked
      .filter(({ item, cells }) => {
        const kept = results.get(item.key);
        return cells.every(({ key }) => key in kept);
      })
      .map(({ item }) => item.key),
  );

/** Runs what is not done; afterwards `results` has it. Throws E503 when interrupted, E505 for NaN. */
export async function runPending(
  { cells, settings }: Work,
  asked: readonly Asked[],
  results: Segment,
  { engine }: OpenModel,
  task: string,
): Promise<void> {
  const known = doneOf(asked, results);
  const total = asked.length;
  let done = asked.filter(({ item }) => known.has(item.key)).length;
  if (done === total) return;
  const { sink, signal } = currentSession();
  const byKey = new Map(asked.map((one) => [one.item.key, one]));
  let lost = false;
  sink.progress({ task, done, total, unit: "items" });
  for await (const { key, readings } of engine.run(cells.bank, groupsOf(asked), { signal, done: known })) {
    const { item, cells: wanted } = byKey.get(key)!;
    const values = wanted.map((cell, i): [string, number] => {
      const texts = readings.slice(i * item.texts.length, (i + 1) * item.texts.length) as Read3;
      return [cell.key, settings.score.combine(texts)];
    });
    await results.append(item.key, Object.fromEntries(values)).catch(() => {
      if (!lost)
        sink.notice("Results of this run could not be kept in the store; a rerun will compute them again.");
      lost = true;
    });
    sink.progress({ task, done: (done += 1), total, unit: "items" });
  }
}
