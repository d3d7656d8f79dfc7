// KL(p || q) = sum p (log p - log q), in nats, of two distributions given by their logits.

/** Log-probabilities [vocabulary] of logits, in float64. */
function logProbabilities(logits: Float32Array): Float64Array {
  let largest = -Infinity;
  for (const value of logits) if (value > largest) largest = value;
  let sum = 0;
  for (const value of logits) sum += Math.exp(value - largest);
  const normaliser = largest + Math.log(sum);
  return Float64Array.from(logits, (value) => value - normaliser);
}

/** KL(unsteered || each steered), in nats. Logits are [vocabulary]. */
export function divergences(unsteered: Float32Array, steered: readonly Float32Array[]): number[] {
  const p = logProbabilities(unsteered);
  return steered.map((logits) => {
    const q = logProbabilities(logits);
    let sum = 0;
    for (let i = 0; i < p.length; i++) sum += Math.exp(p[i]!) * (p[i]! - q[i]!);
    // Rounding may leave a hair below 0 where nothing moved.
    return Math.max(0, sum);
  });
}
