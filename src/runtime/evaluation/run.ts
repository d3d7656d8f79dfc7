// Runs what the store does not have yet, item by item, and keeps every item as soon as it is finished.
import type { MeasureSpec } from "../declarations.js";
import { graphVersion } from "../graph/index.js";
import { currentSession } from "../session/index.js";
import type { OpenModel } from "../session/types.js";
import { contentKey, openSegment, storeFolder, type Segment } from "../store/index.js";
import type { Read3 } from "./scores.js";
import type { Settings } from "./settings.js";
import { groupOf, itemCells, type Cell, type Cells, type WorkItem } from "./work.js";

export interface Work {
  readonly items: readonly WorkItem[];
  readonly cells: Cells;
  readonly settings: Settings;
}

/** Cells of an item that have no result yet. */
export interface Pending {
  readonly item: WorkItem;
  readonly cells: readonly Cell[];
}

/** What numbers depend on besides the texts: weights, graph, device, runtime. */
export const engineKey = ({ checkpoint, engine }: OpenModel): readonly string[] => [
  checkpoint.sha256,
  graphVersion,
  engine.device,
  engine.runtimeVersion,
];

/** The results of this concept, score and model that the store has. */
export const resultsOf = (spec: MeasureSpec, { score }: Settings, open: OpenModel): Promise<Segment> =>
  openSegment(storeFolder(), contentKey([engineKey(open), spec.on.hash, score.label]));

export function pendingOf({ items, cells, settings }: Work, results: Segment): Pending[] {
  return items
    .map((item) => {
      const kept = results.get(item.key);
      return { item, cells: itemCells(item, cells, settings).filter(({ key }) => !(key in kept)) };
    })
    .filter(({ cells: missing }) => missing.length > 0);
}

/** All cells of all items, whether the store has them or not; for the cost of the whole. */
export const wholeOf = ({ items, cells, settings }: Work): Pending[] =>
  items.map((item) => ({ item, cells: itemCells(item, cells, settings) }));

export const groupsOf = (pending: readonly Pending[]) =>
  pending.map(({ item, cells }, i) => groupOf(item, cells, String(i)));

/** Runs the pending cells; afterwards `results` has them. Throws E503 when interrupted, E505 for NaN. */
export async function runPending(
  { items, cells, settings }: Work,
  pending: readonly Pending[],
  results: Segment,
  { engine }: OpenModel,
  task: string,
): Promise<void> {
  if (pending.length === 0) return;
  const { sink, signal } = currentSession();
  const total = items.length;
  let done = total - pending.length;
  let lost = false;
  sink.progress({ task, done, total, unit: "items" });
  for await (const { key, readings } of engine.run(cells.bank, groupsOf(pending), { signal })) {
    const { item, cells: asked } = pending[Number(key)]!;
    const values = asked.map((cell, i): [string, number] => {
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
