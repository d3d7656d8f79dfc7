// The variable `loop` inside a for loop.
import type { Budget } from "./budget.js";
import { bind } from "./call-arguments.js";
import { equal } from "../python/comparison.js";
import { wrong } from "../template-errors.js";
import type { Attributed, Value } from "../python/values.js";
import { Callable, Tuple, Undefined } from "../python/values.js";

const nothing = Symbol("nothing");
type Slot = Value | typeof nothing;

/** A walk over items, one ahead where the template asks what comes next. */
export class Loop implements Attributed {
  readonly kind = "LoopContext";
  index0 = -1;
  private current: Slot = nothing;
  private before: Slot = nothing;
  private after: Slot = nothing;
  private lastChanged: Tuple | null = null;
  private source: Iterator<Value>;

  constructor(
    source: Iterator<Value>,
    private size: number | undefined,
    private readonly depth0: number,
    private readonly budget: Budget,
    /** Renders the loop's body over other items, for a loop that is marked recursive. */
    readonly recurse: ((items: Value) => string) | null,
  ) {
    this.source = source;
  }

  /** Goes to the next item; false at the end. */
  advance(): boolean {
    const next = this.peek();
    if (next === nothing) return false;
    this.after = nothing;
    this.index0++;
    this.before = this.current;
    this.current = next;
    return true;
  }

  get item(): Value {
    return this.current as Value;
  }

  get index(): number {
    return this.index0 + 1;
  }

  /** Goes through the rest where the items have no length of their own. */
  get length(): number {
    if (this.size === undefined) {
      const rest: Value[] = [];
      for (let next = this.source.next(); !next.done; next = this.source.next()) rest.push(next.value);
      this.source = rest.values();
      this.size = rest.length + this.index + (this.after === nothing ? 0 : 1);
    }
    return this.size;
  }

  attribute(name: string): Value | undefined {
    return attributes.get(name)?.(this);
  }

  peek(): Slot {
    if (this.after === nothing) {
      const next = this.source.next();
      if (!next.done) this.after = next.value;
    }
    return this.after;
  }

  get last(): boolean {
    return this.peek() === nothing;
  }

  get depth(): number {
    return this.depth0 + 1;
  }

  get previous(): Value {
    return this.index0 === 0 || this.before === nothing
      ? new Undefined("there is no previous item")
      : this.before;
  }

  get next(): Value {
    const next = this.peek();
    return next === nothing ? new Undefined("there is no next item") : next;
  }

  readonly cycle = new Callable("cycle", (args) => {
    if (args.named.size) bind("cycle", args, []);
    const { positional } = args;
    return positional.length
      ? positional[this.index0 % positional.length]!
      : wrong("loop.cycle is given nothing");
  });

  readonly changed = new Callable("changed", (args) => {
    if (args.named.size) bind("changed", args, []);
    const values = new Tuple(args.positional);
    if (this.lastChanged && equal(this.lastChanged, values, this.budget)) return false;
    this.lastChanged = values;
    return true;
  });
}

const attributes: ReadonlyMap<string, (loop: Loop) => Value> = new Map<string, (loop: Loop) => Value>([
  ["index", (loop) => BigInt(loop.index)],
  ["index0", (loop) => BigInt(loop.index0)],
  ["revindex", (loop) => BigInt(loop.length - loop.index0)],
  ["revindex0", (loop) => BigInt(loop.length - loop.index)],
  ["first", (loop) => loop.index0 === 0],
  ["last", (loop) => loop.last],
  ["length", (loop) => BigInt(loop.length)],
  ["depth", (loop) => BigInt(loop.depth)],
  ["depth0", (loop) => BigInt(loop.depth - 1)],
  ["previtem", (loop) => loop.previous],
  ["nextitem", (loop) => loop.next],
  ["cycle", (loop) => loop.cycle],
  ["changed", (loop) => loop.changed],
]);
