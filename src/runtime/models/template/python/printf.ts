// text % values: printf's way to write values, with Python's rules.
import { whole } from "../render/call-arguments.js";
import type { Budget } from "../render/budget.js";
import { numeric, requireKey } from "./comparison.js";
import { floatDigits, isNegative, signOf, wholeDigits } from "./number-format.js";
import { asFloat, truncated } from "./arithmetic.js";
import { unsupported, wrong } from "../template-errors.js";
import { shown, textOf } from "./repr.js";
import { pointCount } from "./str.js";
import type { Value } from "./values.js";
import { Dict, kindOf, List, Range, Tuple, Undefined } from "./values.js";

interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

const directive = /%(?:\(([^()]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?([^])?/gu;

/** format % values. */
export function printf(format: string, values: Value, budget: Budget): string {
  const given = values instanceof Tuple ? values.items : [values];
  const open = values instanceof Dict || values instanceof List || values instanceof Range;
  const mapping = open || values instanceof Undefined;
  let used = 0;
  const next = (): Value => {
    const value = given[used++];
    return value === undefined ? wrong("there are too few values for %") : value;
  };
  let result = "";
  let end = 0;
  for (const match of format.matchAll(directive)) {
    const [all, key, flags = "", width, precision, letter] = match;
    result += format.slice(end, match.index);
    end = match.index + all.length;
    if (letter === undefined) return wrong("a % at the end of a text has no letter");
    if (letter === "%") {
      result += "%";
      continue;
    }
    const size = (text: string | undefined) =>
      text === "*" ? whole(next(), "%*") : text === undefined ? undefined : Number(text);
    const asked: Conversion = {
      flags,
      width: size(width) ?? 0,
      precision: all.includes(".") ? (size(precision) ?? 0) : undefined,
      letter,
    };
    if (key !== undefined) used = 1;
    const value = key === undefined ? next() : named(values, key, budget);
    result += converted(value, asked, budget);
    budget.fits(result.length);
  }
  if (used < given.length && !mapping) wrong("there are more values than % asks for");
  return budget.made(result + format.slice(end));
}

function named(values: Value, key: string, budget: Budget): Value {
  if (!(values instanceof Dict)) return wrong("%(name) needs a dict");
  const value = values.get(requireKey(key, budget));
  return value === undefined ? wrong(`there is no value for %(${key})`) : value;
}

function converted(value: Value, asked: Conversion, budget: Budget): string {
  if (asked.flags.includes("#")) return unsupported("the flag # of %");
  const fill = (sign: string, body: string, zero: boolean) => {
    const missing = Math.max(0, Math.abs(asked.width) - pointCount(sign + body));
    budget.room(missing + body.length);
    if (asked.flags.includes("-") || asked.width < 0) return sign + body + " ".repeat(missing);
    return zero && asked.flags.includes("0")
      ? sign + "0".repeat(missing) + body
      : " ".repeat(missing) + sign + body;
  };
  const text = letters[asked.letter];
  if (text) return fill("", cut(text(value, budget), asked.precision), false);
  const { sign, digits } = number(value, asked, budget);
  return fill(sign, digits, true);
}

const cut = (text: string, precision: number | undefined) =>
  precision === undefined ? text : Array.from(text).slice(0, precision).join("");

const letters: Readonly<Record<string, ((value: Value, budget: Budget) => string) | undefined>> = {
  s: textOf,
  r: shown,
  c: (value) => {
    if (typeof value === "string") return pointCount(value) === 1 ? value : wrong("%c takes one character");
    const code = whole(value, "%c");
    if (code < 0 || code > 0x10ffff) return wrong("%c takes the number of a character");
    return String.fromCodePoint(code);
  },
};

function number(value: Value, { flags, precision, letter }: Conversion, budget: Budget) {
  if (typeof value !== "bigint" && typeof value !== "number" && typeof value !== "boolean") {
    return wrong(`%${letter} takes a number, not a ${kindOf(value)}`);
  }
  const given = numeric(value);
  const sign = signOf(isNegative(given), flags.includes("+") ? "+" : flags.includes(" ") ? " " : "");
  if (letter === "f" || letter === "F") {
    return { sign, digits: floatDigits(asFloat(given), precision ?? 6, budget) };
  }
  if (!"diuxXo".includes(letter)) {
    return "eEgGa".includes(letter) ? unsupported(`%${letter}`) : wrong(`there is no %${letter}`);
  }
  if (precision !== undefined) return unsupported(`a precision of %${letter}`);
  if (typeof given === "number" && !"diu".includes(letter)) return wrong(`%${letter} takes a whole number`);
  const integer = typeof given === "bigint" ? given : truncated(given);
  if (integer === undefined) return wrong(`%${letter} takes a finite number`);
  return {
    sign: signOf(integer < 0n, flags.includes("+") ? "+" : flags.includes(" ") ? " " : ""),
    digits: wholeDigits(integer, letter),
  };
}
