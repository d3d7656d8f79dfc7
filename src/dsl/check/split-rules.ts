// Splits: parts that overlap, are empty or add up to too much, as far as the text alone decides it.
// A place in the list of n pairs is n * share + count; two places compare when both differences have the same sign.
import type { BoundValue, SplitItem } from "../syntax/ast.js";
import { whole } from "./number-rules.js";
import type { Checking } from "./name-scope.js";

interface Position {
  readonly share: number; // of all pairs, in percent
  readonly count: number;
}

interface Stretch {
  readonly item: SplitItem;
  readonly from: Position;
  readonly to: Position;
}

const plus = (a: Position, b: Position): Position => ({ share: a.share + b.share, count: a.count + b.count });
const start: Position = { share: 0, count: 0 };
const end: Position = { share: 100, count: 0 };

/** Whether a comes surely before b, for any number of pairs (from one pair on). */
function before(a: Position, b: Position): boolean {
  const [share, count] = [b.share - a.share, b.count - a.count];
  return share >= 0 && count >= 0 && share + count > 0;
}

function position(value: BoundValue | null, otherwise: Position): Position | null {
  if (value === null) return otherwise;
  if (value.kind === "hole") return null;
  return value.kind === "percent" ? { share: value.value, count: 0 } : { share: 0, count: value.value };
}

/** [from, to) of a part; null where a hole hides it. A bare amount begins where the part before it ends. */
function stretch(item: SplitItem, after: Position | null): Stretch | null {
  const { value } = item;
  if (value.kind !== "slice") {
    const amount = position(value, start);
    return after && amount && { item, from: after, to: plus(after, amount) };
  }
  const from = position(value.from, start);
  const to = value.plus ? from && position(value.plus, start) : position(value.to, end);
  return from && to && { item, from, to: value.plus ? plus(from, to) : to };
}

function bounds(item: SplitItem): BoundValue[] {
  const { value } = item;
  if (value.kind !== "slice") return [value];
  return [value.from, value.to, value.plus].filter((bound): bound is BoundValue => bound !== null);
}

function bound(checking: Checking, part: string, value: BoundValue): void {
  if (value.kind === "number") whole(checking, value, `the ${part} part`, 0);
  if (value.kind === "percent" && value.value > 100)
    checking.report("E225", value, { value: checking.slice(value), must: "a percentage of 100% or less" });
}

const order = ["train", "tune", "test", "shuffled"];

/** `overlap`: the protocol of the concept lets parts share pairs. Amounts follow each other as train, tune, test. */
export function split(checking: Checking, written: readonly SplitItem[], overlap: boolean): void {
  const items = [...written].sort((a, b) => order.indexOf(a.part) - order.indexOf(b.part));
  const known = checking.diagnostics.length;
  const seen = new Set<string>();
  const found: Stretch[] = [];
  let after: Position | null = start;
  let bare = 0;
  for (const item of items) {
    if (seen.has(item.part)) checking.report("E224", item, { part: item.part });
    seen.add(item.part);
    if (item.part === "shuffled") {
      if (item.value.kind !== "percent" && item.value.kind !== "slice")
        whole(checking, item.value, "a seed", 0);
      continue;
    }
    for (const value of bounds(item)) bound(checking, item.part, value);
    if (item.value.kind === "percent") bare += item.value.value;
    const here: Stretch | null = stretch(item, after);
    after = here?.to ?? null;
    if (!here) continue;
    if (!before(here.from, here.to) && (before(here.to, here.from) || same(here.from, here.to)))
      checking.report("E213", item, { part: item.part });
    else if (before(end, here.to) && item.value.kind !== "percent")
      checking.report("E227", item, { part: item.part });
    found.push(here);
  }
  if (checking.diagnostics.length > known) return;
  if (bare > 100 + 1e-9) {
    checking.report(
      "E212",
      { start: written[0]!.start, end: written.at(-1)!.end },
      { total: Number(bare.toFixed(6)) },
    );
    return;
  }
  if (overlap) return;
  found.forEach((one, i) => {
    const other = found
      .slice(0, i)
      .find((earlier) => before(earlier.from, one.to) && before(one.from, earlier.to));
    if (other) checking.report("E211", one.item, { one: other.item.part, other: one.item.part });
  });
}

function same(a: Position, b: Position): boolean {
  return a.share === b.share && a.count === b.count;
}
