// The operators of expressions on two values, and the signs.
import type { Budget } from "../render/budget.js";
import { contains } from "./containment.js";
import { equal, numeric, ordered } from "./comparison.js";
import { asFloat, bounded, divide, floorDivide, modulo, power } from "./arithmetic.js";
import { printf } from "./printf.js";
import { unsupported, wrong } from "../template-errors.js";
import { textOf } from "./repr.js";
import type { Value } from "./values.js";
import { kindOf, List, Markup, Tuple, Undefined } from "./values.js";

type Binary = (a: Value, b: Value, budget: Budget) => Value;
type Arithmetic = (a: bigint | number, b: bigint | number) => bigint | number;

const isNumber = (value: Value): value is boolean | bigint | number =>
  typeof value === "boolean" || typeof value === "bigint" || typeof value === "number";

function refuse(sign: string, a: Value, b: Value): never {
  for (const side of [a, b]) {
    if (side instanceof Undefined) wrong(side.message);
    if (side instanceof Markup) unsupported(`${sign} with a text marked by escape or safe`);
  }
  return wrong(`there is no ${kindOf(a)} ${sign} ${kindOf(b)}`);
}

const arithmetic =
  (sign: string, whole: (a: bigint, b: bigint) => bigint, float: (a: number, b: number) => number): Binary =>
  (a, b) => {
    if (!isNumber(a) || !isNumber(b)) return refuse(sign, a, b);
    const [x, y] = [numeric(a), numeric(b)];
    if (typeof x === "bigint" && typeof y === "bigint") return bounded(whole(x, y));
    return float(asFloat(x), asFloat(y));
  };

const numbersOnly =
  (sign: string, compute: Arithmetic): Binary =>
  (a, b) =>
    isNumber(a) && isNumber(b) ? compute(numeric(a), numeric(b)) : refuse(sign, a, b);

const plus = arithmetic(
  "+",
  (a, b) => a + b,
  (a, b) => a + b,
);
const times = arithmetic(
  "*",
  (a, b) => a * b,
  (a, b) => a * b,
);

/** a + b. */
export const add: Binary = (a, b, budget) => {
  if (typeof a === "string" && typeof b === "string") {
    budget.room(a.length + b.length);
    return a + b;
  }
  if ((a instanceof List && b instanceof List) || (a instanceof Tuple && b instanceof Tuple)) {
    budget.spend(a.items.length + b.items.length);
    const items = [...a.items, ...b.items];
    return a instanceof List ? new List(items) : new Tuple(items);
  }
  return plus(a, b, budget);
};

const multiply: Binary = (a, b, budget) => {
  if (isNumber(a) && isNumber(b)) return times(a, b, budget);
  return repeated(a, b, budget) ?? repeated(b, a, budget) ?? refuse("*", a, b);
};

function repeated(value: Value, count: Value, budget: Budget): Value | undefined {
  if (typeof count !== "bigint" && typeof count !== "boolean") return undefined;
  const times = Number(count) > 0 ? Number(count) : 0;
  if (typeof value === "string") {
    budget.room(value.length * times);
    return value.repeat(value ? times : 0);
  }
  if (!(value instanceof List) && !(value instanceof Tuple)) return undefined;
  budget.spend(value.items.length * times);
  const items = Array.from({ length: value.items.length ? times : 0 }, () => value.items).flat();
  return value instanceof List ? new List(items) : new Tuple(items);
}

export const binary: Readonly<Record<"+" | "-" | "*" | "/" | "//" | "%" | "**", Binary>> = {
  "+": add,
  "-": arithmetic(
    "-",
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  "*": multiply,
  "/": numbersOnly("/", divide),
  "//": numbersOnly("//", floorDivide),
  "%": (a, b, budget) =>
    typeof a === "string"
      ? printf(a, b, budget)
      : isNumber(a) && isNumber(b)
        ? modulo(numeric(a), numeric(b))
        : refuse("%", a, b),
  "**": numbersOnly("**", power),
};

export const comparisons: Readonly<
  Record<
    "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in",
    (a: Value, b: Value, budget: Budget) => boolean
  >
> = {
  "==": equal,
  "!=": (a, b, budget) => !equal(a, b, budget),
  "<": (a, b, budget) => ordered(a, "<", b, budget),
  "<=": (a, b, budget) => ordered(a, "<=", b, budget),
  ">": (a, b, budget) => ordered(a, ">", b, budget),
  ">=": (a, b, budget) => ordered(a, ">=", b, budget),
  in: (a, b, budget) => contains(b, a, budget),
  "not in": (a, b, budget) => !contains(b, a, budget),
};

/** -a or +a. */
export function signed(sign: "-" | "+", value: Value): Value {
  if (!isNumber(value)) {
    if (value instanceof Undefined) return wrong(value.message);
    return wrong(`there is no ${sign} of a ${kindOf(value)}`);
  }
  const number = numeric(value);
  return sign === "-" ? -number : number;
}

/** The parts of a ~ b, one after another. */
export function concatenated(parts: readonly Value[], budget: Budget): string {
  const texts = parts.map((part) => textOf(part, budget));
  budget.room(texts.reduce((sum, part) => sum + part.length, 0));
  return texts.join("");
}
