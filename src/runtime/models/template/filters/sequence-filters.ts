// Filters on lists and dicts that give a value, a list, or a text.
import { attributeOnly } from "../python/attributes.js";
import { bind, text } from "../render/call-arguments.js";
import type { Budget } from "../render/budget.js";
import { compareKeys, equal, ordered } from "../python/comparison.js";
import { unsupported, wrong } from "../template-errors.js";
import { itemsOf, iterate, lengthOf } from "../python/sequences.js";
import { textOf } from "../python/repr.js";
import type { Value } from "../python/values.js";
import {
  Dict,
  DictView,
  kindOf,
  List,
  Markup,
  Once,
  Range,
  truth,
  Tuple,
  Undefined,
} from "../python/values.js";
import { attributeReader, attributesReader, withoutCase } from "./attribute-argument.js";
import type { Filter, FilterTable } from "./types.js";

/** reversed(value), as an array; undefined where Python has none. */
function reversed(value: Value, budget: Budget): Value[] | undefined {
  const known =
    typeof value === "string" ||
    value instanceof List ||
    value instanceof Tuple ||
    value instanceof Dict ||
    value instanceof DictView ||
    value instanceof Range ||
    value instanceof Undefined;
  if (value instanceof Markup) return unsupported("reverse of a text marked by escape or safe");
  return known ? itemsOf(value, budget).reverse() : undefined;
}

const reverse: Filter = (value, args, budget) => {
  bind("reverse", args, []);
  if (typeof value === "string") return budget.made(itemsOf(value, budget).reverse().join(""));
  const turned = reversed(value, budget);
  return turned ? new Once(turned.values()) : new List(itemsOf(value, budget).reverse());
};

const last: Filter = (value, args, budget) => {
  bind("last", args, []);
  const turned = reversed(value, budget) ?? wrong(`a ${kindOf(value)} cannot be gone through from its end`);
  const [found = new Undefined("there is no last item, the sequence is empty")] = turned;
  return found;
};

const first: Filter = (value, args, budget) => {
  bind("first", args, []);
  const { done, value: found } = iterate(value, budget).next();
  return done ? new Undefined("there is no first item, the sequence is empty") : (found as Value);
};

const join: Filter = (value, args, budget) => {
  const [between = "", attribute = null] = bind("join", args, ["d?", "attribute?"]);
  const read = attributeReader(attribute, budget);
  const mark = textOf(between, budget);
  const parts: string[] = [];
  let length = 0;
  for (const item of iterate(value, budget)) {
    const part = textOf(read(item), budget);
    budget.room(part.length + mark.length);
    length += part.length + mark.length;
    budget.fits(length);
    parts.push(part);
  }
  return parts.join(mark);
};

/** sorted(items, key, reverse): stable in both directions. */
function sortedBy(
  items: readonly Value[],
  key: (item: Value) => Value,
  backwards: boolean,
  budget: Budget,
): Value[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  const sign = backwards ? -1 : 1;
  return keyed.sort((a, b) => sign * compareKeys(a.key, b.key, budget)).map(({ item }) => item);
}

const sort: Filter = (value, args, budget) => {
  const [backwards = false, cased = false, attribute = null] = bind("sort", args, [
    "reverse?",
    "case_sensitive?",
    "attribute?",
  ]);
  const read = attributesReader(attribute, budget);
  const key = (item: Value) =>
    new List(truth(cased) ? read(item) : read(item).map((one) => withoutCase(one, budget)));
  return new List(sortedBy(itemsOf(value, budget), key, truth(backwards), budget));
};

const dictSort: Filter = (value, args, budget) => {
  const [cased = false, by = "key", backwards = false] = bind("dictsort", args, [
    "case_sensitive?",
    "by?",
    "reverse?",
  ]);
  if (by !== "key" && by !== "value") return wrong('dictsort sorts by "key" or "value"');
  if (value instanceof Undefined) return wrong(value.message);
  if (!(value instanceof Dict)) return wrong(`dictsort takes a dict, not a ${kindOf(value)}`);
  const key = (pair: Value) => {
    const part = (pair as Tuple).items[by === "key" ? 0 : 1]!;
    return truth(cased) ? part : withoutCase(part, budget);
  };
  return new List(sortedBy(itemsOf(new DictView("items", value), budget), key, truth(backwards), budget));
};

const extreme =
  (name: string, sign: "<" | ">"): Filter =>
  (value, args, budget) => {
    const [cased = false, attribute = null] = bind(name, args, ["case_sensitive?", "attribute?"]);
    const read = attributeReader(attribute, budget);
    const key = (item: Value) => (truth(cased) ? read(item) : withoutCase(read(item), budget));
    let best: { item: Value; key: Value } | undefined;
    for (const item of iterate(value, budget)) {
      const one = { item, key: key(item) };
      if (!best || ordered(one.key, sign, best.key, budget)) best = one;
    }
    return best ? best.item : new Undefined(`there is no ${name}, the sequence is empty`);
  };

const groupBy: Filter = (value, args, budget) => {
  const [attribute, otherwise = null, cased = false] = bind("groupby", args, [
    "attribute",
    "default?",
    "case_sensitive?",
  ]);
  const read = attributeReader(attribute!, budget, otherwise);
  const key = (item: Value) => (truth(cased) ? read(item) : withoutCase(read(item), budget));
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of sortedBy(itemsOf(value, budget), key, false, budget)) {
    const own = key(item);
    const group = groups.at(-1);
    if (group && equal(group.key, own, budget)) group.items.push(item);
    else groups.push({ key: own, items: [item] });
  }
  const fields = ["grouper", "list"];
  return new List(groups.map(({ items }) => new Tuple([read(items[0]!), new List(items)], fields)));
};

const defaulting: Filter = (value, args) => {
  const [otherwise = "", falsy = false] = bind("default", args, ["default_value?", "boolean?"]);
  return value instanceof Undefined || (truth(falsy) && !truth(value)) ? otherwise : value;
};

const length: Filter = (value, args) => {
  bind("length", args, []);
  return BigInt(lengthOf(value));
};

export const sequenceFilters: FilterTable = [
  ["reverse", reverse],
  ["first", first],
  ["last", last],
  ["join", join],
  ["sort", sort],
  ["dictsort", dictSort],
  ["min", extreme("min", "<")],
  ["max", extreme("max", ">")],
  ["groupby", groupBy],
  ["default", defaulting],
  ["d", defaulting],
  ["length", length],
  ["count", length],
  [
    "list",
    (value, args, budget) => {
      bind("list", args, []);
      return new List(itemsOf(value, budget));
    },
  ],
  [
    "attr",
    (value, args, budget) => attributeOnly(value, text(bind("attr", args, ["name"])[0], "attr"), budget),
  ],
];
