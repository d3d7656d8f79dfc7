// Expressions, with jinja's order of operators.
import { unsupported } from "../template-errors.js";
import { isFilter, isTest } from "./known-names.js";
import type { Arithmetic, CallArguments, Compared, Expression } from "./template-ast.js";
import type { Tokens } from "./token-cursor.js";

const none: CallArguments = { positional: [], named: [], spread: null, spreadNamed: null };

const constants: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);

export interface TupleRules {
  /** Without `a if b else c` at its top. */
  readonly noCondition?: boolean;
  /** Names at which it ends. */
  readonly until?: readonly string[];
  /** It stands in parentheses, so that it may be empty. */
  readonly inParentheses?: boolean;
}

export class ExpressionParser {
  /** Whether an unknown filter or test is an error only once it is reached: inside of conditions. */
  private lenient = false;

  constructor(
    readonly tokens: Tokens,
    /** Told every name that is read. */
    private readonly seen: (name: string) => void,
  ) {}

  /** Parses with this leniency about unknown filters and tests. */
  leniently<T>(lenient: boolean, work: () => T): T {
    const before = this.lenient;
    this.lenient = lenient;
    const result = work();
    this.lenient = before;
    return result;
  }

  /** An expression, or several with commas between them. */
  tuple({ noCondition = false, until = [], inParentheses = false }: TupleRules = {}): Expression {
    const { tokens } = this;
    const line = tokens.line;
    const items: Expression[] = [];
    let commas = false;
    const ended = () =>
      tokens.is("print end") ||
      tokens.is("block end") ||
      tokens.isSign(")") ||
      (until.length > 0 && tokens.isName(...until));
    while (!ended()) {
      items.push(noCondition ? this.or() : this.expression());
      if (!tokens.skip("sign", ",")) break;
      commas = true;
    }
    if (!commas && items.length) return items[0]!;
    if (!commas && !inParentheses)
      tokens.problem(`an expression was expected instead of ${tokens.described}`);
    return { kind: "tuple", items, line };
  }

  expression(): Expression {
    return this.tokens.inside(() => {
      const line = this.tokens.line;
      let then = this.or();
      while (this.tokens.isName("if")) {
        this.tokens.next();
        const before = then;
        then = this.leniently(true, () => {
          const test = this.or();
          const otherwise = this.tokens.skip("name", "else") ? this.expression() : null;
          return { kind: "conditional", test, then: before, otherwise, line } as const;
        });
      }
      return then;
    });
  }

  or(): Expression {
    return this.chain("or", () => this.chain("and", () => this.not()));
  }

  private chain(word: "or" | "and", operand: () => Expression): Expression {
    const line = this.tokens.line;
    let left = operand();
    while (this.tokens.skip("name", word)) left = { kind: "logic", word, left, right: operand(), line };
    return left;
  }

  private not(): Expression {
    const line = this.tokens.line;
    if (!this.tokens.skip("name", "not")) return this.comparison();
    return this.tokens.inside(() => ({ kind: "not", operand: this.not(), line }));
  }

  private comparison(): Expression {
    const line = this.tokens.line;
    const first = this.sum();
    const rest: [Compared, Expression][] = [];
    for (let sign = this.compared(); sign; sign = this.compared()) rest.push([sign, this.sum()]);
    return rest.length ? { kind: "comparison", first, rest, line } : first;
  }

  private compared(): Compared | null {
    const { tokens } = this;
    if (tokens.isSign("==", "!=", "<", "<=", ">", ">=")) return tokens.next().text as Compared;
    if (tokens.skip("name", "in")) return "in";
    if (!tokens.isName("not") || tokens.following.kind !== "name" || tokens.following.text !== "in")
      return null;
    tokens.next();
    tokens.next();
    return "not in";
  }

  private arithmetic(signs: readonly Arithmetic[], operand: () => Expression): Expression {
    const line = this.tokens.line;
    let left = operand();
    while (this.tokens.isSign(...signs)) {
      const sign = this.tokens.next().text as Arithmetic;
      left = { kind: "arithmetic", sign, left, right: operand(), line };
    }
    return left;
  }

