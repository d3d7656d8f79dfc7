// The methods of str.
import { bind, text, whole } from "../render/call-arguments.js";
import type { Budget } from "../render/budget.js";
import { capitalised, swapped, titled } from "./letter-case.js";
import { unsupported, wrong } from "../template-errors.js";
import { itemsOf, sliceOf } from "./sequences.js";
import { isNarrow, isSpace, pointCount, space, trimEnd, trimStart } from "./str.js";
import type { Arguments, Value } from "./values.js";
import { List, truth, Tuple } from "./values.js";

type Method = (self: string, args: Arguments, budget: Budget) => Value;

/** Characters of `set` (white space without one) taken from the ends. */
export function strip(self: string, set: Value | undefined, ends: "both" | "left" | "right"): string {
  if (set === undefined || set === null) {
    const left = ends === "right" ? self : trimStart(self);
    return ends === "left" ? left : trimEnd(left);
  }
  const characters = new Set(text(set, "strip"));
  const points = Array.from(self);
  let [first, last] = [0, points.length];
  if (ends !== "right") while (first < last && characters.has(points[first]!)) first++;
  if (ends !== "left") while (last > first && characters.has(points[last - 1]!)) last--;
  return points.slice(first, last).join("");
}

const stripping =
  (ends: "both" | "left" | "right"): Method =>
  (self, args, budget) =>
    budget.made(strip(self, bind("strip", args, ["/chars?"])[0], ends));

/** replace(old, by, count): every occurrence where the count is negative. */
export function replaced(self: string, old: string, by: string, count: number, budget: Budget): string {
  const most = count < 0 ? Infinity : count;
  const pieces = old === "" ? Array.from(self) : self.split(old);
  budget.spend(pieces.length / 10);
  const joints = old === "" ? pieces.length + 1 : pieces.length - 1;
  budget.room(self.length + Math.min(most, joints) * by.length);
  if (most >= joints) return old === "" ? [by, ...pieces.map((one) => one + by)].join("") : pieces.join(by);
  if (old === "") return pieces.map((one, i) => (i < most ? by : "") + one).join("");
  const kept = pieces.slice(most).join(old);
  return [...pieces.slice(0, most), kept].join(by);
}

function split(self: string, args: Arguments, from: "left" | "right", budget: Budget): Value {
  const [separator, limit] = bind("split", args, ["sep?", "maxsplit?"]);
  const most = limit === undefined ? -1 : whole(limit, "split");
  const blank = separator === undefined || separator === null;
  const mark = blank ? "" : text(separator, "split");
  if (!blank && mark === "") return wrong("split has an empty separator");
  const parts = blank ? words(self, most, from) : cut(self, mark, most, from);
  budget.spend(parts.length);
  budget.room(self.length);
  return new List(parts);
}

function cut(self: string, mark: string, most: number, from: "left" | "right"): string[] {
  const parts = self.split(mark);
  if (most < 0 || parts.length <= most + 1) return parts;
  return from === "left"
    ? [...parts.slice(0, most), parts.slice(most).join(mark)]
    : [parts.slice(0, parts.length - most).join(mark), ...parts.slice(parts.length - most)];
}

const spaces = new RegExp(`[${space}]+`, "u");

function words(self: string, most: number, from: "left" | "right"): string[] {
  if (most < 0)
    return trimEnd(trimStart(self))
      .split(spaces)
      .filter((word) => word);
  const parts: string[] = [];
  let rest = from === "left" ? trimStart(self) : trimEnd(self);
  while (rest && parts.length < most) {
    if (from === "left") {
      const end = rest.search(spaces);
      parts.push(end < 0 ? rest : rest.slice(0, end));
      rest = end < 0 ? "" : trimStart(rest.slice(end));
    } else {
      let begin = rest.length;
      while (begin > 0 && !isSpace(rest[begin - 1]!)) begin--;
      parts.unshift(rest.slice(begin));
      rest = trimEnd(rest.slice(0, begin));
    }
  }
  if (!rest) return parts;
  return from === "left" ? [...parts, rest] : [rest, ...parts];
}

/** The part of a text that find, count and startswith look at, and where it begins, in code points. */
function window(self: string, start: Value | undefined, end: Value | undefined, budget: Budget) {
  if ((start ?? null) === null && (end ?? null) === null) return { part: self, from: 0 };
  const length = pointCount(self);
  const part = sliceOf(self, [start, end, null], budget) as string;
  const first = (start ?? null) === null ? 0 : whole(start, "find");
  return { part, from: Math.max(0, first < 0 ? first + length : first), beyond: first > length };
}

function find(self: string, args: Arguments, from: "left" | "right", budget: Budget): number {
  const [given, start, end] = bind("find", args, ["/sub", "/start?", "/end?"]);
  const { part, from: offset, beyond } = window(self, start, end, budget);
  const sought = text(given, "find");
  if (beyond) return -1;
  const at = from === "left" ? part.indexOf(sought) : part.lastIndexOf(sought);
  return at < 0 ? -1 : offset + pointCount(part.slice(0, at));
}

