// Pairs that stand more than once in a concept. Statistics count items as independent, and a split puts equal ones on both sides:
// so they are left out unless a protocol or `setting repeats` keeps them, and either is said.
import type { ContrastPair } from "./types.js";
import { identityOf } from "./pairs.js";

/** A pair and the first one that it repeats. */
export interface Repeat {
  readonly pair: ContrastPair;
  readonly first: ContrastPair;
}

/** The pairs, each once, and those that repeat one of them, in order. */
export function apart(pairs: readonly ContrastPair[]): {
  readonly once: readonly ContrastPair[];
  readonly repeats: readonly Repeat[];
} {
  const seen = new Map<string, ContrastPair>();
  const repeats: Repeat[] = [];
  for (const pair of pairs) {
    const first = seen.get(identityOf(pair));
    if (first) repeats.push({ pair, first });
    else seen.set(identityOf(pair), pair);
  }
  return { once: [...seen.values()], repeats };
}

/** How many of these pairs repeat one before them. */
export const repeatsIn = (pairs: readonly ContrastPair[]): number => apart(pairs).repeats.length;

const mostNamed = 3;

/** What is said of repeats that are left out, or kept. */
export function repeatWords(
  concept: string,
  repeats: readonly Repeat[],
  pairs: number,
  kept: boolean,
): string {
  const named = repeats
    .slice(0, mostNamed)
    .map(({ pair, first }) => `row ${pair.row} repeats row ${first.row}`);
  const more = repeats.length > named.length ? [`${repeats.length - named.length} more`] : [];
  const many = `${repeats.length} of the ${pairs} pairs of ${concept} ${repeats.length === 1 ? "repeats an earlier one" : "repeat earlier ones"}`;
  const which = `(${[...named, ...more].join(", ")})`;
  const left = pairs - repeats.length;
  return kept
    ? `${many} ${which} and ${repeats.length === 1 ? "is" : "are"} kept: n counts each. \`setting repeats = dropped\` leaves them out.`
    : `${many} ${which} and ${repeats.length === 1 ? "is" : "are"} left out: ${left} ${left === 1 ? "pair is" : "pairs are"} left. \`setting repeats = kept\` keeps them.`;
}
