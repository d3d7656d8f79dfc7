// Values of the tree -> TypeScript expressions, one function per clause.
import { array, object, string, type Copies } from "./printer.js";
import { lineStarts, placeOf, type Span } from "../../runtime/errors/text-positions.js";
import { textValue } from "../syntax/string-literals.js";
import { builtInShifts } from "../check/name-scope.js";
import type {
  BoundValue,
  Choice,
  Choose,
  ClauseName,
  ClauseValues,
  Fixed,
  Hole,
  LayerItem,
  List,
  MultiplierItem,
  NumberValue,
  Pair,
  PromptPair,
  Range,
  Reference,
  References,
  Sample,
  Setting,
  SidedText,
  Slice,
  SplitItem,
  TextValue,
  WhereValue,
} from "../syntax/ast.js";

/** What printing needs: the program, and the parts that are copied from it. */
export class Printing {
  private readonly starts: readonly number[];

  constructor(
    readonly text: string,
    readonly copies: Copies,
    /** Whether only TypeScript knows what a name is. */
    readonly open: (name: string) => boolean,
  ) {
    this.starts = lineStarts(text);
  }

  /** [line, column, length] */
  at(span: Span): string {
    const { line, column, length } = placeOf(this.text, this.starts, span);
    return `[${line}, ${column}, ${length ?? 1}]`;
  }

  hole({ inner }: Hole): string {
    return `(${this.copies.copy(inner)})`;
  }

  textOf(value: TextValue): string {
    return value.kind === "hole" ? this.hole(value) : string(textValue(value));
  }

  number(value: NumberValue): string {
    return value.kind === "hole" ? this.hole(value) : numeral(value.value);
  }

  bound(value: BoundValue): string {
    return value.kind === "percent" ? `"${value.value}%"` : this.number(value);
  }

  name(value: Reference | Hole): string {
    if (value.kind === "hole") return this.hole(value);
    const builtIn =
      value.wants.includes("shift") && (builtInShifts as readonly string[]).includes(value.name);
    return (builtIn ? "_steer." : "") + this.copies.copy(value);
  }

  fixed<T extends string>(value: Fixed<T> | Choice | Hole): string {
    return value.kind === "hole" ? this.hole(value) : string(value.value);
  }
}

/** The shortest text of a number, never -0. */
export const numeral = (value: number) => String(value + 0 === 0 ? 0 : value);

/** The one hole that is the whole of a list, if so. */
const sole = <T extends { kind: string }>(list: List<T>): Hole | null => {
  const only = list.items.length === 1 ? list.items[0]! : null;
  return only?.kind === "hole" ? (only as unknown as Hole) : null;
};

function layerItem(p: Printing, item: LayerItem): string {
  switch (item.kind) {
    case "fixed":
      return '"all"';
    case "last":
      return object({ last: p.number(item.count) });
    case "percent":
      return object({ from: p.bound(item), to: p.bound(item) });
    case "range":
      return object({ from: p.bound(item.from), to: p.bound(item.to), by: item.by && p.number(item.by) });
    case "name":
      return `...${p.name(item)}`;
    default:
      return p.number(item);
  }
}

export function layers(p: Printing, list: List<LayerItem>): string {
  const [only] = list.items;
  if (list.items.length === 1 && (only?.kind === "hole" || only?.kind === "name")) return p.name(only);
  return array(list.items.map((item) => layerItem(p, item)));
}

const counting =
  "((from: number, to: number, by: number): number[] => " +
  "Array.from({ length: Math.floor((to - from) / by + 1e-9) + 1 }, (_item, step) => from + step * by))";

/** from, from + by, … up to and including `to`, rounded to twelve digits so that 0.1 steps stay 0.1 steps. */
function counted(from: number, to: number, by: number): number[] {
  const length = Math.floor((to - from) / by + 1e-9) + 1;
  return Array.from({ length: Math.max(0, Math.min(length, 10_000)) }, (_, step) =>
    Number((from + step * by).toFixed(12)),
  );
}

