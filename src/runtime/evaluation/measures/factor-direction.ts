// The direction of a spurious factor among the pairs' differences: mean of sign_i d_i, where sign_i is +1 for pairs whose positive
// answer is A (or yes), -1 for the others. A vector that points along it pushes the letter (or the yes), not the concept.
import type { ContrastPair } from "../../concepts/types.js";

export type Factor = "letter" | "yes";

const signs: Readonly<Record<Factor, (pair: Pick<ContrastPair, "letter" | "yes">) => number>> = {
  letter: ({ letter }) => (letter === null ? 0 : letter === "A" ? 1 : -1),
  yes: ({ yes }) => (yes === null ? 0 : yes ? 1 : -1),
};

/** [width]; null where fewer than two signs occur, so that the factor cannot be told from the concept. */
export function factorDirection(
  factor: Factor,
  pairs: readonly Pick<ContrastPair, "letter" | "yes">[],
  differences: readonly Float32Array[],
): Float32Array | null {
  const sign = pairs.map(signs[factor]);
  if (!sign.includes(1) || !sign.includes(-1)) return null;
  const total = new Float64Array(differences[0]?.length ?? 0);
  const counted = { [1]: 0, [-1]: 0 };
  for (const one of sign) if (one === 1 || one === -1) counted[one] += 1;
  differences.forEach((difference, i) => {
    const one = sign[i]!;
    if (one !== 1 && one !== -1) return;
    // Each sign has half the weight, so that the concept itself cancels in unbalanced pairs too.
    const weight = one / (2 * counted[one]);
    difference.forEach((value, j) => (total[j]! += weight * value));
  });
  return Float32Array.from(total);
}
