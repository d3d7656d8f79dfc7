// The other order of an item's options: (A) and (B) exchange their texts, and so the two answers exchange their letters. The
// mean over both orders has no letter factor, by design (docs/protocols.md, Both option orders).
import type { ContrastPair } from "./types.js";

/** Up to the mark of option (A), its text, the mark of option (B), its text, white space at the end. */
const optionsOf = /^([^]*(?:^|\s)\(A\):?)([^]*?)(\s+\(B\):?)([^]*?)(\s*)$/;

const other = { A: "B", B: "A" } as const;

/** The pair with its options exchanged; null where the prompt does not end with two options, (A) and (B), that are answered by their letters. */
export function otherOrder(pair: ContrastPair): ContrastPair | null {
  const found = optionsOf.exec(pair.prompt);
  if (!found || pair.letter === null) return null;
  const [, before, a, between, b, end] = found as unknown as Record<1 | 2 | 3 | 4 | 5, string> & string[];
  if (/\([A-Z]\)/.test(`${a}${b}`)) return null;
  const { positive, negative } = pair;
  if (negative.trim() !== `(${other[pair.letter]})`) return null;
  return {
    ...pair,
    prompt: `${before}${b}${between}${a}${end}`,
    positive: negative,
    negative: positive,
    letter: other[pair.letter],
  };
}
