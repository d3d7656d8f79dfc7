// Statements: what they write, and what they set.
import { requireKey } from "../python/comparison.js";
import { argumentsOf, call, evaluate, filtered } from "./evaluate.js";
import { Loop } from "./loop-variable.js";
import { type Body, Macro } from "./macro.js";
import { unsupported, wrong } from "../template-errors.js";
import { type Run, variable } from "./rendering.js";
import { Scope } from "./template-scope.js";
import { itemsOf, iterate, lengthOrNone } from "../python/sequences.js";
import { textOf } from "../python/repr.js";
import type { Expression, MacroBody, Statement, StatementKind, Target } from "../syntax/template-ast.js";
import type { Value } from "../python/values.js";
import { kindOf, Namespace, truth, Undefined } from "../python/values.js";

/** What a statement does to the loop around it. */
type Signal = "break" | "continue" | undefined;

type Executors = {
  readonly [K in Statement["kind"]]: (node: StatementKind<K>, scope: Scope, run: Run) => Signal;
};

/** Runs statements until their end, or until one leaves the loop's round. Throws TemplateError. */
export function execute(statements: readonly Statement[], scope: Scope, run: Run): Signal {
  for (const node of statements) {
    run.line = node.line;
    run.budget.spend();
    const work = executors[node.kind] as (node: Statement, scope: Scope, run: Run) => Signal;
    const signal = work(node, scope, run);
    if (signal) return signal;
  }
  return undefined;
}

/** Runs a piece of work with variables of its own. */
function within<T>(outer: Scope, work: (scope: Scope) => T): T {
  const scope = new Scope(outer);
  try {
    return work(scope);
  } finally {
    scope.close();
  }
}

const executors: Executors = {
  text({ text }, _scope, run) {
    run.write(text);
    return undefined;
  },
  output({ value }, scope, run) {
    run.write(textOf(evaluate(value, scope, run), run.budget));
    return undefined;
  },
  if({ branches, otherwise }, scope, run) {
    const taken = branches.find(({ test }) => truth(evaluate(test, scope, run)));
    return execute(taken?.body ?? otherwise, scope, run);
  },
  for(node, scope, run) {
    const items = evaluate(node.items, scope, run);
    if (!node.recursive) return rounds(node, items, scope, run, 0, null);
    run.write(recursive(node, items, scope, run, 0));
    return undefined;
  },
  jump: ({ jump }) => jump,
  set({ target, value }, scope, run) {
    assign(target, evaluate(value, scope, run), scope, run);
    return undefined;
  },
  "set block"({ target, filter, body }, scope, run) {
    let signal: Signal;
    const text = run.captured(() => {
      signal = within(scope, (inner) => execute(body, inner, run));
    });
    if (signal) return signal;
    assign(target, filter ? throughFilter(filter, text, scope, run) : text, scope, run);
    return undefined;
  },
  macro({ name, macro }, scope, run) {
    scope.set(name, new Macro(name, names(macro), macro.uses, bodyOf(macro, scope, run)));
    return undefined;
  },
  "call block"({ call: node, macro }, scope, run) {
    if (node.kind !== "call") return undefined;
    const called = evaluate(node.callee, scope, run);
    const args = argumentsOf(node.args, scope, run);
    if (args.named.has("caller")) return wrong('the argument "caller" is given twice');
    const caller = new Macro(null, names(macro), macro.uses, bodyOf(macro, scope, run));
    const result = call(called, { ...args, named: new Map([...args.named, ["caller", caller]]) }, run);
    if (typeof result !== "string") return unsupported("{% call %} of something that is no macro");
    run.write(result);
    return undefined;
  },
  "filter block"({ filter, body }, scope, run) {
    let signal: Signal;
    const text = run.captured(() => {
      signal = within(scope, (inner) => execute(body, inner, run));
    });
    if (signal) return signal;
    run.write(textOf(throughFilter(filter, text, scope, run), run.budget));
    return undefined;
  },
  with({ variables, body }, scope, run) {
    const values = variables.map(([target, node]) => [target, evaluate(node, scope, run)] as const);
    return within(scope, (inner) => {
      for (const [target, value] of values) assign(target, value, inner, run);
      return execute(body, inner, run);
    });
  },
  generation({ body }, scope, run) {
    run.write(run.captured(() => within(scope, (inner) => execute(body, inner, run))));
    return undefined;
  },
};

