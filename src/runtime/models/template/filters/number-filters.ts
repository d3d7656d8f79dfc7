// Filters on numbers.
import { bind, whole } from "../render/call-arguments.js";
import { numeric } from "../python/comparison.js";
import {
  asFloat,
  bounded,
  divide,
  parseFloatText,
  parseInteger,
  rounded,
  truncated,
} from "../python/arithmetic.js";
import { add, binary } from "../python/binary-operators.js";
import { unsupported, wrong } from "../template-errors.js";
import { iterate } from "../python/sequences.js";
import { trimEnd, trimStart } from "../python/str.js";
import type { Value } from "../python/values.js";
import { kindOf, Markup, Undefined } from "../python/values.js";
import { attributeReader } from "./attribute-argument.js";
import type { Filter, FilterTable } from "./types.js";

const isNumber = (value: Value): value is boolean | bigint | number =>
  typeof value === "boolean" || typeof value === "bigint" || typeof value === "number";

const trimmed = (text: string) => trimEnd(trimStart(text));

const toInt: Filter = (value, args) => {
  const [otherwise = 0n, base = 10n] = bind("int", args, ["default?", "base?"]);
  if (value instanceof Undefined) return wrong(value.message);
  if (value instanceof Markup) return unsupported("the filter int on a text marked by escape or safe");
  if (isNumber(value)) {
    const number = numeric(value);
    if (typeof number === "bigint") return number;
    if (Number.isNaN(number)) return otherwise;
    return truncated(number) ?? wrong("infinity is no whole number");
  }
  if (typeof value !== "string") return otherwise;
  const radix = whole(base, "int");
  const valid = radix === 0 || (radix >= 2 && radix <= 36);
  const text = trimmed(value);
  const integer = valid ? parseInteger(text, radix) : undefined;
  if (integer !== undefined) return integer;
  const float = parseFloatText(text);
  return (float === undefined ? undefined : truncated(float)) ?? otherwise;
};

const toFloat: Filter = (value, args) => {
  const [otherwise = 0] = bind("float", args, ["default?"]);
  if (value instanceof Undefined) return wrong(value.message);
  if (value instanceof Markup) return unsupported("the filter float on a text marked by escape or safe");
  if (isNumber(value)) return asFloat(numeric(value));
  if (typeof value !== "string") return otherwise;
  return parseFloatText(trimmed(value)) ?? otherwise;
};

const round: Filter = (value, args, budget) => {
  const [precision = 0n, method = "common"] = bind("round", args, ["precision?", "method?"]);
  if (method !== "common" && method !== "ceil" && method !== "floor") {
    return wrong("round has the methods common, ceil and floor");
  }
  if (value instanceof Undefined) return wrong(value.message);
  if (!isNumber(value)) return wrong(`a ${kindOf(value)} cannot be rounded`);
  if (precision === null) return unsupported("round without a precision");
  const digits = whole(precision, "round");
  const number = numeric(value);
  if (method === "common") return rounded(number, digits);
  const scale = binary["**"](10n, BigInt(digits), budget) as bigint | number;
  const scaled = binary["*"](number, scale, budget) as bigint | number;
  const cut = typeof scaled === "bigint" ? scaled : truncated(Math[method](scaled));
  return cut === undefined ? wrong("infinity cannot be rounded") : divide(bounded(cut), scale);
};

const sum: Filter = (value, args, budget) => {
  const [name = null, start = 0n] = bind("sum", args, ["attribute?", "start?"]);
  if (typeof start === "string") return wrong("sum adds no texts");
  const read = attributeReader(name, budget);
  let total: Value = start;
  let floats = 0;
  for (const item of iterate(value, budget)) {
    const next = read(item);
    if (typeof next === "number" && ++floats > 1 && !Number.isInteger(next)) {
      return unsupported("the sum of floats, which differs between versions of Python");
    }
    total = add(total, next, budget);
  }
  return total;
};

export const numberFilters: FilterTable = [
  ["int", toInt],
  ["float", toFloat],
  ["round", round],
  ["sum", sum],
  [
    "abs",
    (value, args) => {
      bind("abs", args, []);
      if (!isNumber(value)) return wrong(`there is no abs of a ${kindOf(value)}`);
      const number = numeric(value);
      return typeof number === "bigint" ? (number < 0n ? -number : number) : Math.abs(number);
    },
  ],
];
