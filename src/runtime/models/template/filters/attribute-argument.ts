// The argument `attribute` of filters: "name", "address.city", 0.
import { itemOf } from "../python/attributes.js";
import type { Budget } from "../render/budget.js";
import type { Value } from "../python/values.js";
import { Undefined } from "../python/values.js";

type Read = (item: Value) => Value;

/** Texts in small letters, where filters do not tell small from large. */
export function withoutCase(value: Value, budget: Budget): Value {
  if (typeof value !== "string") return value;
  budget.read(value);
  return budget.made(value.toLowerCase());
}

function parts(attribute: Value): readonly Value[] {
  if (attribute === null) return [];
  if (typeof attribute !== "string") return [attribute];
  return attribute.split(".").map((part) => (/^[0-9]+$/.test(part) ? BigInt(part) : part));
}

/** Reads an attribute of items; the item itself where the attribute is none. */
export function attributeReader(attribute: Value, budget: Budget, otherwise: Value = null): Read {
  const path = parts(attribute);
  return (item) =>
    path.reduce<Value>((value, part) => {
      const next = itemOf(value, part, budget);
      return otherwise !== null && next instanceof Undefined ? otherwise : next;
    }, item);
}

/** Reads several attributes, with commas between their names. */
export function attributesReader(attribute: Value, budget: Budget): (item: Value) => readonly Value[] {
  const names = typeof attribute === "string" ? attribute.split(",") : [attribute];
  const readers = names.map((name) => attributeReader(name, budget));
  return (item) => readers.map((read) => read(item));
}
