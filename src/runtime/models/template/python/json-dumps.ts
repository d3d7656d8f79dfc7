// The filter tojson, as transformers sets it up: Python's json.dumps, not jinja's own filter with its HTML escapes.
import { bind, text, whole } from "../render/call-arguments.js";
import type { Budget } from "../render/budget.js";
import { compareKeys } from "./comparison.js";
import { floatText } from "./arithmetic.js";
import { unsupported, wrong } from "../template-errors.js";
import type { Arguments, Value } from "./values.js";
import { Dict, kindOf, List, Markup, truth, Tuple } from "./values.js";
import { itemsOf } from "./sequences.js";

interface Style {
  readonly ascii: boolean;
  readonly indent: string | null;
  readonly between: string;
  readonly colon: string;
  readonly sorted: boolean;
}

/** value|tojson(ensure_ascii=False, indent=None, separators=None, sort_keys=False). */
export function toJson(value: Value, args: Arguments, budget: Budget): string {
  const [ascii = false, indent = null, separators = null, sorted = false] = bind("tojson", args, [
    "ensure_ascii?",
    "indent?",
    "separators?",
    "sort_keys?",
  ]);
  const step = indent === null ? null : indentation(indent, budget);
  const [between, colon] =
    separators === null ? [step === null ? ", " : ",", ": "] : pairOf(separators, budget);
  return json(
    value,
    { ascii: truth(ascii), indent: step, between, colon, sorted: truth(sorted) },
    "",
    budget,
  );
}

function indentation(indent: Value, budget: Budget): string {
  if (typeof indent === "string") return indent;
  const width = Math.max(0, whole(indent, "tojson(indent)"));
  budget.room(width);
  return " ".repeat(width);
}

function pairOf(separators: Value, budget: Budget): readonly [string, string] {
  const items = itemsOf(separators, budget);
  if (items.length !== 2) return wrong("tojson takes two separators");
  return [text(items[0], "tojson(separators)"), text(items[1], "tojson(separators)")];
}

function json(value: Value, style: Style, margin: string, budget: Budget): string {
  budget.spend();
  if (value === null) return "null";
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return budget.made(string(value, style.ascii));
  if (value instanceof Markup) return unsupported("tojson of a text marked by escape or safe");
  if (value instanceof List || value instanceof Tuple) {
    const items = value.items;
    return nested(
      "[",
      "]",
      items.map((item) => (inner) => json(item, style, inner, budget)),
      style,
      margin,
      budget,
    );
  }
  if (value instanceof Dict) {
    const pairs = [...value.entries()];
    if (style.sorted) pairs.sort(([a], [b]) => compareKeys(a, b, budget));
    const written = pairs.map(
      ([name, one]) =>
        (inner: string) =>
          string(keyText(name), style.ascii) + style.colon + json(one, style, inner, budget),
    );
    return nested("{", "}", written, style, margin, budget);
  }
  return wrong(`tojson cannot write a ${kindOf(value)}`);
}

function nested(
  open: string,
  close: string,
  parts: readonly ((margin: string) => string)[],
  { indent, between }: Style,
  margin: string,
  budget: Budget,
): string {
  if (!parts.length) return open + close;
  const inner = indent === null ? "" : margin + indent;
  const line = indent === null ? "" : `\n${inner}`;
  return budget.inside(() => {
    let all = open;
    parts.forEach((part, i) => {
      const next = (i ? between : "") + line + part(inner);
      budget.room(next.length);
      all += next;
      budget.fits(all.length);
    });
    return all + (indent === null ? "" : `\n${margin}`) + close;
  });
}

function number(value: number): string {
  if (Number.isFinite(value)) return floatText(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

function keyText(name: Value): string {
  if (typeof name === "string") return name;
  if (name === null) return "null";
  if (typeof name === "boolean" || typeof name === "bigint") return String(name);
  return typeof name === "number" ? number(name) : wrong(`tojson writes no key that is a ${kindOf(name)}`);
}

const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\f": "\\f",
  "\b": "\\b",
};
const unit = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

function string(value: string, ascii: boolean): string {
  const special = ascii ? /["\\]|[^ -~]/g : /["\\\0-\x1f]/g; // eslint-disable-line no-control-regex
  return `"${value.replace(special, (character) => (Object.hasOwn(short, character) ? short[character]! : unit(character)))}"`;
}