const finding =
  (from: "left" | "right", required: boolean): Method =>
  (self, args, budget) => {
    const at = find(self, args, from, budget);
    return at < 0 && required ? wrong("index does not find that text") : BigInt(at);
  };

function count(self: string, args: Arguments, budget: Budget): Value {
  const [given, start, end] = bind("count", args, ["/sub", "/start?", "/end?"]);
  const { part, beyond } = window(self, start, end, budget);
  const sought = text(given, "count");
  if (beyond) return 0n;
  return BigInt(sought === "" ? pointCount(part) + 1 : part.split(sought).length - 1);
}

const edge =
  (what: "startsWith" | "endsWith"): Method =>
  (self, args, budget) => {
    const [given, start, end] = bind(what.toLowerCase(), args, ["/prefix", "/start?", "/end?"]);
    const { part, beyond } = window(self, start, end, budget);
    const sought =
      given instanceof Tuple
        ? given.items.map((one) => text(one, what.toLowerCase()))
        : [text(given, what.toLowerCase())];
    budget.spend(sought.length);
    return !beyond && sought.some((one) => part[what](one));
  };

const padded =
  (place: (missing: number, width: number) => readonly [number, number]): Method =>
  (self, args, budget) => {
    const [width, fill = " "] = bind("center", args, ["/width", "/fillchar?"]);
    return pad(self, whole(width, "center"), text(fill, "center"), place, budget);
  };

export function pad(
  self: string,
  width: number,
  fill: string,
  place: (missing: number, width: number) => readonly [number, number],
  budget: Budget,
): string {
  if (pointCount(fill) !== 1) return wrong("a text is filled up with one character");
  const missing = Math.max(0, width - pointCount(self));
  const [before, behind] = missing ? place(missing, width) : [0, 0];
  budget.room(self.length + missing * fill.length);
  return fill.repeat(before) + self + fill.repeat(behind);
}

export const places = {
  center: (missing: number, width: number): readonly [number, number] => {
    const before = Math.floor(missing / 2) + (missing & width & 1);
    return [before, missing - before];
  },
  ljust: (missing: number): readonly [number, number] => [0, missing],
  rjust: (missing: number): readonly [number, number] => [missing, 0],
};

function zfill(self: string, args: Arguments, budget: Budget): Value {
  const [given] = bind("zfill", args, ["/width"]);
  const missing = Math.max(0, whole(given, "zfill") - pointCount(self));
  budget.room(self.length + missing);
  const [, sign, rest] = /^([+-]?)([^]*)$/.exec(self)!;
  return sign! + "0".repeat(missing) + rest!;
}

const lineEnd = "\\r\\n|[\\n\\v\\f\\r\\x1c-\\x1e\\x85\\u2028\\u2029]";
const lineEnds = new RegExp(lineEnd, "gu");

/** splitlines(keepends). */
export function lines(self: string, keep: boolean): string[] {
  const found: string[] = [];
  let begin = 0;
  for (const { 0: end, index } of self.matchAll(lineEnds)) {
    found.push(self.slice(begin, keep ? index + end.length : index));
    begin = index + end.length;
  }
  return begin < self.length ? [...found, self.slice(begin)] : found;
}

function partition(self: string, args: Arguments, from: "left" | "right", budget: Budget): Value {
  const mark = text(bind("partition", args, ["/sep"])[0], "partition");
  if (mark === "") return wrong("partition has an empty separator");
  budget.room(self.length);
  const at = from === "left" ? self.indexOf(mark) : self.lastIndexOf(mark);
  if (at < 0) return new Tuple(from === "left" ? [self, "", ""] : ["", "", self]);
  return new Tuple([self.slice(0, at), mark, self.slice(at + mark.length)]);
}

function joinMethod(self: string, args: Arguments, budget: Budget): Value {
  const parts = itemsOf(bind("join", args, ["/iterable"])[0]!, budget).map((part) =>
    typeof part === "string" ? part : text(part, "join"),
  );
  const length = parts.reduce((sum, part) => sum + part.length, self.length * Math.max(0, parts.length - 1));
  budget.room(length);
  return parts.join(self);
}

function expandTabs(self: string, args: Arguments, budget: Budget): Value {
  const [given = 8n] = bind("expandtabs", args, ["tabsize?"]);
  const size = whole(given, "expandtabs");
  budget.room(self.length + (self.split("\t").length - 1) * Math.max(0, size));
  let column = 0;
  let result = "";
  for (const character of self) {
    const blanks = size > 0 ? size - (column % size) : 0;
    result += character === "\t" ? " ".repeat(blanks) : character;
    column = /[\n\r]/.test(character) ? 0 : column + (character === "\t" ? blanks : 1);
  }
  return result;
}

