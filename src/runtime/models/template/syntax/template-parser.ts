// Template text to a tree. What jinja has and chat templates have no use for (inheritance, imports) is refused by name.
import { tokensOf } from "./template-lexer.js";
import { specials, type Special } from "../render/macro.js";
import { ExpressionParser } from "./parse-expression.js";
import { located, unsupported } from "../template-errors.js";
import type { Expression, MacroBody, Parameter, Statement, Target } from "./template-ast.js";
import { Tokens } from "./token-cursor.js";

/** Reads a template. Throws TemplateError with its line. */
export function parse(template: string): readonly Statement[] {
  const tokens = new Tokens(tokensOf(template));
  return located(
    () => new Parser(tokens).template(),
    () => tokens.line,
  );
}

/** What surrounds a statement. */
interface Surroundings {
  /** break and continue have a loop. */
  readonly loop: boolean;
  /** `loop` cannot be assigned to. */
  readonly namedLoop: boolean;
}

const outermost: Surroundings = { loop: false, namedLoop: false };
const constantNames = ["true", "True", "false", "False", "none", "None"];

class Parser {
  private readonly expressions: ExpressionParser;
  /** For each macro around: the special names that its body reads. */
  private readonly uses: Set<Special>[] = [];

  constructor(private readonly tokens: Tokens) {
    this.expressions = new ExpressionParser(this.tokens, (name) => {
      const special = specials.find((one) => one === name);
      if (special) for (const macro of this.uses) macro.add(special);
    });
  }

  template(): readonly Statement[] {
    return this.statements([], outermost);
  }

  /** Statements up to a tag with one of these names, which is left to be read; with none, up to the template's end. */
  private statements(ends: readonly string[], around: Surroundings): readonly Statement[] {
    const { tokens } = this;
    const body: Statement[] = [];
    for (;;) {
      const { kind, text, line } = tokens.current;
      if (kind === "end") {
        if (ends.length)
          tokens.problem(
            `{% ${ends.find((name) => name.startsWith("end"))!} %} is missing at the template's end`,
          );
        return body;
      }
      tokens.next();
      if (kind === "text") body.push({ kind: "text", text, line });
      else if (kind === "print begin") {
        body.push({ kind: "output", value: this.expressions.tuple(), line });
        tokens.expect("print end");
      } else {
        if (ends.length && tokens.isName(...ends)) return body;
        body.push(...tokens.inside(() => this.statement(around)));
        tokens.expect("block end");
      }
    }
  }

  /** The body of a statement whose tag has been read up to its end, and the name of the tag that ends it. */
  private body(ends: readonly string[], around: Surroundings): { body: readonly Statement[]; end: string } {
    this.tokens.skip("sign", ":");
    this.tokens.expect("block end");
    const body = this.statements(ends, around);
    return { body, end: this.tokens.next().text };
  }

  private statement(around: Surroundings): readonly Statement[] {
    const { text: name, line } = this.tokens.expect("name");
    const parser = statements.get(name);
    if (parser) return parser(this, line, around);
    if (refused.has(name)) return unsupported(`{% ${name} %}`);
    return this.tokens.problem(`the tag {% ${name} %} means nothing here`, line);
  }

  ifStatement(line: number, around: Surroundings): readonly Statement[] {
    const branches: { test: Expression; body: readonly Statement[] }[] = [];
    return this.expressions.leniently(true, () => {
      for (;;) {
        const test = this.expressions.tuple({ noCondition: true });
        const { body, end } = this.body(["elif", "else", "endif"], around);
        branches.push({ test, body });
        if (end === "elif") continue;
        const otherwise = end === "else" ? this.body(["endif"], around).body : [];
        return [{ kind: "if", branches, otherwise, line }];
      }
    });
  }

  forStatement(line: number, around: Surroundings): readonly Statement[] {
    const { tokens, expressions } = this;
    const inner: Surroundings = { loop: true, namedLoop: true };
    const target = this.target(inner, ["in"]);
    tokens.expect("name", "in");
    return expressions.leniently(false, () => {
      const items = expressions.tuple({ noCondition: true, until: ["recursive"] });
      const test = tokens.skip("name", "if") ? expressions.expression() : null;
      const recursive = tokens.skip("name", "recursive");
      const { body, end } = this.body(["endfor", "else"], inner);
      const outer = recursive ? { ...around, loop: false } : around;
      const otherwise = end === "else" ? this.body(["endfor"], outer).body : [];
      return [{ kind: "for", target, items, test, recursive, body, otherwise, line }];
    });
  }

  jump(jump: "break" | "continue", line: number, around: Surroundings): readonly Statement[] {
    if (!around.loop) this.tokens.problem(`{% ${jump} %} stands in no loop`, line);
    return [{ kind: "jump", jump, line }];
  }

  set(line: number, around: Surroundings): readonly Statement[] {
    const { tokens, expressions } = this;
    const target = this.target(around, [], true);
    if (tokens.skip("sign", "=")) return [{ kind: "set", target, value: expressions.tuple(), line }];
    const filter = this.filters();
    return [{ kind: "set block", target, filter, body: this.body(["endset"], around).body, line }];
  }

  /** Filters one after another, of a block's text; null where there is none. */
  private filters(): Expression | null {
    let filter: Expression | null = null;
    while (this.tokens.isSign("|")) filter = this.expressions.filter(filter);
    return filter;
  }

  with(line: number, around: Surroundings): readonly Statement[] {
    const variables: [Target, Expression][] = [];
    while (!this.tokens.is("block end")) {
      if (variables.length) this.tokens.expect("sign", ",");
      const target = this.target(around, []);
      this.tokens.expect("sign", "=");
      variables.push([target, this.expressions.expression()]);
    }
    return this.hard(() => [{ kind: "with", variables, body: this.body(["endwith"], around).body, line }]);
  }

