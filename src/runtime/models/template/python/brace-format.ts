// str.format: fields in braces, with Python's small language for how a value is written.
import type { Budget } from "../render/budget.js";
import { numeric } from "./comparison.js";
import { floatDigits, grouped, isNegative, signOf, wholeDigits, type Written } from "./number-format.js";
import { asFloat, floatText } from "./arithmetic.js";
import { unsupported, wrong } from "../template-errors.js";
import { shown, textOf } from "./repr.js";
import { pointCount } from "./str.js";
import type { Arguments, Value } from "./values.js";
import { kindOf, Markup, Undefined } from "./values.js";

const field = /^([^[\].:!{}]*)((?:\.[^[\].:!{}]+|\[[^\]{}]+\])*)(?:!([a-z]))?(?::([^{}]*))?\}/u;

/** How a field such as {user.name} or {items[0]} reaches into a value. */
export interface Lookup {
  attributeOf(of: Value, name: string, budget: Budget): Value;
  itemOf(of: Value, key: Value, budget: Budget): Value;
}

/** self.format(*args, **named). */
export function braceFormat(self: string, args: Arguments, budget: Budget, lookup: Lookup): string {
  let numbering: "none" | "automatic" | "manual" = "none";
  let count = 0;
  const start = (name: string): Value => {
    const byNumber = name === "" || /^\d+$/.test(name);
    const byName = args.named.get(name);
    if (!byNumber) return byName === undefined ? wrong(`format is given no "${name}"`) : byName;
    const kind = name === "" ? "automatic" : "manual";
    if (numbering !== "none" && numbering !== kind) wrong("format mixes {} and {0}");
    numbering = kind;
    const value = args.positional[name === "" ? count++ : Number(name)];
    return value === undefined ? wrong("format is given too few values") : value;
  };
  let result = "";
  for (let at = 0; at < self.length;) {
    const two = self.slice(at, at + 2);
    const mark = self[at]!;
    if (two === "{{" || two === "}}") {
      result += mark;
      at += 2;
    } else if (mark === "{") {
      const match = field.exec(self.slice(at + 1, at + 1000));
      if (!match) return misread(self.slice(at));
      const [all, name = "", path = "", conversion, spec = ""] = match;
      result += written(
        converted(follow(start(name), path, budget, lookup), conversion, budget),
        spec,
        budget,
      );
      at += 1 + all.length;
    } else if (mark === "}") return wrong("format meets a single }");
    else {
      const next = self.slice(at).search(/[{}]/);
      result += self.slice(at, next < 0 ? self.length : at + next);
      at = next < 0 ? self.length : at + next;
    }
    budget.spend();
    budget.fits(result.length);
  }
  return budget.made(result);
}

const misread = (rest: string): never =>
  rest.includes("}")
    ? unsupported(`the field ${rest.slice(0, 20)} of format`)
    : wrong("format meets a single {");

function follow(value: Value, path: string, budget: Budget, lookup: Lookup): Value {
  let reached = value;
  for (const [, attribute, index] of path.matchAll(/\.([^[\].]+)|\[([^\]]+)\]/gu)) {
    if (attribute !== undefined) reached = lookup.attributeOf(reached, attribute, budget);
    else reached = lookup.itemOf(reached, /^\d+$/.test(index!) ? BigInt(index!) : index!, budget);
  }
  return reached;
}

function converted(value: Value, conversion: string | undefined, budget: Budget): Value {
  if (conversion === undefined) return value;
  if (conversion === "s") return textOf(value, budget);
  return conversion === "r" ? shown(value, budget) : unsupported(`!${conversion} of format`);
}

const specification = /^(?:([^])?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u;

/** format(value, spec). */
function written(value: Value, spec: string, budget: Budget): string {
  if (spec === "") return textOf(value, budget);
  if (value instanceof Markup) return unsupported("format of a text marked by escape or safe");
  const match = specification.exec(spec);
  if (!match) return wrong(`format knows no "${spec}"`);
  const [, fill, align, sign, alternative, zero, width, separator, precision, letter] = match;
  if (alternative) return unsupported("# of format");
  const asked = { sign: sign ?? "-", separator: separator ?? "", precision, letter };
  const isText = typeof value === "string";
  if (isText && (sign || zero || separator || align === "=")) return unsupported(`"${spec}" for a text`);
  const one: Written = isText
    ? { sign: "", digits: textField(value, asked) }
    : numberField(value, asked, budget);
  const missing = Math.max(0, Number(width ?? 0) - pointCount(one.sign + one.digits));
  budget.room(missing * 2 + one.digits.length);
  if (zero && separator) return unsupported(`"${spec}" of format`);
  const filling = fill ?? (zero ? "0" : " ");
  const place = align ?? (zero ? "=" : isText ? "<" : ">");
  const blanks = (count: number) => filling.repeat(count);
  if (place === "=") return one.sign + blanks(missing) + one.digits;
  const before = place === "<" ? 0 : place === ">" ? missing : Math.floor(missing / 2);
  return blanks(before) + one.sign + one.digits + blanks(missing - before);
}

interface Asked {
  readonly sign: string;
  readonly separator: string;
  readonly precision: string | undefined;
  readonly letter: string | undefined;
}

function textField(value: string, { precision, letter }: Asked): string {
  if (letter !== undefined && letter !== "s") return wrong(`format writes no str with "${letter}"`);
  return precision === undefined ? value : Array.from(value).slice(0, Number(precision)).join("");
}

function numberField(value: Value, asked: Asked, budget: Budget): Written {
  if (value instanceof Undefined || value === null)
    return wrong(`format has no such way to write a ${kindOf(value)}`);
  if (typeof value !== "bigint" && typeof value !== "number" && typeof value !== "boolean") {
    return wrong(`format has no such way to write a ${kindOf(value)}`);
  }
  const given = numeric(value);
  const { letter, precision } = asked;
  const sign = signOf(isNegative(given), asked.sign);
  const isFloat = typeof given === "number";
  if (letter === "f" || letter === "F" || letter === "%") {
    const scaled = letter === "%" ? asFloat(given) * 100 : asFloat(given);
    const digits = floatDigits(scaled, Number(precision ?? 6), budget);
    return { sign, digits: grouped(digits, asked.separator) + (letter === "%" ? "%" : "") };
  }
  if (isFloat) {
    if (letter === undefined && precision === undefined)
      return { sign, digits: grouped(floatText(Math.abs(given)), asked.separator) };
    return letter === undefined || "eEgGn".includes(letter)
      ? unsupported(`"${letter ?? `.${precision}`}" of format`)
      : wrong(`format writes no float with "${letter}"`);
  }
  if (precision !== undefined) return wrong("format allows no precision for a whole number");
  const base = letter ?? "d";
  if (!"dxXob".includes(base)) return unsupported(`"${base}" of format`);
  if (asked.separator && base !== "d") return unsupported(`"${asked.separator}${base}" of format`);
  return { sign, digits: grouped(wholeDigits(given, base), asked.separator) };
}