const throughFilter = (filter: Expression, text: string, scope: Scope, run: Run): Value =>
  filter.kind === "filter" ? filtered(filter, text, scope, run) : evaluate(filter, scope, run);

/** What a loop that is marked recursive writes for these items. */
const recursive = (node: StatementKind<"for">, items: Value, scope: Scope, run: Run, depth: number): string =>
  run.budget.inside(() =>
    run.captured(() => {
      rounds(node, items, scope, run, depth, (inner, at) => recursive(node, inner, scope, run, at));
    }),
  );

function rounds(
  node: StatementKind<"for">,
  items: Value,
  scope: Scope,
  run: Run,
  depth: number,
  recurse: ((items: Value, depth: number) => string) | null,
): Signal {
  const { target, test, body, otherwise } = node;
  const source = test ? passing(node, test, items, scope, run) : iterate(items, run.budget);
  const size = test ? undefined : lengthOrNone(items);
  const loop = new Loop(source, size, depth, run.budget, recurse && ((inner) => recurse(inner, depth + 1)));
  let whole = false;
  while (loop.advance()) {
    const signal = within(scope, (inner) => {
      assign(target, loop.item, inner, run);
      inner.set("loop", loop);
      return execute(body, inner, run);
    });
    if (signal === "break") break;
    whole ||= signal !== "continue";
  }
  // As in jinja, a loop whose every round was cut short counts as one without rounds.
  return whole ? undefined : within(scope, (inner) => execute(otherwise, inner, run));
}

/** The items for which a loop's own `if` holds, each looked at when its turn comes. */
function* passing(
  { target }: StatementKind<"for">,
  test: Expression,
  items: Value,
  scope: Scope,
  run: Run,
): Generator<Value> {
  for (const item of iterate(items, run.budget)) {
    const inner = new Scope(scope);
    assign(target, item, inner, run);
    if (truth(evaluate(test, inner, run))) yield item;
  }
}

function assign(target: Target, value: Value, scope: Scope, run: Run): void {
  if (target.kind === "name") scope.set(target.name, value);
  else if (target.kind === "namespace") {
    const { name, attribute, line } = target;
    const space = variable(name, scope, run);
    run.line = line;
    if (!(space instanceof Namespace))
      wrong(`"${name}" is no namespace but a ${kindOf(space)}: its attributes cannot be set`);
    else if (attribute.startsWith("_")) wrong("an attribute of a namespace cannot begin with _");
    else space.attributes.set(requireKey(attribute, run.budget), attribute, value);
  } else {
    const values = itemsOf(value, run.budget);
    if (values.length !== target.items.length) {
      wrong(`${target.items.length} variables cannot take ${values.length} values`);
    }
    target.items.forEach((one, i) => assign(one, values[i]!, scope, run));
  }
}

const names = ({ parameters }: MacroBody) => parameters.map(({ name }) => name);

/** A macro's body, which sees the variables of the place where it is defined. */
function bodyOf({ parameters, body }: MacroBody, scope: Scope, run: Run): Body {
  return (given, special) => {
    if (scope.closed) unsupported("a macro behind the loop or block that defines it");
    return run.budget.inside(() =>
      run.captured(() =>
        within(scope, (inner) => {
          for (const [name, value] of special) inner.set(name, value);
          parameters.forEach(({ name, otherwise }, i) => {
            const hint = otherwise ? `'${name}' is undefined` : `parameter '${name}' was not provided`;
            inner.set(name, given[i] ?? (given[i] === null ? null : new Undefined(hint)));
          });
          parameters.forEach(({ name, otherwise }, i) => {
            if (given[i] === undefined && otherwise) inner.set(name, evaluate(otherwise, inner, run));
          });
          execute(body, inner, run);
        }),
      ),
    );
  };
}