function multiplierRange(p: Printing, { from, to, by }: Range<NumberValue>): string[] {
  if (from.kind === "number" && to.kind === "number" && by?.kind !== "hole")
    return counted(from.value, to.value, by?.value ?? 1).map(numeral);
  return [`...${counting}(${p.number(from)}, ${p.number(to)}, ${by ? p.number(by) : "1"})`];
}

function multipliers(p: Printing, list: List<MultiplierItem>): string {
  const hole = sole(list);
  if (hole) return p.hole(hole);
  return array(
    list.items.flatMap((item) => (item.kind === "range" ? multiplierRange(p, item) : [p.number(item)])),
  );
}

/** A text for both sides, or { positive, negative }. */
function sided(p: Printing, value: SidedText): string {
  if (value.kind !== "sides") return p.textOf(value);
  return object({ positive: p.textOf(value.positive), negative: p.textOf(value.negative) });
}

export function pair(p: Printing, value: Pair | PromptPair | Hole): string {
  if (value.kind === "hole") return p.hole(value);
  if (value.kind === "prompt pair") {
    const { prompt, user, system, answer } = value;
    const texts = Object.entries({ prompt, user, system, answer }).map(([name, text]) => [
      name,
      text && sided(p, text),
    ]);
    return object({ ...(Object.fromEntries(texts) as Record<string, string | null>), at: p.at(value) });
  }
  const { prompt, positive, negative } = value;
  const texts = { positive: p.textOf(positive), negative: p.textOf(negative) };
  return object({ prompt: prompt ? p.textOf(prompt) : '""', ...texts, at: p.at(value) });
}

function fields(p: Printing, value: ClauseValues["fields"]): string {
  if (value.kind === "hole") return p.hole(value);
  const names = value.items.map(({ role, name }) => [
    role.value.includes(" ") ? string(role.value) : role.value,
    name ? p.textOf(name) : "null",
  ]);
  return object(Object.fromEntries(names) as Record<string, string>);
}

function part(p: Printing, value: BoundValue | Slice): string {
  if (value.kind !== "slice") return p.bound(value);
  const from = value.from ? p.bound(value.from) : "0";
  return object({ from, to: value.to && p.bound(value.to), plus: value.plus && p.number(value.plus) });
}

function split(p: Printing, value: List<SplitItem> | Hole): string {
  if (value.kind === "hole") return p.hole(value);
  const parts = value.items.map((item) => [item.part, part(p, item.value)]);
  return object({ ...Object.fromEntries(parts), at: p.at(value) });
}

function where(p: Printing, value: WhereValue): string {
  switch (value.kind) {
    case "hole":
      return p.hole(value);
    case "token":
      return object({ kind: '"token"', index: p.number(value.index) });
    case "tokens":
      return object({
        kind: '"tokens"',
        from: p.number(value.from),
        to: value.to ? p.number(value.to) : "null",
      });
    case "phrase":
      return object({ kind: '"phrase"', text: p.textOf(value.text) });
    case "fixed":
      return object({ kind: string(value.value.kind) });
  }
}

export function texts(p: Printing, list: List<TextValue>): string {
  const hole = sole(list);
  return hole ? p.hole(hole) : array(list.items.map((text) => p.textOf(text)));
}

/** A list of names, or the hole that is the whole list. */
export function names(p: Printing, list: References): string {
  const hole = sole(list);
  return hole ? p.hole(hole) : array(list.items.map((item) => p.name(item)));
}

/** One name or hole as it stands, several as a list. */
export function oneOrMore(p: Printing, list: References): string {
  return list.items.length === 1 ? p.name(list.items[0]!) : names(p, list);
}

/** What is compared with; the runtime takes what is named and nothing else. */
function against(p: Printing, value: ClauseValues["against"]): string {
  if (value.kind === "hole") return p.hole(value);
  if (value.kind === "fixed") return object({ random: "0" });
  const controls = value.items.map(({ control, count }) =>
    control === "prompt" ? ["promptOnly", "true"] : [control, count ? p.number(count) : "0"],
  );
  return object(Object.fromEntries(controls) as Record<string, string>);
}