/** A method without arguments that looks at every character. */
const every =
  (name: string, accepts: (self: string) => boolean): Method =>
  (self, args) => {
    bind(name, args, []);
    return accepts(self);
  };

/** isdigit and isnumeric count signs like ² and ½, of which JavaScript does not know the kinds. */
const digits = (name: string) =>
  every(name, (self) => {
    if (/(?!\p{Nd})\p{N}/u.test(self) || (name === "isnumeric" && /\p{sc=Han}/u.test(self)))
      return unsupported(`${name} of a number that is not written in digits`);
    return /^\p{Nd}+$/u.test(self);
  });

const changed =
  (name: string, change: (self: string) => string): Method =>
  (self, args, budget) => {
    bind(name, args, []);
    return budget.made(change(self));
  };

const without =
  (name: "removeprefix" | "removesuffix"): Method =>
  (self, args, budget) => {
    const affix = text(bind(name, args, ["/affix"])[0], name);
    budget.room(self.length);
    if (name === "removeprefix") return self.startsWith(affix) ? self.slice(affix.length) : self;
    return affix && self.endsWith(affix) ? self.slice(0, -affix.length) : self;
  };

/** All but `format`, which looks into other values (attributes.ts). */
export const stringMethods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["strip", stripping("both")],
  ["lstrip", stripping("left")],
  ["rstrip", stripping("right")],
  ["split", (self, args, budget) => split(self, args, "left", budget)],
  ["rsplit", (self, args, budget) => split(self, args, "right", budget)],
  [
    "splitlines",
    (self, args, budget) => {
      const [keep = false] = bind("splitlines", args, ["keepends?"]);
      const found = lines(self, truth(keep));
      budget.spend(found.length);
      budget.room(self.length);
      return new List(found);
    },
  ],
  [
    "replace",
    (self, args, budget) => {
      const [old, by, most = -1n] = bind("replace", args, ["/old", "/new", "/count?"]);
      return replaced(self, text(old, "replace"), text(by, "replace"), whole(most, "replace"), budget);
    },
  ],
  ["startswith", edge("startsWith")],
  ["endswith", edge("endsWith")],
  ["find", finding("left", false)],
  ["rfind", finding("right", false)],
  ["index", finding("left", true)],
  ["rindex", finding("right", true)],
  ["count", count],
  ["join", joinMethod],
  ["center", padded(places.center)],
  ["ljust", padded(places.ljust)],
  ["rjust", padded(places.rjust)],
  ["zfill", zfill],
  ["partition", (self, args, budget) => partition(self, args, "left", budget)],
  ["rpartition", (self, args, budget) => partition(self, args, "right", budget)],
  ["expandtabs", expandTabs],
  ["removeprefix", without("removeprefix")],
  ["removesuffix", without("removesuffix")],
  ["upper", changed("upper", (self) => self.toUpperCase())],
  ["lower", changed("lower", (self) => self.toLowerCase())],
  ["title", changed("title", titled)],
  ["capitalize", changed("capitalize", capitalised)],
  ["swapcase", changed("swapcase", swapped)],
  ["isalpha", every("isalpha", (self) => /^\p{L}+$/u.test(self))],
  ["isdecimal", every("isdecimal", (self) => /^\p{Nd}+$/u.test(self))],
  ["isdigit", digits("isdigit")],
  ["isnumeric", digits("isnumeric")],
  [
    "isalnum",
    every("isalnum", (self) => {
      if (/(?!\p{Nd})\p{N}/u.test(self))
        return unsupported("isalnum of a number that is not written in digits");
      return /^[\p{L}\p{Nd}]+$/u.test(self);
    }),
  ],
  ["isspace", every("isspace", (self) => self !== "" && trimStart(self) === "")],
  ["islower", every("islower", isLower)],
  ["isupper", every("isupper", isUpper)],
  ["istitle", every("istitle", (self) => /\p{L}/u.test(self) && isTitle(self))],
  ["isascii", every("isascii", (self) => isNarrow(self) && !/[^\0-\x7f]/.test(self))],
  ["isidentifier", every("isidentifier", (self) => /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(self))],
]);

/** str.islower(). */
export function isLower(self: string): boolean {
  return /\p{Lowercase}/u.test(self) && !/[\p{Uppercase}\p{Lt}]/u.test(self);
}
/** str.isupper(). */
export function isUpper(self: string): boolean {
  return /\p{Uppercase}/u.test(self) && !/[\p{Lowercase}\p{Lt}]/u.test(self);
}
function isTitle(self: string): boolean {
  let after = false;
  let any = false;
  for (const character of self) {
    const upper = /[\p{Uppercase}\p{Lt}]/u.test(character);
    const lower = /\p{Lowercase}/u.test(character);
    if ((upper && after) || (lower && !after)) return false;
    after = upper || lower;
    any ||= after;
  }
  return any;
}

/** Every public attribute of str in Python, so that what is missing here is refused rather than undefined. */
export const stringAttributes =
  "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill".split(
    " ",
  );
