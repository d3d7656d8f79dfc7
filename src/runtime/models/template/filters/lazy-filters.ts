// Filters that give their items one by one, when asked, and once: generators, as in Python.
import { bind, whole } from "../render/call-arguments.js";
import type { Budget } from "../render/budget.js";
import { requireKey } from "../python/comparison.js";
import { wrong } from "../template-errors.js";
import { itemsOf, iterate } from "../python/sequences.js";
import { applyTest } from "../render/is-tests.js";
import type { Arguments, Value } from "../python/values.js";
import { Dict, DictView, kindOf, List, Once, truth, Undefined } from "../python/values.js";
import { attributeReader, withoutCase } from "./attribute-argument.js";
import type { Filter, FilterTable } from "./types.js";

type Items = (value: Value, args: Arguments, budget: Budget) => Generator<Value>;

const lazily =
  (items: Items): Filter =>
  (value, args, budget) =>
    new Once(items(value, args, budget));

/** Arguments without the first ones by place. */
const after = ({ positional, named }: Arguments, count: number): Arguments => ({
  positional: positional.slice(count),
  named,
});

const name = (value: Value | undefined, what: string): string =>
  typeof value === "string" ? value : wrong(`${what} needs a name`);

function mapped(apply: ApplyFilter): Items {
  return function* (value, args, budget) {
    if (!truth(value)) return;
    const change = args.positional.length ? byFilter(apply, args, budget) : byAttribute(args, budget);
    for (const item of iterate(value, budget)) yield change(item);
  };
}

function byFilter(apply: ApplyFilter, args: Arguments, budget: Budget) {
  const filter = name(args.positional[0], "map");
  return (item: Value) => apply(filter, item, after(args, 1), budget);
}

function byAttribute(args: Arguments, budget: Budget) {
  if (!args.named.has("attribute")) wrong("map needs a filter or an attribute");
  const [attribute, otherwise = null] = bind("map", args, ["attribute", "default?"]);
  return attributeReader(attribute!, budget, otherwise);
}

/** select and its like: items whose value, or one of whose attributes, passes a test (or does not). */
const selected = (wanted: boolean, ofAttribute: boolean): Items =>
  function* (value, args, budget) {
    if (!truth(value)) return;
    if (ofAttribute && !args.positional.length) wrong("selectattr needs an attribute");
    const read = ofAttribute ? attributeReader(args.positional[0]!, budget) : (item: Value) => item;
    const testAt = ofAttribute ? 1 : 0;
    const test = args.positional[testAt];
    for (const item of iterate(value, budget)) {
      const one = read(item);
      const passes =
        test === undefined
          ? truth(one)
          : applyTest(name(test, "select"), one, after(args, testAt + 1), budget);
      if (passes === wanted) yield item;
    }
  };

const unique: Items = function* (value, args, budget) {
  const [cased = false, attribute = null] = bind("unique", args, ["case_sensitive?", "attribute?"]);
  const read = attributeReader(attribute, budget);
  const seen = new Set<string>();
  for (const item of iterate(value, budget)) {
    const key = requireKey(truth(cased) ? read(item) : withoutCase(read(item), budget), budget);
    if (seen.has(key)) continue;
    seen.add(key);
    yield item;
  }
};

const batch: Items = function* (value, args, budget) {
  const [count, fill = null] = bind("batch", args, ["linecount", "fill_with?"]);
  const size = whole(count, "batch");
  let row: Value[] = [];
  for (const item of iterate(value, budget)) {
    if (row.length === size) {
      yield new List(row);
      row = [];
    }
    row.push(item);
  }
  if (!row.length) return;
  const missing = fill === null ? 0 : Math.max(0, size - row.length);
  budget.spend(missing);
  yield new List([...row, ...Array.from({ length: missing }, () => fill)]);
};

const slice: Items = function* (value, args, budget) {
  const [given, fill = null] = bind("slice", args, ["slices", "fill_with?"]);
  const items = itemsOf(value, budget);
  const count = whole(given, "slice");
  if (count === 0) wrong("it divides by zero");
  const least = Math.floor(items.length / count);
  const extra = items.length - least * count;
  for (let i = 0, at = 0; i < count; i++) {
    budget.spend();
    const end = at + least + (i < extra ? 1 : 0);
    const part = items.slice(at, end);
    yield new List(fill !== null && i >= extra ? [...part, fill] : part);
    at = end;
  }
};

const dictItems: Items = function* (value, args, budget) {
  bind("items", args, []);
  if (value instanceof Undefined) return;
  if (!(value instanceof Dict)) return wrong(`items takes a dict, not a ${kindOf(value)}`);
  yield* iterate(new DictView("items", value), budget);
};

type ApplyFilter = (name: string, value: Value, args: Arguments, budget: Budget) => Value;

/** `apply` looks a filter up by its name, for map. */
export const lazyFilters = (apply: ApplyFilter): FilterTable => [
  ["map", lazily(mapped(apply))],
  ["select", lazily(selected(true, false))],
  ["reject", lazily(selected(false, false))],
  ["selectattr", lazily(selected(true, true))],
  ["rejectattr", lazily(selected(false, true))],
  ["unique", lazily(unique)],
  ["batch", lazily(batch)],
  ["slice", lazily(slice)],
  ["items", lazily(dictItems)],
];