  private sum(): Expression {
    return this.arithmetic(["+", "-"], () => this.concatenation());
  }

  private concatenation(): Expression {
    const line = this.tokens.line;
    const product = () =>
      this.arithmetic(["*", "/", "//", "%"], () => this.arithmetic(["**"], () => this.unary(true)));
    const parts = [product()];
    while (this.tokens.skip("sign", "~")) parts.push(product());
    return parts.length > 1 ? { kind: "concatenation", parts, line } : parts[0]!;
  }

  private unary(withFilters: boolean): Expression {
    const { tokens } = this;
    const line = tokens.line;
    let node: Expression;
    if (tokens.isSign("-", "+")) {
      const sign = tokens.next().text as "-" | "+";
      node = tokens.inside(() => ({ kind: "sign", sign, operand: this.unary(false), line }));
    } else node = this.primary();
    node = this.postfix(node);
    return withFilters ? this.filters(node) : node;
  }

  primary(): Expression {
    const { tokens } = this;
    const { kind, text, line } = tokens.current;
    if (kind === "name") {
      tokens.next();
      const constant = constants.get(text);
      if (constant !== undefined) return { kind: "constant", value: constant, line };
      this.seen(text);
      return { kind: "name", name: text, line };
    }
    if (kind === "string") {
      let value = "";
      while (tokens.is("string")) value += tokens.next().text;
      return { kind: "constant", value, line };
    }
    if (kind === "integer" || kind === "float") return this.number();
    if (tokens.skip("sign", "(")) {
      const inner = tokens.inside(() => this.tuple({ inParentheses: true }));
      tokens.expect("sign", ")");
      return inner;
    }
    if (tokens.skip("sign", "[")) {
      return { kind: "list", items: this.listed("]", () => this.expression()), line };
    }
    if (tokens.skip("sign", "{")) return { kind: "dict", pairs: this.listed("}", () => this.pair()), line };
    return tokens.problem(`unexpected ${tokens.described}`);
  }

  private number(): Expression {
    const { kind, text, line } = this.tokens.next();
    const digits = text.replaceAll("_", "");
    if (digits.length > 1000) unsupported("a number of more than 1000 digits");
    return { kind: "constant", value: kind === "integer" ? BigInt(digits) : Number(digits), line };
  }

  private pair(): readonly [Expression, Expression] {
    const key = this.expression();
    this.tokens.expect("sign", ":");
    return [key, this.expression()];
  }