  /** Bodies with a scope of their own: an unknown filter is an error there even if it is never reached. */
  private hard<T>(work: () => T): T {
    return this.expressions.leniently(false, work);
  }

  macro(line: number, around: Surroundings): readonly Statement[] {
    const { text: name } = this.tokens.expect("name");
    if (constantNames.includes(name)) this.tokens.problem(`${name} cannot be assigned to`, line);
    return [{ kind: "macro", name, macro: this.macroBody(this.signature(), "endmacro", around), line }];
  }

  callBlock(line: number, around: Surroundings): readonly Statement[] {
    const parameters = this.tokens.isSign("(") ? this.signature() : [];
    const call = this.expressions.expression();
    if (call.kind !== "call") return this.tokens.problem("{% call %} needs a call", line);
    return [{ kind: "call block", call, macro: this.macroBody(parameters, "endcall", around), line }];
  }

  private signature(): readonly Parameter[] {
    const { tokens } = this;
    const parameters: Parameter[] = [];
    tokens.expect("sign", "(");
    while (!tokens.isSign(")")) {
      if (parameters.length) tokens.expect("sign", ",");
      const { text: name, line } = tokens.expect("name");
      if ((specials as readonly string[]).includes(name)) unsupported(`a parameter called "${name}"`);
      if (constantNames.includes(name) || parameters.some((one) => one.name === name)) {
        tokens.problem(`"${name}" cannot be a parameter here`, line);
      }
      const otherwise = tokens.skip("sign", "=") ? this.expressions.expression() : null;
      if (!otherwise && parameters.at(-1)?.otherwise) {
        tokens.problem("a parameter without a default follows one that has one", line);
      }
      parameters.push({ name, otherwise });
    }
    tokens.next();
    return parameters;
  }

  private macroBody(parameters: readonly Parameter[], end: string, around: Surroundings): MacroBody {
    const uses = new Set<Special>();
    this.uses.push(uses);
    const { body } = this.hard(() => this.body([end], { ...around, loop: false }));
    this.uses.pop();
    return { parameters, uses, body };
  }

  filterBlock(line: number, around: Surroundings): readonly Statement[] {
    let filter = this.expressions.filter(null);
    while (this.tokens.isSign("|")) filter = this.expressions.filter(filter);
    return this.hard(() => [
      { kind: "filter block", filter, body: this.body(["endfilter"], around).body, line },
    ]);
  }

  generation(line: number, around: Surroundings): readonly Statement[] {
    const { body, uses } = this.macroBody([], "endgeneration", around);
    if (uses.size) unsupported(`"${[...uses][0]!}" inside of {% generation %}`);
    return [{ kind: "generation", body, line }];
  }

  print(line: number): readonly Statement[] {
    const values: Statement[] = [];
    while (!this.tokens.is("block end")) {
      if (values.length) this.tokens.expect("sign", ",");
      values.push({ kind: "output", value: this.expressions.expression(), line });
    }
    return values;
  }

  /** What is assigned to: a name, an attribute of a namespace where that is allowed, or several. */
  private target(around: Surroundings, until: readonly string[], namespaces = false): Target {
    const { tokens } = this;
    const items: Target[] = [];
    let commas = false;
    const ended = () =>
      tokens.is("block end") || tokens.isSign(")", "=") || (until.length > 0 && tokens.isName(...until));
    while (!items.length || !ended()) {
      items.push(this.oneTarget(around, namespaces));
      if (!tokens.skip("sign", ",")) break;
      commas = true;
    }
    return commas ? { kind: "tuple", items } : items[0]!;
  }

  private oneTarget(around: Surroundings, namespaces: boolean): Target {
    const { tokens } = this;
    if (tokens.skip("sign", "(")) {
      const inner = tokens.inside(() => this.target(around, [], namespaces));
      tokens.expect("sign", ")");
      return inner;
    }
    const { text: name, line } = tokens.expect("name");
    if (namespaces && tokens.skip("sign", ".")) {
      return { kind: "namespace", name, attribute: tokens.expect("name").text, line };
    }
    if (constantNames.includes(name)) tokens.problem(`${name} cannot be assigned to`, line);
    if (around.namedLoop && name === "loop") tokens.problem("loop cannot be assigned to within a loop", line);
    if (this.uses.length && (specials as readonly string[]).includes(name))
      unsupported(`the assignment to "${name}" in a macro`);
    return { kind: "name", name };
  }
}

type StatementParser = (parser: Parser, line: number, around: Surroundings) => readonly Statement[];

const statements: ReadonlyMap<string, StatementParser> = new Map<string, StatementParser>([
  ["if", (parser, line, around) => parser.ifStatement(line, around)],
  ["for", (parser, line, around) => parser.forStatement(line, around)],
  ["break", (parser, line, around) => parser.jump("break", line, around)],
  ["continue", (parser, line, around) => parser.jump("continue", line, around)],
  ["set", (parser, line, around) => parser.set(line, around)],
  ["with", (parser, line, around) => parser.with(line, around)],
  ["macro", (parser, line, around) => parser.macro(line, around)],
  ["call", (parser, line, around) => parser.callBlock(line, around)],
  ["filter", (parser, line, around) => parser.filterBlock(line, around)],
  ["generation", (parser, line, around) => parser.generation(line, around)],
  ["print", (parser, line) => parser.print(line)],
]);

/** Tags of jinja that no chat template needs: they speak of other templates, or of HTML. */
const refused: ReadonlySet<string> = new Set(["autoescape", "block", "extends", "from", "import", "include"]);
