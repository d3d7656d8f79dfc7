// How well the vector tells positive from negative texts: d' = (mean+ - mean-) / sqrt((var+ + var-) / 2), of the activations
// projected on the vector's direction; variances over n - 1 (Braun et al. 2025; their exact variant is not known).
import { normOf, dot } from "../../stats/linear-algebra.js";
import { mean } from "../../stats/descriptive.js";
import { variance } from "../../stats/moments.js";

/** Activations [texts][width] projected on the direction of `vector` [width]. */
export function projections(activations: readonly Float32Array[], vector: Float32Array): number[] {
  const norm = normOf(vector);
  return activations.map((activation) => dot(activation, vector) / norm);
}

/** Projections of the positive and of the negative texts, in units of the hidden state. */
export const discriminability = (positive: readonly number[], negative: readonly number[]): number =>
  (mean(positive) - mean(negative)) / Math.sqrt((variance(positive) + variance(negative)) / 2);
