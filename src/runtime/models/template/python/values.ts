// Python's values, as far as chat templates meet them. None is null, an int is a bigint, a float is a number, a str is a
// string (counted by code points where Python counts), all else is a class. No value is a JavaScript object of the outside.
import type { Budget } from "../render/budget.js";

export type Value = null | boolean | bigint | number | string | Thing;

/** Everything that is not a scalar. `kind` is the type's name in Python. */
export interface Thing {
  readonly kind: string;
}

export class List implements Thing {
  readonly kind: string = "list";
  constructor(readonly items: readonly Value[]) {}
}

/** A tuple; those of groupby have names for their fields. */
export class Tuple implements Thing {
  readonly kind = "tuple";
  constructor(
    readonly items: readonly Value[],
    readonly fields: readonly string[] = [],
  ) {}
}

/** A dict: pairs in the order of insertion. Keys are found by `keyOf` of compare.ts. */
export class Dict implements Thing {
  readonly kind = "dict";
  private readonly pairs = new Map<string, readonly [Value, Value]>();

  /** `key` identifies the value `name`. A key that is there keeps its place and its first spelling. */
  set(key: string, name: Value, value: Value): void {
    this.pairs.set(key, [this.pairs.get(key)?.[0] ?? name, value]);
  }
  get(key: string): Value | undefined {
    return this.pairs.get(key)?.[1];
  }
  has(key: string): boolean {
    return this.pairs.has(key);
  }
  get size(): number {
    return this.pairs.size;
  }
  entries(): IterableIterator<readonly [Value, Value]> {
    return this.pairs.values();
  }
  keyed(): IterableIterator<[string, readonly [Value, Value]]> {
    return this.pairs.entries();
  }
}

/** What items(), keys() and values() of a dict give. */
export class DictView implements Thing {
  readonly kind: "dict_items" | "dict_keys" | "dict_values";
  constructor(
    readonly part: "items" | "keys" | "values",
    readonly of: Dict,
  ) {
    this.kind = `dict_${part}`;
  }
  *values(): Generator<Value> {
    for (const [name, value] of this.of.entries()) {
      yield this.part === "items" ? new Tuple([name, value]) : this.part === "keys" ? name : value;
    }
  }
}

export class Range implements Thing {
  readonly kind = "range";
  readonly length: number;
  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }
  at(index: number): bigint {
    return BigInt(this.start + index * this.step);
  }
}

/** A generator or iterator: it can be gone through once, and has no length. */
export class Once implements Thing {
  readonly kind: string = "generator";
  constructor(readonly values: Iterator<Value>) {}
}

/** What is not there. Printed it is nothing; nearly everything else asked of it is an error. */
export class Undefined implements Thing {
  readonly kind = "Undefined";
  constructor(readonly message: string) {}
}

/** What escape and safe give: text that must not be escaped again. It can be printed, and little else. */
export class Markup implements Thing {
  readonly kind = "Markup";
  constructor(readonly text: string) {}
}

/** A namespace: the one thing whose attributes a template may set. */
export class Namespace implements Thing {
  readonly kind = "Namespace";
  readonly attributes = new Dict();
}

export interface Arguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

/** Something that can be called: a function of the environment, a method of a value, a macro. */
export class Callable implements Thing {
  readonly kind: string = "function";
  constructor(
    readonly name: string,
    readonly call: (args: Arguments, budget: Budget) => Value,
  ) {}
}

/** A thing with attributes of its own, such as `loop`. */
export interface Attributed extends Thing {
  /** Undefined where there is no such attribute. */
  attribute(name: string): Value | undefined;
}
export const isAttributed = (value: Value): value is Attributed => isThing(value) && "attribute" in value;

export const isThing = (value: Value): value is Thing => typeof value === "object" && value !== null;

/** The type's name in Python. */
export function kindOf(value: Value): string {
  if (value === null) return "NoneType";
  if (isThing(value)) return value.kind;
  const names: Record<string, string> = { boolean: "bool", bigint: "int", number: "float", string: "str" };
  return names[typeof value]!;
}

/** bool(value). */
export function truth(value: Value): boolean {
  if (value instanceof List || value instanceof Tuple) return value.items.length > 0;
  if (value instanceof Dict) return value.size > 0;
  if (value instanceof DictView) return value.of.size > 0;
  if (value instanceof Range) return value.length > 0;
  if (value instanceof Undefined) return false;
  if (value instanceof Markup) return value.text !== "";
  return Boolean(value);
}

const numberOf = new WeakMap<Thing, number>();
let things = 0;
/** A number of its own for each thing, so that things can be keys. */
export function identity(value: Thing): number {
  const known = numberOf.get(value);
  if (known !== undefined) return known;
  numberOf.set(value, ++things);
  return things;
}
