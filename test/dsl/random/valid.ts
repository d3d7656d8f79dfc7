// Random programs with nothing wrong: sentences of the grammar with names of the right kinds, and of those the ones that
// the checker accepts. Names go on counting from program to program, so that several programs together are one.
import { chartKinds } from "../../../src/runtime/report/chart-kinds.js";
import { builtInShifts, clauses, clausesOf, compile, type Kind } from "../../../src/dsl/index.js";
import { fieldRoleNames, settingNames, settingOf } from "../../../src/dsl/clauses.js";
import { ownerOf } from "../../../src/dsl/syntax/parser.js";
import { tokenize } from "../../../src/dsl/syntax/lexer.js";
import type { ClauseName } from "../../../src/dsl/syntax/ast.js";
import { Derivation, type Choices } from "./derive.js";
import { below, pick, type Random } from "./seed.js";

/** What a name can be in each rule of the grammar that uses one. */
const kindsOf: Readonly<Record<string, readonly string[]>> = {
  modelRef: ["model"],
  conceptRef: ["concept"],
  conceptsRef: ["concepts"],
  conceptItem: ["concept", "concepts"],
  vectorRef: ["vector"],
  vectorItem: ["vector", "vectors"],
  evaluationRef: ["evaluation"],
  shiftRef: ["shift"],
  layersName: ["layers"],
};

/** TypeScript that has the type which a place needs, by the rule of the place. */
const expressions: Readonly<Record<string, (random: Random) => string>> = {
  text: (random) => pick(random, ['${"a" + "b"}', "${`t${1 + 1}`}"]),
  signed: (random) => pick(random, ["${1 + 1}", "${Math.max(1, 2)}"]),
  level: () => "${0.9}",
  pair: (random) =>
    pick(random, [
      '${{ prompt: "p", positive: " a", negative: " b" }}',
      '${{ system: { positive: "x", negative: "y" }, user: "p", answer: " a" }}',
    ]),
  fields: () => '${{ prompt: "question", positive: null }}',
  pairs: () => '${[{ prompt: "p", positive: " a", negative: " b" }]}',
  persona: () => '${{ positive: "You do.", negative: "You do not." }}',
  where: () => '${{ kind: "last" }}',
};

const words = ["Delight", "calm", "score", "words", "tune", "curve", "x", "answer"];
const sets = ["openness", "narcissism", "interest-in-science"];

/** Rules whose values stand in lists. */
const lists: ReadonlySet<string> = new Set([
  "signed",
  "shiftRef",
  "conceptItem",
  "vectorItem",
  "evaluationRef",
]);

/** Statements that say more than the others. */
const often = ["evaluation", "vector", "concept", "generation", "vectors", "evaluation"];

/** The first word of the clause that is being derived. */
function clauseAt({ tokens }: Derivation): string {
  const from = tokens.findLastIndex((token) => token === "\n" || token === "{");
  return tokens[from + 1] ?? "";
}

/** Names declared so far, and the programs that declare them. */
export class World {
  readonly kinds = new Map<string, Kind>();
  private count = 0;

  constructor(private readonly random: Random) {}

  private named(rule: string, besides: readonly string[] = []): string {
    const kinds = kindsOf[rule];
    if (!kinds) throw new Error(`it is not known what a name is in ${rule}`);
    const known = [...this.kinds].filter(([, kind]) => kinds.includes(kind)).map(([name]) => name);
    const all = [...known, ...besides];
    return all.length ? pick(this.random, all.slice(-12)) : "missing";
  }

  private choice(derivation: Derivation): string {
    const name = clauseAt(derivation);
    const { choices } = name in clauses ? clauses[name as ClauseName] : { choices: undefined };
    return choices ? pick(this.random, choices) : "unknown";
  }

  /** The name of a setting, or a value of the one that the clause names; spelt with blanks it is several tokens. */
  private setting(rule: "settingWord" | "valueWord", { tokens }: Derivation): string {
    if (rule === "settingWord") return pick(this.random, settingNames);
    const named = settingOf(tokens[tokens.lastIndexOf("=") - 1] ?? "");
    return named ? pick(this.random, Object.keys(named.values)) : "missing";
  }

