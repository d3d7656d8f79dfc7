// How much memory the results of an evaluation take, known before anything runs: one object for every row and every item.
import { getHeapStatistics } from "node:v8";
import type { MeasureSpec } from "../specs.js";
import { fail } from "../../errors/index.js";
import type { ConceptItem } from "./items.js";
import type { Pairing } from "./pairings.js";
import type { Settings } from "./evaluation-settings.js";
import type { Plan } from "../../results/evaluation.js";

/** Bytes of a row and of an item in Node 20, and of the number behind a row; measured on two million of each. */
const bytesOf = { row: 132 + 8, item: 180 };
/** Share of the process's memory that results may take: charts and tables work on lists of their own. */
const share = 0.6;

/** `texts`: the items of each concept, in the order of the pairings. */
export function sizeOf(
  spec: Pick<MeasureSpec, "choose">,
  pairings: readonly Pick<Pairing, "variants">[],
  texts: readonly (readonly Pick<ConceptItem, "tested">[])[],
  { multipliers }: Pick<Settings, "multipliers">,
): Plan["memory"] {
  const chosen = spec.choose?.what.includes("layer") ?? false;
  const items = pairings.reduce((sum, { variants }, i) => {
    const lines = variants.reduce((count, { layers }) => count + (chosen ? 1 : layers.length), 0);
    return sum + lines * texts[i]!.filter(({ tested }) => tested).length;
  }, 0);
  const rows = items * multipliers.length;
  return {
    rows,
    bytes: rows * bytesOf.row + items * bytesOf.item,
    room: share * getHeapStatistics().heap_size_limit,
  };
}

const gigabytes = (bytes: number): number => Number((bytes / 2 ** 30).toPrecision(2));

/** Throws E628 where the results would not fit. */
export function requireRoom({ rows, bytes, room }: Plan["memory"], evaluation: string): void {
  if (bytes > room) fail("E628", { evaluation, rows, gigabytes: gigabytes(bytes), room: gigabytes(room) });
}
