// Do the pairs point the same way? Mean cosine of each pair's own difference d_i = h+_i - h-_i with the vector (Braun et al.
// 2025), and the mean cosine of the differences with one another. Pairs without a difference count 0.
import { normOf, dot } from "../../stats/linear-algebra.js";

/** Cosine of two vectors [width]; 0 when one has no length. */
export function cosine(a: Float32Array, b: Float32Array): number {
  const size = normOf(a) * normOf(b);
  return size > 0 ? dot(a, b) / size : 0;
}

/** `differences` [pairs][width], `vector` [width]. */
export const directionalAgreement = (differences: readonly Float32Array[], vector: Float32Array): number =>
  differences.reduce((total, difference) => total + cosine(difference, vector), 0) / differences.length;

/** Mean over all ordered pairs i != j of cos(d_i, d_j); NaN for fewer than two. */
export function pairwiseAgreement(differences: readonly Float32Array[]): number {
  const n = differences.length;
  const total = new Float64Array(differences[0]?.length ?? 0);
  let own = 0;
  for (const difference of differences) {
    const norm = normOf(difference);
    if (norm === 0) continue;
    own += 1;
    difference.forEach((value, i) => (total[i]! += value / norm));
  }
  // |sum of unit vectors|^2 is the sum of all cosines, those of a vector with itself among them.
  return (dot(total, total) - own) / (n * (n - 1));
}