  /** Items up to a closing sign, with commas between them and maybe one at the end. */
  private listed<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.tokens.isSign(close)) {
      if (items.length) this.tokens.expect("sign", ",");
      if (this.tokens.isSign(close)) break;
      items.push(item());
    }
    this.tokens.expect("sign", close);
    return items;
  }

  private postfix(start: Expression): Expression {
    let node = start;
    for (;;) {
      if (this.tokens.isSign(".", "[")) node = this.subscript(node);
      else if (this.tokens.isSign("(")) node = this.call(node);
      else return node;
    }
  }

  private filters(start: Expression): Expression {
    let node = start;
    for (;;) {
      if (this.tokens.isSign("|")) node = this.filter(node);
      else if (this.tokens.isName("is")) node = this.test(node);
      else if (this.tokens.isSign("(")) node = this.call(node);
      else return node;
    }
  }

  private subscript(of: Expression): Expression {
    const { tokens } = this;
    const { text, line } = tokens.next();
    if (text === ".") {
      if (tokens.is("integer")) return { kind: "item", of, key: this.number(), line };
      return { kind: "attribute", of, name: tokens.expect("name").text, line };
    }
    const keys: (Expression | readonly (Expression | null)[])[] = [];
    while (!tokens.isSign("]")) {
      if (keys.length) tokens.expect("sign", ",");
      keys.push(this.subscribed());
    }
    tokens.next();
    const [only] = keys;
    if (keys.length === 1 && isBounds(only!)) return { kind: "slice", of, bounds: only, line };
    if (keys.some(isBounds)) return unsupported("a slice among several keys");
    const items = keys as Expression[];
    return { kind: "item", of, key: items.length === 1 ? items[0]! : { kind: "tuple", items, line }, line };
  }

  /** What stands in brackets: a key, or start, stop and step. */
  private subscribed(): Expression | readonly (Expression | null)[] {
    const { tokens } = this;
    const first = tokens.isSign(":") ? null : this.expression();
    if (first && !tokens.isSign(":")) return first;
    tokens.next();
    const bound = () => (tokens.isSign(":", "]", ",") ? null : this.expression());
    const stop = bound();
    return [first, stop, tokens.skip("sign", ":") ? bound() : null];
  }

  private call(callee: Expression): Expression {
    const line = this.tokens.line;
    return { kind: "call", callee, args: this.args(), line };
  }

  private args(): CallArguments {
    const { tokens } = this;
    const { line } = tokens.expect("sign", "(");
    const positional: Expression[] = [];
    const named: [string, Expression][] = [];
    let spread: Expression | null = null;
    let spreadNamed: Expression | null = null;
    const ensure = (good: boolean) =>
      good || tokens.problem("the arguments of a call are in a wrong order", line);
    for (let first = true; !tokens.isSign(")"); first = false) {
      if (!first) tokens.expect("sign", ",");
      if (tokens.isSign(")")) break;
      if (tokens.skip("sign", "*")) {
        ensure(!spread && !spreadNamed);
        spread = this.expression();
      } else if (tokens.skip("sign", "**")) {
        ensure(!spreadNamed);
        spreadNamed = this.expression();
      } else if (tokens.is("name") && tokens.following.kind === "sign" && tokens.following.text === "=") {
        ensure(!spreadNamed);
        const name = tokens.next().text;
        tokens.next();
        if (named.some(([other]) => other === name))
          tokens.problem(`the argument "${name}" is given twice`, line);
        named.push([name, this.expression()]);
      } else {
        ensure(!spread && !spreadNamed && !named.length);
        positional.push(this.expression());
      }
    }
    tokens.next();
    return { positional, named, spread, spreadNamed };
  }

  private dotted(): string {
    let name = this.tokens.expect("name").text;
    while (this.tokens.skip("sign", ".")) name += `.${this.tokens.expect("name").text}`;
    return name;
  }

  /** One filter; the bar before it is read here too, where there is one. */
  filter(of: Expression | null): Expression {
    this.tokens.skip("sign", "|");
    const line = this.tokens.line;
    const name = this.dotted();
    if (!this.lenient && !isFilter(name)) this.tokens.problem(`there is no filter "${name}"`, line);
    const args = this.tokens.isSign("(") ? this.args() : none;
    return { kind: "filter", of, name, args, line };
  }

  private test(of: Expression): Expression {
    const { tokens } = this;
    const { line } = tokens.next();
    const negated = tokens.skip("name", "not");
    const name = this.dotted();
    if (!this.lenient && !isTest(name)) tokens.problem(`there is no test "${name}"`, line);
    const args = tokens.isSign("(") ? this.args() : this.testOperand();
    const node: Expression = { kind: "test", of, name, args, line };
    return negated ? { kind: "not", operand: node, line } : node;
  }

  /** A test's argument without parentheses. */
  private testOperand(): CallArguments {
    const { tokens } = this;
    const begins =
      tokens.is("name") ||
      tokens.is("string") ||
      tokens.is("integer") ||
      tokens.is("float") ||
      tokens.isSign("[", "{");
    if (!begins || tokens.isName("else", "or", "and")) return none;
    if (tokens.isName("is")) tokens.problem("a test follows a test");
    return { ...none, positional: [this.postfix(this.primary())] };
  }
}

const isBounds = (key: Expression | readonly (Expression | null)[]): key is readonly (Expression | null)[] =>
  Array.isArray(key);
