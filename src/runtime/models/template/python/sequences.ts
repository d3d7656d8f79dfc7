// Going through values, their lengths, indexes and slices.
import type { Budget } from "../render/budget.js";
import { keyOf } from "./comparison.js";
import { unsupported, wrong } from "../template-errors.js";
import { isNarrow, pointCount } from "./str.js";
import type { Value } from "./values.js";
import { Dict, DictView, isThing, kindOf, List, Markup, Once, Range, Tuple, Undefined } from "./values.js";

/** iter(value); undefined where Python has none. */
function iterator(value: Value): Iterable<Value> | undefined {
  if (typeof value === "string") return value;
  if (value instanceof List || value instanceof Tuple) return value.items;
  if (value instanceof Dict) return new DictView("keys", value).values();
  if (value instanceof DictView) return value.values();
  if (value instanceof Range) return rangeItems(value);
  if (value instanceof Once) return { [Symbol.iterator]: () => value.values };
  if (value instanceof Undefined) return [];
  if (value instanceof Markup || (isThing(value) && value.kind === "LoopContext")) {
    return unsupported(`the items of a ${kindOf(value)}`);
  }
  return undefined;
}

function* rangeItems(range: Range): Generator<Value> {
  for (let i = 0; i < range.length; i++) yield range.at(i);
}

export const isIterable = (value: Value): boolean => iterator(value) !== undefined;

/**
 * The items of a value, counted; one that can be gone through only once goes on where it was, and is not closed. Throws
 * where the value has no items.
 */
export function iterate(value: Value, budget: Budget): IterableIterator<Value> {
  const items = iterator(value) ?? wrong(`a ${kindOf(value)} has no items to go through`);
  const source = items[Symbol.iterator]();
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      budget.spend();
      return source.next() as IteratorResult<Value>;
    },
  };
}

/** list(value), as an array. */
export const itemsOf = (value: Value, budget: Budget): Value[] => [...iterate(value, budget)];

/** len(value). Throws where there is none. */
export function lengthOf(value: Value): number {
  return lengthOrNone(value) ?? wrong(`a ${kindOf(value)} has no length`);
}

export function lengthOrNone(value: Value): number | undefined {
  if (typeof value === "string") return pointCount(value);
  if (value instanceof Markup) return pointCount(value.text);
  if (value instanceof List || value instanceof Tuple) return value.items.length;
  if (value instanceof Dict) return value.size;
  if (value instanceof DictView) return value.of.size;
  if (value instanceof Range) return value.length;
  if (value instanceof Undefined) return 0;
  if (isThing(value) && value.kind === "LoopContext") return unsupported("the length of loop by a filter");
  return undefined;
}

/** value[key]; undefined where Python raises a TypeError or LookupError. */
export function itemAt(value: Value, key: Value, budget: Budget): Value | undefined {
  if (value instanceof Undefined) return wrong(value.message);
  if (value instanceof Dict) {
    const found = keyOf(key, budget);
    return found === undefined ? undefined : value.get(found);
  }
  const index = typeof key === "boolean" ? BigInt(key) : key;
  if (typeof index !== "bigint") return undefined;
  if (typeof value === "string") return character(value, index, budget);
  if (value instanceof Markup) return unsupported("an index of a text marked by escape or safe");
  if (value instanceof List || value instanceof Tuple) {
    return value.items[Number(index < 0n ? index + BigInt(value.items.length) : index)];
  }
  if (value instanceof Range) {
    const at = Number(index < 0n ? index + BigInt(value.length) : index);
    return at >= 0 && at < value.length ? value.at(at) : undefined;
  }
  return undefined;
}

function character(text: string, index: bigint, budget: Budget): string | undefined {
  budget.read(text);
  const points = isNarrow(text) ? text : Array.from(text);
  return points[Number(index < 0n ? index + BigInt(points.length) : index)];
}

type Bound = Value | undefined;

/** value[start:stop:step]. Throws where Python does. */
export function sliceOf(value: Value, [start, stop, step]: readonly Bound[], budget: Budget): Value {
  const [from, to, by] = [bound(start), bound(stop), bound(step) ?? 1n];
  if (value instanceof Undefined) return wrong(value.message);
  if (by === 0n) return wrong("a slice has a step of 0");
  const picked = <T>(items: ArrayLike<T>): T[] => {
    const indexes = indexesOf(items.length, from, to, by);
    budget.spend(indexes.length / (typeof value === "string" ? 100 : 1) + 1);
    return indexes.map((i) => items[i]!);
  };
  if (typeof value === "string") {
    budget.read(value);
    if (by === 1n && isNarrow(value)) {
      const [first, last] = ends(value.length, from, to, by);
      return budget.made(value.slice(first, Math.max(first, last)));
    }
    return budget.made(picked(isNarrow(value) ? value : Array.from(value)).join(""));
  }
  if (value instanceof List) return new List(picked(value.items));
  if (value instanceof Tuple) return new Tuple(picked(value.items));
  if (value instanceof Range) {
    const [first, last] = ends(value.length, from, to, by);
    return new Range(
      value.start + first * value.step,
      value.start + last * value.step,
      value.step * Number(by),
    );
  }
  if (value instanceof Markup) return unsupported("a slice of a text marked by escape or safe");
  return wrong(`a ${kindOf(value)} cannot be sliced`);
}

function bound(value: Bound): bigint | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "boolean") return BigInt(value);
  return typeof value === "bigint" ? value : wrong(`a slice needs whole numbers, not a ${kindOf(value)}`);
}

/** The first index and the one that is not reached any more, as Python's slice.indices gives them. */
function ends(
  length: number,
  from: bigint | undefined,
  to: bigint | undefined,
  by: bigint,
): [number, number] {
  const [lowest, highest] = by > 0n ? [0, length] : [-1, length - 1];
  const place = (index: bigint) =>
    Math.min(highest, Math.max(lowest, Number(index < 0n ? index + BigInt(length) : index)));
  const first = from === undefined ? (by > 0n ? lowest : highest) : place(from);
  const last = to === undefined ? (by > 0n ? highest : lowest) : place(to);
  return [first, last];
}

function indexesOf(length: number, from: bigint | undefined, to: bigint | undefined, by: bigint): number[] {
  const [first, last] = ends(length, from, to, by);
  const step = Number(by);
  const indexes: number[] = [];
  for (let i = first; step > 0 ? i < last : i > last; i += step) indexes.push(i);
  return indexes;
}
