// Equality, order, membership and keys, as Python has them.
import type { Budget } from "../render/budget.js";
import { unsupported, wrong } from "../template-errors.js";
import { compareText } from "./str.js";
import type { Thing, Value } from "./values.js";
import {
  Dict,
  DictView,
  identity,
  isThing,
  kindOf,
  List,
  Markup,
  Range,
  Tuple,
  Undefined,
} from "./values.js";

type Scalar = boolean | bigint | number;
const isNumber = (value: Value): value is Scalar =>
  typeof value === "boolean" || typeof value === "bigint" || typeof value === "number";
/** True is 1. */
export const numeric = (value: Scalar): bigint | number =>
  typeof value === "boolean" ? BigInt(value) : value;

/** What makes two values the same key of a dict; undefined for those that cannot be one (lists, dicts). */
export function keyOf(value: Value, budget: Budget): string | undefined {
  budget.spend();
  if (value === null) return "none";
  if (typeof value === "string") {
    budget.read(value);
    return `s${value}`;
  }
  if (isNumber(value)) {
    const number = numeric(value);
    return typeof number === "number" && Number.isInteger(number) ? `n${BigInt(number)}` : `n${number}`;
  }
  if (value instanceof List || value instanceof Dict) return undefined;
  if (value instanceof DictView && value.part !== "values") return undefined;
  if (value instanceof Undefined) return "undefined";
  if (value instanceof Tuple) {
    const keys = budget.inside(() => value.items.map((item) => keyOf(item, budget)));
    if (keys.includes(undefined)) return undefined;
    return budget.made(`(${keys.map((key) => `${key!.length}:${key}`).join("")})`);
  }
  if (value instanceof Range || value instanceof Markup) return unsupported(`a ${value.kind} as a key`);
  return `#${identity(value)}`;
}

/** The key of a value that has to have one. */
export const requireKey = (value: Value, budget: Budget): string =>
  keyOf(value, budget) ?? wrong(`a ${kindOf(value)} cannot be a key`);

/** a == b. */
export function equal(a: Value, b: Value, budget: Budget): boolean {
  budget.spend();
  if (isNumber(a) && isNumber(b)) return numeric(a) == numeric(b);
  if (typeof a === "string" && typeof b === "string" && a.length === b.length) budget.read(a);
  if (!isThing(a) || !isThing(b)) return textOf(a) === textOf(b);
  if (a instanceof Undefined) return b instanceof Undefined;
  return a === b ? true : equalThings(a, b, budget);
}

/** Texts that are marked as escaped equal plain ones. */
const textOf = (value: Value): Value => (value instanceof Markup ? value.text : value);

function equalThings(a: Thing, b: Thing, budget: Budget): boolean {
  if (a instanceof Markup && b instanceof Markup) return a.text === b.text;
  if ((a instanceof List && b instanceof List) || (a instanceof Tuple && b instanceof Tuple)) {
    if (a.items.length !== b.items.length) return false;
    return budget.inside(() => a.items.every((item, i) => same(item, b.items[i]!, budget)));
  }
  if (a instanceof Dict && b instanceof Dict) return a.size === b.size && equalDicts(a, b, budget);
  if (a instanceof Range && b instanceof Range) {
    const lengths = a.length === b.length;
    return lengths && (a.length === 0 || (a.start === b.start && (a.length === 1 || a.step === b.step)));
  }
  if (a instanceof DictView && b instanceof DictView && a.part !== "values" && b.part !== "values") {
    return unsupported(`the comparison of ${a.kind} with ${b.kind}`);
  }
  return false;
}

/** Items of containers are the same where they are identical, even those that do not equal themselves. */
/** Equal, or the very same: what Python's `in` looks for. */
export const same = (a: Value, b: Value, budget: Budget) => Object.is(a, b) || equal(a, b, budget);

function equalDicts(a: Dict, b: Dict, budget: Budget): boolean {
  return budget.inside(() => {
    for (const [key, [, value]] of a.keyed()) {
      const other = b.get(key);
      if (other === undefined || !same(value, other, budget)) return false;
    }
    return true;
  });
}

export type Order = "<" | "<=" | ">" | ">=";

const orders: Readonly<Record<Order, (sign: number) => boolean>> = {
  "<": (sign) => sign < 0,
  "<=": (sign) => sign <= 0,
  ">": (sign) => sign > 0,
  ">=": (sign) => sign >= 0,
};

/** a < b, and its like. */
export function ordered(a: Value, order: Order, b: Value, budget: Budget): boolean {
  budget.spend();
  if (isNumber(a) && isNumber(b)) {
    const [x, y] = [numeric(a), numeric(b)];
    return orders[order](x < y ? -1 : x > y ? 1 : x == y ? 0 : NaN);
  }
  if (typeof a === "string" && typeof b === "string") {
    budget.read(a.length < b.length ? a : b);
    return orders[order](compareText(a, b));
  }
  if ((a instanceof List && b instanceof List) || (a instanceof Tuple && b instanceof Tuple)) {
    return budget.inside(() => {
      const shorter = Math.min(a.items.length, b.items.length);
      for (let i = 0; i < shorter; i++) {
        if (!same(a.items[i]!, b.items[i]!, budget)) return ordered(a.items[i]!, order, b.items[i]!, budget);
      }
      return orders[order](a.items.length - b.items.length);
    });
  }
  for (const side of [a, b]) if (side instanceof Undefined) wrong(side.message);
  for (const side of [a, b]) {
    if (side instanceof Markup || side instanceof DictView) unsupported(`the order of a ${side.kind}`);
  }
  return wrong(`a ${kindOf(a)} and a ${kindOf(b)} have no order (${order})`);
}

/** For sorting by keys: negative, 0 or positive. */
export function compareKeys(a: Value, b: Value, budget: Budget): number {
  for (const side of [a, b])
    if (typeof side === "number" && Number.isNaN(side)) unsupported("sorting of nan");
  return ordered(a, "<", b, budget) ? -1 : ordered(b, "<", a, budget) ? 1 : 0;
}