function choose(p: Printing, value: Choose | Hole): string {
  if (value.kind === "hole") return p.hole(value);
  return object({
    what: array(value.what.items.map(({ what }) => string(what))),
    on: '"tune"',
    for: value.goal ? p.fixed(value.goal) : '"steerability"',
    drift: value.drift && p.number(value.drift),
    at: p.at(value),
  });
}

function sample(p: Printing, value: Sample | Hole): string {
  if (value.kind === "hole") return p.hole(value);
  return object({
    temperature: p.number(value.temperature),
    top: value.top && p.number(value.top),
    seed: value.seed ? p.number(value.seed) : "0",
  });
}

type Printers = {
  [N in ClauseName]?: (p: Printing, value: ClauseValues[N], word: Span) => Record<string, string>;
};

/** Settings, all of them in one object. */
export const settings = (p: Printing, written: readonly Setting[]): string =>
  object(
    Object.fromEntries(written.map(({ name, value }) => [string(name.value), p.fixed(value)])) as Record<
      string,
      string
    >,
  );

/** Clauses that become fields. `pair`, `pairs`, `from`, `setting` and an `under` of one shift are joined in emit.ts. */
export const printers: Printers = {
  device: (p, value) => ({ device: p.fixed(value) }),
  dtype: (p, value) => ({ dtype: p.fixed(value) }),
  system: (p, value) => ({ system: p.textOf(value) }),
  about: (p, value) => ({ about: p.textOf(value) }),
  persona: (p, value) => ({
    persona:
      value.kind === "hole"
        ? p.hole(value)
        : object({ positive: p.textOf(value.positive), negative: p.textOf(value.negative) }),
  }),
  fields: (p, value) => ({ fields: fields(p, value) }),
  format: (p, value) => ({ format: p.fixed(value) }),
  split: (p, value) => ({ split: split(p, value) }),
  layers: (p, value) => ({ layers: layers(p, value), layersAt: p.at(value) }),
  read: (p, value) => ({ read: where(p, value) }),
  by: (p, value) => ({ by: p.fixed(value) }),
  under: (p, value) => ({ under: names(p, value) }),
  trained: (p, value) => ({ trained: names(p, value), trainedAt: p.at(value) }),
  tested: (p, value) => ({ under: names(p, value) }),
  pairing: (p, value) => ({ pairing: p.fixed(value) }),
  multipliers: (p, value) => ({ multipliers: multipliers(p, value) }),
  apply: (p, value) => ({
    apply:
      value.kind === "hole"
        ? p.hole(value)
        : object({ operator: string(value.operator), where: where(p, value.where), at: p.at(value) }),
  }),
  score: (p, value) => ({
    score:
      value.kind === "sides"
        ? object({ positive: texts(p, value.positive), negative: texts(p, value.negative) })
        : p.fixed(value),
    scoreAt: p.at(value),
  }),
  against: (p, value) => ({ against: against(p, value) }),
  intervals: (p, value) => ({
    intervals:
      value.kind === "hole"
        ? p.hole(value)
        : object({
            level:
              value.level.kind === "hole"
                ? p.hole(value.level)
                : numeral(Number((value.level.value / 100).toFixed(12))),
            resamples: value.resamples ? p.number(value.resamples) : "1000",
            seed: value.seed ? p.number(value.seed) : "0",
            ...(value.over?.value === "training pairs" && { over: p.fixed(value.over), at: p.at(value) }),
          }),
  }),
  choose: (p, value) => ({ choose: choose(p, value) }),
  tokens: (p, value) => ({ tokens: p.number(value) }),
  sample: (p, value) => ({ sample: sample(p, value) }),
  stop: (p, value) => ({ stop: texts(p, value) }),
  protocol: (p, value) => ({ protocol: p.fixed(value) }),
};
