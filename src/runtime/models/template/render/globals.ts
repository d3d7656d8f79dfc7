// What a template finds without having set it: jinja's functions, and those that transformers adds.
import { bind, text, whole } from "./call-arguments.js";
import type { Budget } from "./budget.js";
import { keyOf, requireKey } from "../python/comparison.js";
import { RaisedByTemplate, unsupported, wrong } from "../template-errors.js";
import { itemsOf } from "../python/sequences.js";
import { textOf } from "../python/repr.js";
import type { Arguments, Attributed, Value } from "../python/values.js";
import { Callable, Dict, Namespace, Range, Undefined } from "../python/values.js";

/** The longest range that the sandbox of jinja allows. */
const longestRange = 100_000;

function range(args: Arguments): Range {
  if (args.named.size) bind("range", args, []);
  const numbers = args.positional.map((value) => whole(value, "range"));
  if (numbers.some((number) => Math.abs(number) >= 2 ** 40))
    return unsupported("a range of such large numbers");
  if (numbers.length < 1 || numbers.length > 3) return wrong("range takes one to three numbers");
  const [start, stop, step = 1] =
    numbers.length === 1 ? [0, numbers[0]!] : (numbers as [number, number, number?]);
  if (step === 0) return wrong("range has a step of 0");
  const made = new Range(start, stop, step);
  return made.length > longestRange ? wrong(`range(${numbers.join(", ")}) is too long`) : made;
}

/** dict(pairs, **named). */
function dict(args: Arguments, budget: Budget): Dict {
  const made = new Dict();
  const [given] = bind("dict", { positional: args.positional, named: new Map() }, ["/pairs?"]);
  const put = (name: Value, value: Value) => made.set(requireKey(name, budget), name, value);
  if (given instanceof Dict) for (const [name, value] of given.entries()) put(name, value);
  else if (given !== undefined) {
    for (const pair of itemsOf(given, budget)) {
      const parts = itemsOf(pair, budget);
      if (parts.length !== 2) return wrong(`dict takes pairs, not ${parts.length} values`);
      put(parts[0]!, parts[1]!);
    }
  }
  for (const [name, value] of args.named) put(name, value);
  budget.spend(made.size);
  return made;
}

function namespace(args: Arguments, budget: Budget): Namespace {
  const made = new Namespace();
  for (const [name, value] of dict(args, budget).entries()) {
    if (typeof name === "string" && name.startsWith("_"))
      wrong("an attribute of a namespace cannot begin with _");
    made.attributes.set(keyOf(name, budget)!, name, value);
  }
  return made;
}

/** Gives the values in turn, with next(). */
class Cycler implements Attributed {
  readonly kind = "Cycler";
  private at = 0;
  constructor(private readonly values: readonly Value[]) {
    if (!values.length) wrong("cycler is given nothing");
  }
  private readonly next = new Callable("next", (args) => {
    bind("next", args, []);
    const value = this.values[this.at]!;
    this.at = (this.at + 1) % this.values.length;
    return value;
  });
  private readonly reset = new Callable("reset", (args) => {
    bind("reset", args, []);
    this.at = 0;
    return null;
  });
  attribute(name: string): Value | undefined {
    const known: Readonly<Record<string, Value>> = {
      next: this.next,
      reset: this.reset,
      current: this.values[this.at]!,
      pos: BigInt(this.at),
    };
    if (name === "items") return unsupported("cycler.items");
    return Object.hasOwn(known, name) ? known[name] : undefined;
  }
}

/** A separator: nothing at the first call, its text from then on. */
function joiner(args: Arguments): Callable {
  const [mark = ", "] = bind("joiner", args, ["sep?"]);
  const separator = text(mark, "joiner");
  let used = false;
  return new Callable("joiner", () => {
    const given = used ? separator : "";
    used = true;
    return given;
  });
}

function raise(args: Arguments, budget: Budget): never {
  const [message] = bind("raise_exception", args, ["message"]);
  throw new RaisedByTemplate(textOf(message!, budget));
}

const functions: ReadonlyMap<string, Value> = new Map<string, Value>(
  Object.entries({
    range,
    dict,
    namespace,
    joiner,
    cycler: ({ positional, named }: Arguments) =>
      named.size ? wrong("cycler takes no names") : new Cycler(positional),
    raise_exception: raise,
  }).map(([name, work]) => [name, new Callable(name, work)]),
);

/** What jinja has and is refused: a text by chance, and the template as an object. */
const refused: ReadonlySet<string> = new Set(["lipsum", "self"]);

/**
 * A variable that the template has not set: the caller's, else a function of jinja's, else undefined. `strftime_now` is
 * undefined, so that templates take their own fixed date where they have one.
 */
export function globalOf(name: string, variables: ReadonlyMap<string, Value>): Value {
  const given = variables.get(name);
  if (given !== undefined) return given;
  const found = functions.get(name);
  if (found) return found;
  if (refused.has(name)) return unsupported(`"${name}"`);
  if (name === "strftime_now") {
    return new Undefined("it asks for today's date, so results would change from day to day");
  }
  return new Undefined(`'${name}' is undefined`);
}
