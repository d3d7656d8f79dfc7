// jinja's tests: value is …
import { bind } from "./call-arguments.js";
import type { Budget } from "./budget.js";
import { contains } from "../python/containment.js";
import { equal, ordered, type Order } from "../python/comparison.js";
import { isFilter, isTest } from "../syntax/known-names.js";
import { binary } from "../python/binary-operators.js";
import { unsupported, wrong } from "../template-errors.js";
import { isIterable, lengthOrNone } from "../python/sequences.js";
import { textOf } from "../python/repr.js";
import { isLower, isUpper } from "../python/string-methods.js";
import type { Arguments, Value } from "../python/values.js";
import { Callable, Dict, DictView, isThing, kindOf, Markup, Once, Undefined } from "../python/values.js";

type Test = (value: Value, args: Arguments, budget: Budget) => boolean;

/** A test without arguments. */
const plain =
  (accepts: (value: Value, budget: Budget) => boolean): Test =>
  (value, args, budget) => {
    bind("the test", args, []);
    return accepts(value, budget);
  };

/** A test with one argument. */
const against =
  (name: string, accepts: (value: Value, other: Value, budget: Budget) => boolean): Test =>
  (value, args, budget) =>
    accepts(value, bind("the test", args, [name])[0]!, budget);

const order = (sign: Order) => against("/other", (a, b, budget) => ordered(a, sign, b, budget));
const equalTo = against("/other", equal);
const unequal = against("/other", (a, b, budget) => !equal(a, b, budget));

const rest = (value: Value, by: bigint, budget: Budget) => binary["%"](value, by, budget);

function sequence(value: Value): boolean {
  if (isThing(value) && value.kind === "LoopContext") return false;
  return !(value instanceof DictView) && lengthOrNone(value) !== undefined;
}

function sameAs(a: Value, b: Value): boolean {
  const plainText = (value: Value) => ["string", "bigint", "number"].includes(typeof value);
  if (plainText(a) && plainText(b) && kindOf(a) === kindOf(b)) {
    return unsupported("the test sameas between numbers or texts");
  }
  return a === b;
}

const known = (names: (name: string) => boolean): Test =>
  plain((value) => typeof value === "string" && names(value));

const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ["odd", plain((value, budget) => equal(rest(value, 2n, budget), 1n, budget))],
  ["even", plain((value, budget) => equal(rest(value, 2n, budget), 0n, budget))],
  ["divisibleby", against("num", (value, by, budget) => equal(binary["%"](value, by, budget), 0n, budget))],
  ["defined", plain((value) => !(value instanceof Undefined))],
  ["undefined", plain((value) => value instanceof Undefined)],
  ["filter", known(isFilter)],
  ["test", known(isTest)],
  ["none", plain((value) => value === null)],
  ["boolean", plain((value) => typeof value === "boolean")],
  ["false", plain((value) => value === false)],
  ["true", plain((value) => value === true)],
  ["integer", plain((value) => typeof value === "bigint")],
  ["float", plain((value) => typeof value === "number")],
  ["number", plain((value) => ["boolean", "bigint", "number"].includes(typeof value))],
  ["lower", plain((value, budget) => isLower(textOf(value, budget)))],
  ["upper", plain((value, budget) => isUpper(textOf(value, budget)))],
  ["string", plain((value) => typeof value === "string" || value instanceof Markup)],
  ["mapping", plain((value) => value instanceof Dict)],
  ["sequence", plain(sequence)],
  ["iterable", plain((value) => value instanceof Markup || value instanceof Once || isIterable(value))],
  [
    "callable",
    plain(
      (value) => value instanceof Callable || value instanceof Undefined || kindOf(value) === "LoopContext",
    ),
  ],
  ["sameas", against("other", sameAs)],
  ["escaped", plain((value) => value instanceof Markup)],
  ["in", against("seq", (value, container, budget) => contains(container, value, budget))],
  ...["==", "eq", "equalto"].map((name) => [name, equalTo] as const),
  ...["!=", "ne"].map((name) => [name, unequal] as const),
  ...[">", "gt", "greaterthan"].map((name) => [name, order(">")] as const),
  ...[">=", "ge"].map((name) => [name, order(">=")] as const),
  ...["<", "lt", "lessthan"].map((name) => [name, order("<")] as const),
  ...["<=", "le"].map((name) => [name, order("<=")] as const),
]);

/** value is name(args). */
export function applyTest(name: string, value: Value, args: Arguments, budget: Budget): boolean {
  const test = tests.get(name) ?? wrong(`there is no test "${name}"`);
  budget.read(value instanceof Markup ? value.text : typeof value === "string" ? value : "");
  return test(value, args, budget);
}
