// Builds a forest from sequences: a token whose text so far and whose steering so far are already there is not added again.
// So a prompt is computed once for all multipliers, layers and answers, and a system message once for all items of a pass.
import type { TokenTree } from "./pass.js";
import type { Sequence, Term } from "../types.js";

/** Steering terms by value: equal terms get equal numbers, 0 = untouched. */
export class TermTable {
  private readonly numbers = new Map<string, number>();
  readonly lists: (readonly Term[])[] = [[]];

  number(terms: readonly Term[]): number {
    const key = terms.map((t) => `${t.layer},${t.direction},${t.add},${t.ablate}`).join(";");
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.lists.push(terms);
    this.numbers.set(key, this.lists.length - 1);
    return this.lists.length - 1;
  }
}

/** Tokens after the last read change nothing that is asked for (attention looks back only). */
const usedLength = (sequence: Sequence): number =>
  sequence.reads.reduce((longest, read) => Math.max(longest, read.at + 1), 0);

export class TokenTreeBuilder {
  private readonly tokens: number[] = [];
  private readonly parents: number[] = [];
  private readonly positions: number[] = [];
  /** Number of the terms at each node. */
  readonly terms: number[] = [];
  /** children[parent + 1]: (terms number, token) -> node. */
  private readonly children: Map<string, number>[] = [new Map()];

  constructor(
    private readonly table: TermTable,
    private readonly sharing: boolean,
  ) {}

  get size(): number {
    return this.tokens.length;
  }

  /** The sequence added last: one that begins with the same tokens object need not look its unsteered beginning up again. */
  private last: { readonly tokens: readonly number[]; readonly from: number; readonly nodes: Int32Array } = {
    tokens: [],
    from: 0,
    nodes: new Int32Array(),
  };

  /** Adds a sequence; returns the node of each token up to the last one that is read. */
  add(sequence: Sequence): Int32Array {
    const length = usedLength(sequence);
    const steeredTokens = new Set(sequence.steered?.tokens);
    const steering = sequence.steered ? this.table.number(sequence.steered.terms) : 0;
    const nodes = new Int32Array(length);
    const from = sequence.steered?.tokens[0] ?? length;
    const alike =
      this.sharing && sequence.tokens === this.last.tokens
        ? Math.min(from, this.last.from, length, this.last.nodes.length)
        : 0;
    nodes.set(this.last.nodes.subarray(0, alike));
    let parent = alike > 0 ? nodes[alike - 1]! : -1;
    for (let i = alike; i < length; i += 1) {
      parent = this.node(parent, sequence.tokens[i]!, steeredTokens.has(i) ? steering : 0, i);
      nodes[i] = parent;
    }
    this.last = { tokens: sequence.tokens, from, nodes };
    return nodes;
  }

  private node(parent: number, token: number, terms: number, position: number): number {
    const siblings = this.children[parent + 1]!;
    const key = `${terms}:${token}`;
    const known = this.sharing ? siblings.get(key) : undefined;
    if (known !== undefined) return known;
    const node = this.tokens.length;
    this.tokens.push(token);
    this.parents.push(parent);
    this.positions.push(position);
    this.terms.push(terms);
    this.children.push(new Map());
    siblings.set(key, node);
    return node;
  }

  forest(): TokenTree {
    return {
      tokens: Int32Array.from(this.tokens),
      parents: Int32Array.from(this.parents),
      positions: Int32Array.from(this.positions),
    };
  }
}