  private readonly choices: Choices = {
    token: (type, derivation) => {
      const { random } = this;
      const rule = derivation.path.at(-1)!;
      if (type === "word" && rule === "newName") return `${pick(random, words)}${this.count++}`;
      if (type === "word" && (rule === "words" || rule === "choice")) return this.choice(derivation);
      if (rule === "settingWord" || rule === "valueWord") return this.setting(rule, derivation);
      if (rule === "fieldWord") return pick(random, fieldRoleNames);
      if (type === "word" || type === "reserved")
        return rule.startsWith("chart")
          ? pick(random, Object.keys(chartKinds))
          : this.named(rule, rule === "shiftRef" ? builtInShifts : []);
      if (type === "text")
        return derivation.tokens.includes("mwe") && !derivation.tokens.includes("{")
          ? `"${pick(random, sets)}"`
          : pick(random, [
              '"say it"',
              `" ${pick(random, words)} ${below(random, 1000)}"`,
              `"""\n  two ${below(random, 99)}\n  lines"""`,
            ]);
      if (type === "number") return pick(random, ["0", "1", "2", "3", "5", "8", "12", "24", "0.5", "1.5"]);
      if (type === "percent") return pick(random, ["5%", "10%", "25%", "40%", "50%", "75%", "95%"]);
      const at = derivation.path.at(-2)!;
      const kinds = kindsOf[at];
      return kinds ? `\${${this.named(at)}}` : (expressions[at]?.(random) ?? "${missing}");
    },
    alternatives: (rule, all, derivation) => {
      if (rule === "clause") {
        const { owner } = ownerOf(tokenize(derivation.tokens.join(" ")));
        const used = new Set(derivation.tokens.filter((_, i, t) => t[i - 1] === "\n" || t[i - 1] === "{"));
        const may = owner ? clausesOf(owner).filter((name) => clauses[name].repeats || !used.has(name)) : [];
        const own = all.filter(
          ({ symbols: [first] }) => typeof first === "object" && may.includes(first.literal as ClauseName),
        );
        return own.length ? own : all;
      }
      // A hole now and then, where it is known what fits; never a word where its table is spelt with several.
      const holes = all.filter(({ symbols }) => symbols.length === 1 && symbols[0] === "hole");
      const others = all.filter((one) => !holes.includes(one));
      // In a list, a hole stands after a comma only: alone it is the whole list.
      const last = derivation.tokens.at(-1)!;
      const listed = lists.has(rule) || (rule === "text" && derivation.path.includes("texts"));
      const whole = listed && !(last === "," || (rule === "signed" && ["..", "by", "last"].includes(last)));
      const factor = rule === "vectorRef" && derivation.path.includes("factor"); // beside a vector a hole is a number
      const known = !whole && !factor && (rule in kindsOf || rule in expressions);
      if (holes.length && others.length) return known && this.random() < 0.08 ? holes : others;
      if (rule === "statement") {
        const may = all.filter(({ symbols: [first] }) => first !== "import"); // there is no file to import from
        return [...may, ...may.filter(({ symbols: [first] }) => first === pick(this.random, often))];
      }
      if (["words", "chartWords", "settingWords", "valueWords", "fieldWords"].includes(rule))
        return all.filter(({ symbols }) => symbols.length === 1);
      return all;
    },
  };

  /** A statement that the checker accepts after those before it. */
  statement(): string[] {
    for (let tries = 0; tries < 200; tries++) {
      const { tokens } = new Derivation(this.random, this.choices).derive("statement");
      if (tokens.some((token) => token.includes("missing"))) continue;
      const { ok, declared } = compile(tokens.join(" "), this.kinds);
      if (!ok) continue;
      for (const { name, kind } of declared) this.kinds.set(name, kind);
      return tokens;
    }
    throw new Error("200 statements, and none was accepted");
  }

  /** A program of a model, a concept and more, as tokens. */
  program(more: number): string[] {
    const opening = [
      ["model", `m${this.count++}`, "=", '"nano"'],
      ["concept", `C${this.count++}`, "{", "pair", '"a"', "->", '" b"', "|", '" c"', "}"],
    ];
    this.kinds.set(opening[0]![1]!, "model");
    this.kinds.set(opening[1]![1]!, "concept");
    const statements = [...opening, ...Array.from({ length: more }, () => this.statement())];
    return statements.flatMap((one, i) => (i ? ["\n", ...one] : one));
  }
}
