// Random sentences of the grammar itself: whatever grammar/steer.ne can say, these can.
import grammar from "../../../src/dsl/grammar.js";
import { pick, type Random } from "./seed.js";

type Symbol = string | { readonly literal?: string; readonly type?: string };
interface Rule {
  readonly name: string;
  readonly symbols: readonly Symbol[];
}

const rules = new Map<string, Rule[]>();
for (const rule of grammar.ParserRules as readonly Rule[])
  rules.set(rule.name, [...(rules.get(rule.name) ?? []), rule]);

/** How deep the shallowest derivation of each rule is. */
const depths = new Map<string, number>();
const depthOf = ({ symbols }: Rule) =>
  1 + Math.max(0, ...symbols.map((s) => (typeof s === "string" ? (depths.get(s) ?? Infinity) : 0)));
for (let changed = true; changed;) {
  changed = false;
  for (const [name, all] of rules) {
    const least = Math.min(...all.map(depthOf));
    if (least < (depths.get(name) ?? Infinity)) {
      depths.set(name, least);
      changed = true;
    }
  }
}

/** What a derivation leaves to its caller. */
export interface Choices {
  /** A token of this type, as text. */
  token(type: string, derivation: Derivation): string;
  /** The alternatives of a rule that may be taken; all of them when absent. */
  alternatives?(rule: string, all: readonly Rule[], derivation: Derivation): readonly Rule[];
}

/** Beyond this many rules within rules, the shortest way out is taken. */
const deepest = 24;

export class Derivation {
  /** The tokens so far; "\n" ends a line. */
  readonly tokens: string[] = [];
  /** The rules that are being derived, from the outermost on. */
  readonly path: string[] = [];

  constructor(
    readonly random: Random,
    private readonly choices: Choices,
  ) {}

  derive(name: string): this {
    const all = rules.get(name);
    if (!all) throw new Error(`no rule ${name}`);
    this.path.push(name);
    const allowed = this.choices.alternatives?.(name, all, this) ?? all;
    for (const symbol of this.choose(name, allowed).symbols) this.symbol(symbol);
    this.path.pop();
    return this;
  }

  private symbol(symbol: Symbol): void {
    if (typeof symbol === "string") this.derive(symbol);
    else if (symbol.literal !== undefined) this.tokens.push(symbol.literal);
    else this.tokens.push(symbol.type === "newline" ? "\n" : this.choices.token(symbol.type!, this));
  }

  /** A rule that begins with itself makes a list longer: less often than it ends one. */
  private choose(name: string, all: readonly Rule[]): Rule {
    if (this.path.length > deepest) {
      const least = Math.min(...all.map(depthOf));
      return pick(
        this.random,
        all.filter((rule) => depthOf(rule) === least),
      );
    }
    const longer = all.filter(({ symbols }) => symbols[0] === name);
    const others = all.filter(({ symbols }) => symbols[0] !== name);
    const goOn =
      others.length === 0 || (longer.length > 0 && this.random() < (name === "clauses" ? 0.7 : 0.4));
    return pick(this.random, goOn ? longer : others);
  }
}
