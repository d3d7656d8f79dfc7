// Expressions to values.
import { attributeOf, itemOf } from "../python/attributes.js";
import { requireKey } from "../python/comparison.js";
import { applyFilter } from "../filters/index.js";
import { Loop } from "./loop-variable.js";
import { binary, comparisons, concatenated, signed } from "../python/binary-operators.js";
import { wrong } from "../template-errors.js";
import { type Run, variable } from "./rendering.js";
import type { Scope } from "./template-scope.js";
import { iterate, sliceOf } from "../python/sequences.js";
import type { CallArguments, Expression, Kind } from "../syntax/template-ast.js";
import { applyTest } from "./is-tests.js";
import type { Arguments, Value } from "../python/values.js";
import { Callable, Dict, kindOf, List, truth, Tuple, Undefined } from "../python/values.js";

type Evaluators = {
  readonly [K in Expression["kind"]]: (node: Kind<K>, scope: Scope, run: Run) => Value;
};

/** The value of an expression. Throws TemplateError. */
export function evaluate(node: Expression, scope: Scope, run: Run): Value {
  run.line = node.line;
  run.budget.spend();
  const work = evaluators[node.kind] as (node: Expression, scope: Scope, run: Run) => Value;
  return work(node, scope, run);
}

const all = (nodes: readonly Expression[], scope: Scope, run: Run) =>
  nodes.map((node) => evaluate(node, scope, run));

const evaluators: Evaluators = {
  constant: ({ value }) => value,
  name: ({ name }, scope, run) => variable(name, scope, run),
  tuple: ({ items }, scope, run) => new Tuple(all(items, scope, run)),
  list: ({ items }, scope, run) => new List(all(items, scope, run)),
  dict({ pairs }, scope, run) {
    const dict = new Dict();
    for (const [key, value] of pairs) {
      const name = evaluate(key, scope, run);
      dict.set(requireKey(name, run.budget), name, evaluate(value, scope, run));
    }
    return dict;
  },
  conditional({ test, then, otherwise, line }, scope, run) {
    if (truth(evaluate(test, scope, run))) return evaluate(then, scope, run);
    if (otherwise) return evaluate(otherwise, scope, run);
    return new Undefined(`the if on line ${line} has no else, so there is no value`);
  },
  logic({ word, left, right }, scope, run) {
    const value = evaluate(left, scope, run);
    return truth(value) === (word === "or") ? value : evaluate(right, scope, run);
  },
  not: ({ operand }, scope, run) => !truth(evaluate(operand, scope, run)),
  comparison({ first, rest }, scope, run) {
    let left = evaluate(first, scope, run);
    for (const [sign, node] of rest) {
      const right = evaluate(node, scope, run);
      if (!comparisons[sign](left, right, run.budget)) return false;
      left = right;
    }
    return true;
  },
  concatenation: ({ parts }, scope, run) => concatenated(all(parts, scope, run), run.budget),
  arithmetic({ sign, left, right }, scope, run) {
    const a = evaluate(left, scope, run);
    return binary[sign](a, evaluate(right, scope, run), run.budget);
  },
  sign: ({ sign, operand }, scope, run) => signed(sign, evaluate(operand, scope, run)),
  attribute: ({ of, name }, scope, run) => attributeOf(evaluate(of, scope, run), name, run.budget),
  item({ of, key }, scope, run) {
    const value = evaluate(of, scope, run);
    return itemOf(value, evaluate(key, scope, run), run.budget);
  },
  slice({ of, bounds }, scope, run) {
    const value = evaluate(of, scope, run);
    const values = bounds.map((bound) => (bound === null ? undefined : evaluate(bound, scope, run)));
    return sliceOf(value, values, run.budget);
  },
  call({ callee, args }, scope, run) {
    const called = evaluate(callee, scope, run);
    return call(called, argumentsOf(args, scope, run), run);
  },
  filter: (node, scope, run) => filtered(node, null, scope, run),
  test({ of, name, args }, scope, run) {
    const value = evaluate(of, scope, run);
    return applyTest(name, value, argumentsOf(args, scope, run), run.budget);
  },
};

/** A filter's value; `block` is the text that a filter without an operand is for. */
export function filtered(node: Kind<"filter">, block: string | null, scope: Scope, run: Run): Value {
  const { of, name, args } = node;
  const value =
    of === null ? block : of.kind === "filter" ? filtered(of, block, scope, run) : evaluate(of, scope, run);
  run.line = node.line;
  run.budget.spend();
  return applyFilter(name, value, argumentsOf(args, scope, run), run.budget);
}

export function argumentsOf(args: CallArguments, scope: Scope, run: Run): Arguments {
  const positional = all(args.positional, scope, run);
  const named = new Map(args.named.map(([name, node]) => [name, evaluate(node, scope, run)] as const));
  if (args.spread) positional.push(...iterate(evaluate(args.spread, scope, run), run.budget));
  if (args.spreadNamed) {
    const more = evaluate(args.spreadNamed, scope, run);
    if (!(more instanceof Dict)) return wrong(`** takes a dict, not a ${kindOf(more)}`);
    for (const [name, value] of more.entries()) {
      if (typeof name !== "string") return wrong("names of arguments are texts");
      if (named.has(name)) return wrong(`the argument "${name}" is given twice`);
      named.set(name, value);
    }
  }
  return { positional, named };
}

/** called(…). */
export function call(called: Value, args: Arguments, run: Run): Value {
  if (called instanceof Callable) return called.call(args, run.budget);
  if (called instanceof Undefined) return wrong(called.message);
  if (!(called instanceof Loop)) return wrong(`a ${kindOf(called)} cannot be called`);
  if (!called.recurse) return wrong("loop(…) needs a loop that is marked recursive");
  if (args.positional.length !== 1 || args.named.size) return wrong("loop(…) takes one argument");
  return called.recurse(args.positional[0]!);
}
