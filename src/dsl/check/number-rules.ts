// Numbers, ranges and shares that can be judged without a model.
import type {
  BoundValue,
  LayerItem,
  MultiplierItem,
  Numeral,
  NumberValue,
  Percent,
  Range,
} from "../syntax/ast.js";
import type { Checking } from "./name-scope.js";

/** More numbers than this in one range are a slip of the pen. */
const mostNumbers = 10_000;

const isPlain = (value: BoundValue): value is Numeral | Percent =>
  value.kind !== "hole" && Number.isFinite(value.value);

/** A whole number of at least `least`. */
export function whole(checking: Checking, value: NumberValue | null, what: string, least: number): void {
  if (value?.kind !== "number") return;
  if (!Number.isFinite(value.value) || (Number.isInteger(value.value) && value.value >= least)) return;
  const must = Number.isFinite(least) ? `a whole number of at least ${least}` : "a whole number";
  checking.report("E217", value, { what, value: checking.slice(value), must });
}

function layer(checking: Checking, value: BoundValue): void {
  if (value.kind === "percent" && value.value > 100)
    checking.report("E225", value, { value: checking.slice(value), must: "a percentage of 100% or less" });
  if (value.kind !== "number") return;
  if (!Number.isInteger(value.value)) whole(checking, value, "a layer", 0);
  else if (value.value < 0) checking.report("E204", value, { layer: value.value });
}

/** How many steps a range has; reports one that is empty, goes backwards or never ends. */
function range(checking: Checking, { from, to, by, ...span }: Range<BoundValue>, usualStep: number): void {
  const step = by === null ? usualStep : by.kind === "number" ? by.value : null;
  if (by && step !== null && step <= 0) return checking.report("E215", by, { by: step });
  if (!isPlain(from) || !isPlain(to) || from.kind !== to.kind) return;
  const words = { from: checking.slice(from), to: checking.slice(to) };
  if (from.value > to.value)
    return checking.report("E214", span, { ...words, ordered: `\`${words.to}..${words.from}\`` });
  const count = step === null ? 0 : Math.floor((to.value - from.value) / step + 1e-9) + 1;
  if (count > mostNumbers) checking.report("E216", span, { count, most: mostNumbers });
}

export function layerItem(checking: Checking, item: LayerItem): void {
  if (item.kind === "last") whole(checking, item.count, "the number of last layers", 1);
  else if (item.kind === "range") {
    layer(checking, item.from);
    layer(checking, item.to);
    if (item.by?.kind === "number" && item.by.value > 0) whole(checking, item.by, "a step of layers", 1);
    range(checking, item, 1);
  } else if (item.kind === "number" || item.kind === "percent") layer(checking, item);
}

export function multiplierItem(checking: Checking, item: MultiplierItem): void {
  if (item.kind === "range") range(checking, item, 1);
}

/** A span of tokens: both ends counted from the same side must be in order. */
export function tokenSpan(checking: Checking, from: NumberValue, to: NumberValue | null): void {
  whole(checking, from, "a token", -Infinity);
  whole(checking, to, "a token", -Infinity);
  const both = from.kind === "number" && to?.kind === "number";
  if (!both || from.value < 0 !== to.value < 0 || from.value <= to.value) return;
  const words = { from: checking.slice(from), to: checking.slice(to) };
  checking.report(
    "E214",
    { start: from.start, end: to.end },
    { ...words, ordered: `\`${words.to}..${words.from}\`` },
  );
}

/** A number above 0. */
export function positive(checking: Checking, value: NumberValue | null, what: string): void {
  if (value?.kind !== "number" || value.value > 0) return;
  checking.report("E217", value, { what, value: checking.slice(value), must: "a number above 0" });
}
