// Attributes and items, as jinja's immutable sandbox lets a template see them: value.name and value["name"].
import { bind } from "../render/call-arguments.js";
import type { Budget } from "../render/budget.js";
import { braceFormat } from "./brace-format.js";
import { equal, requireKey } from "./comparison.js";
import { unsupported, wrong } from "../template-errors.js";
import { itemAt, itemsOf } from "./sequences.js";
import { shown } from "./repr.js";
import { stringAttributes, stringMethods } from "./string-methods.js";
import type { Arguments, Value } from "./values.js";
import {
  Callable,
  Dict,
  DictView,
  isAttributed,
  kindOf,
  List,
  Markup,
  Namespace,
  Tuple,
  Undefined,
} from "./values.js";

type Method<Self> = (self: Self, args: Arguments, budget: Budget) => Value;

const view =
  (part: "items" | "keys" | "values"): Method<Dict> =>
  (self, args) => {
    bind(part, args, []);
    return new DictView(part, self);
  };

const dictMethods: ReadonlyMap<string, Method<Dict>> = new Map<string, Method<Dict>>([
  ["items", view("items")],
  ["keys", view("keys")],
  ["values", view("values")],
  [
    "get",
    (self, args, budget) => {
      const [key, otherwise = null] = bind("get", args, ["/key", "/default?"]);
      const found = self.get(requireKey(key!, budget));
      return found === undefined ? otherwise : found;
    },
  ],
  [
    "copy",
    (self, args, budget) => {
      bind("copy", args, []);
      budget.spend(self.size);
      const copy = new Dict();
      for (const [key, [name, value]] of self.keyed()) copy.set(key, name, value);
      return copy;
    },
  ],
]);

const sequenceMethods: ReadonlyMap<string, Method<List | Tuple>> = new Map<string, Method<List | Tuple>>([
  [
    "count",
    (self, args, budget) => {
      const [sought] = bind("count", args, ["/value"]);
      return BigInt(itemsOf(self, budget).filter((item) => equal(item, sought!, budget)).length);
    },
  ],
  [
    "index",
    (self, args, budget) => {
      const [sought] = bind("index", args, ["/value"]);
      const at = itemsOf(self, budget).findIndex((item) => equal(item, sought!, budget));
      return at < 0 ? wrong("index does not find that value") : BigInt(at);
    },
  ],
]);

const listCopy: Method<List | Tuple> = (self, args, budget) => {
  bind("copy", args, []);
  return new List(itemsOf(self, budget));
};

/** Public attributes in Python, by type, of what has no entry above: refused by name, so that they are not taken as undefined. */
const others: ReadonlyMap<string, readonly string[]> = new Map([
  ["str", stringAttributes],
  ["dict", ["fromkeys"]],
  ["range", ["count", "index", "start", "step", "stop"]],
  [
    "int",
    "as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes".split(
      " ",
    ),
  ],
  ["float", ["as_integer_ratio", "conjugate", "fromhex", "hex", "imag", "is_integer", "real"]],
  ["dict_items", ["isdisjoint", "mapping"]],
  ["dict_keys", ["isdisjoint", "mapping"]],
  ["dict_values", ["mapping"]],
  ["generator", ["close", "gi_running", "gi_suspended", "gi_yieldfrom", "send", "throw"]],
]);

/** What would change a list or dict: the sandbox forbids it. */
const changing: ReadonlyMap<string, readonly string[]> = new Map([
  ["list", ["append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"]],
  ["dict", ["clear", "pop", "popitem", "setdefault", "update"]],
]);

/** An attribute in the sense of Python's getattr; undefined where there is none. */
function attribute(of: Value, name: string, budget: Budget): Value | undefined {
  if (of instanceof Undefined) return wrong(of.message);
  if (of instanceof Markup) return unsupported("an attribute of a text marked by escape or safe");
  const kind = kindOf(of) === "bool" ? "int" : kindOf(of);
  if (name.startsWith("__") && name.endsWith("__")) return hidden(of, name, budget);
  if (of instanceof Namespace) return of.attributes.get(requireKey(name, budget));
  if (isAttributed(of)) return name.startsWith("_") ? hidden(of, name, budget) : of.attribute(name);
  if (changing.get(kind)?.includes(name)) return hidden(of, name, budget);
  const method = methodOf(of, name);
  if (method) return new Callable(name, (args, b) => method(args, b));
  if (of instanceof Tuple && of.fields.includes(name)) return of.items[of.fields.indexOf(name)];
  return others.get(kind)?.includes(name) ? unsupported(`the attribute "${name}" of a ${kind}`) : undefined;
}

const format: Method<string> = (self, args, budget) =>
  braceFormat(self, args, budget, { attributeOf, itemOf });

const counted = (method: Method<string> | undefined): Method<string> | undefined =>
  method &&
  ((self, args, budget) => {
    budget.read(self);
    return method(self, args, budget);
  });

function methodOf(of: Value, name: string): ((args: Arguments, budget: Budget) => Value) | undefined {
  const bound = <Self>(self: Self, method: Method<Self> | undefined) =>
    method && ((args: Arguments, budget: Budget) => method(self, args, budget));
  if (typeof of === "string") return bound(of, counted(name === "format" ? format : stringMethods.get(name)));
  if (of instanceof Dict) return bound(of, dictMethods.get(name));
  if (of instanceof List && name === "copy") return bound(of, listCopy);
  if (of instanceof List || of instanceof Tuple) return bound(of, sequenceMethods.get(name));
  return undefined;
}

/** What the sandbox keeps from a template: undefined, and an error as soon as it is used. */
function hidden(of: Value, name: string, budget: Budget): Undefined {
  if (of instanceof Dict && of.has(requireKey(name, budget)))
    return unsupported(`a key that is called "${name}"`);
  return new Undefined(`the attribute "${name}" of a ${kindOf(of)} is kept from templates`);
}

const missing = (of: Value, name: Value, budget: Budget) =>
  new Undefined(
    typeof name === "string"
      ? `a ${kindOf(of)} has no attribute '${name}'`
      : `a ${kindOf(of)} has no element ${shown(name, budget)}`,
  );

/** value.name: the attribute, else the item. */
export function attributeOf(of: Value, name: string, budget: Budget): Value {
  const found = attribute(of, name, budget);
  const item = found === undefined ? itemAt(of, name, budget) : found;
  return item === undefined ? missing(of, name, budget) : item;
}

/** value[key]: the item, else, for a text as key, the attribute. */
export function itemOf(of: Value, key: Value, budget: Budget): Value {
  const found = itemAt(of, key, budget);
  if (found !== undefined) return found;
  const named = typeof key === "string" ? attribute(of, key, budget) : undefined;
  return named !== undefined ? named : missing(of, key, budget);
}

/** The attribute in the sense of the filter attr: without the item. */
export function attributeOnly(of: Value, name: string, budget: Budget): Value {
  const found = attribute(of, name, budget);
  return found === undefined ? missing(of, name, budget) : found;
}
