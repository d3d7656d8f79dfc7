// Where-clauses in a text that is still being written: the prompt's tokens that are steered, and how far the new ones are.
import { describeWhere, tokensOf } from "../concepts/index.js";
import type { EncodedPair, Spanned, Where } from "../concepts/types.js";
import { fail } from "../errors/index.js";

/** The index below which new tokens are steered; null: it counts from an end that is not known yet. */
type Ahead = number | null;

const all = (): Ahead => Infinity;
/** Clauses that reach beyond the prompt, or cannot be used here; the others select tokens of the prompt. */
const reaching: { readonly [K in Where["kind"]]?: (where: Extract<Where, { kind: K }>) => Ahead } = {
  "from answer": all,
  "from prompt end": all,
  everywhere: all,
  "whole answer": all,
  last: () => null,
  token: ({ index }) => (index < 0 ? null : 0),
  tokens: ({ from, to }) => (from < 0 || (to !== null && to < 0) ? null : to === null ? Infinity : to + 1),
};

export interface Steered {
  /** Steered tokens of the prompt, ascending. */
  readonly steered: readonly number[];
  /** New tokens are steered as long as their index is below this. */
  readonly until: number;
}

/** Throws E653 for clauses that count from the end, E431 where a clause selects nothing of the prompt. */
export function steeredIn(
  where: Where,
  prompt: Pick<EncodedPair, "row" | "bytes"> & { readonly tokens: readonly number[] },
  generation: string,
): Steered {
  const reach = reaching[where.kind] as ((where: Where) => Ahead) | undefined;
  const until = reach ? reach(where) : 0;
  if (until === null) return fail("E653", { clause: describeWhere(where) });
  // What is written is the answer; none of it is there yet.
  if (where.kind === "whole answer") return { steered: [], until };
  const { tokens, row, bytes } = prompt;
  const encoded: Spanned = {
    concept: generation,
    row,
    positive: tokens,
    negative: tokens,
    differ: tokens.length,
    boundary: tokens.length,
    bytes,
  };
  return { steered: tokensOf(where, encoded, "positive", "steer"), until };
}
