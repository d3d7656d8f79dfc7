// Splits: which pairs train a vector, tune it, and test it.
// A share k% of n pairs ends at floor(k * n / 100); shares add up before they are rounded (docs/protocols.md, Splits).
import { fail } from "../errors/index.js";
import { shuffled } from "../stats/mersenne-twister.js";
import type { Part, Splits, Bound, PartSpec, SplitSpec } from "./types.js";

export const parts: readonly Part[] = ["train", "tune", "test"];

interface SplitOf {
  readonly concept: string;
  readonly pairs: number;
  readonly overlap: boolean;
}

/** Where the next part begins: a count of pairs plus a share of all. */
interface Cursor {
  readonly count: number;
  readonly percent: number;
}
type Slice = readonly [from: number, to: number];

/**
 * The positions of every part, in shuffled order. Parts that the split does not name are empty.
 * Throws E410 (empty), E411 (beyond the pairs), E412 (overlap), E414 (no count and no percentage).
 */
export function splitPairs(spec: SplitSpec, of: SplitOf): Splits {
  const order =
    spec.shuffled === undefined
      ? Array.from({ length: of.pairs }, (_, i) => i)
      : shuffled(of.pairs, spec.shuffled);
  let cursor: Cursor = { count: 0, percent: 0 };
  const slices = new Map<Part, Slice>();
  for (const part of parts) {
    const wanted = spec[part];
    if (wanted === undefined) continue;
    const [slice, next] = placed(wanted, cursor, part, of);
    cursor = next;
    const [from, to] = slice;
    if (from > of.pairs || to > of.pairs)
      fail("E411", { concept: of.concept, part, from, to, pairs: of.pairs });
    if (from >= to) fail("E410", { concept: of.concept, part, pairs: of.pairs });
    slices.set(part, slice);
  }
  if (!of.overlap) checkOverlap(slices, of.concept);
  const positions = (part: Part) => order.slice(...(slices.get(part) ?? [0, 0]));
  return { train: positions("train"), tune: positions("tune"), test: positions("test") };
}

/** Fewer than 10 pairs without a split: the same pairs train and test, and evaluations say so. */
export function undividedSplit(pairs: number): Splits {
  const all = Array.from({ length: pairs }, (_, i) => i);
  return { train: all, tune: [], test: all };
}

function placed(wanted: PartSpec, cursor: Cursor, part: Part, of: SplitOf): [Slice, Cursor] {
  const resolved = (bound: Bound) => at(sized(bound, part, of.concept), of.pairs);
  if (typeof wanted !== "object") {
    const size = sized(wanted, part, of.concept);
    const next = { count: cursor.count + size.count, percent: cursor.percent + size.percent };
    return [[at(cursor, of.pairs), at(next, of.pairs)], next];
  }
  const from = resolved(wanted.from);
  const to = "plus" in wanted ? from + counted(wanted.plus, part, of.concept) : resolved(wanted.to ?? "100%");
  return [[from, to], { count: to, percent: 0 }];
}

const at = ({ count, percent }: Cursor, pairs: number) => count + Math.floor((percent * pairs) / 100);

function sized(bound: Bound, part: Part, concept: string): Cursor {
  if (typeof bound === "number") return { count: counted(bound, part, concept), percent: 0 };
  const percent = Number(bound.slice(0, -1));
  if (bound.length > 1 && percent >= 0 && percent <= 100) return { count: 0, percent };
  return fail("E414", { concept, part, value: bound });
}

function counted(value: number, part: Part, concept: string): number {
  return Number.isSafeInteger(value) && value >= 0
    ? value
    : fail("E414", { concept, part, value: String(value) });
}

function checkOverlap(slices: ReadonlyMap<Part, Slice>, concept: string): void {
  const written = [...slices];
  for (const [i, [first, [from, to]]] of written.entries())
    for (const [second, [start, end]] of written.slice(i + 1)) {
      const shared = Math.min(to, end) - Math.max(from, start);
      if (shared > 0) fail("E412", { concept, first, second, shared });
    }
}
