// Logit lens of a vector: what it adds to each token's logit if nothing after its layer changed it, W_t . (g * v), with the gain g
// of the final norm and the row W_t of the output matrix, for a hidden state whose root mean square is 1. Only sign and order can
// be compared between layers and models: later blocks do act on the vector. Source: nostalgebraist 2020, applied to a direction.
// And the cosine of the vector with the direction in which the answers' logits part, g * (W_plus - W_minus).
import { inSteps } from "../../stats/rounding.js";
import { cosine } from "./directional-agreement.js";

/** Part of the largest score within which two scores count as equal: more than processors differ by. */
const rounding = 1e-5;

/** The vector as the output matrix sees it: each coordinate times the final norm's gain. */
export const throughNorm = (vector: Float32Array, gain: Float32Array): Float32Array =>
  vector.map((value, i) => value * gain[i]!);

/** Score of each of these rows [rows][width] with a vector that went through the norm. */
export function lensScores(rows: Float32Array, seen: Float32Array): Float32Array {
  const width = seen.length;
  return Float32Array.from({ length: rows.length / width }, (_, row) => {
    let total = 0;
    for (let i = 0, at = row * width; i < width; i++, at++) total += rows[at]! * seen[i]!;
    return total;
  });
}

export interface Scored {
  readonly id: number;
  readonly score: number;
}

/** The `most` tokens with the highest scores (or, with sign -1, the lowest); of those that differ by rounding only, the first. */
export function farthestTokens(scores: Float32Array, most: number, sign: 1 | -1 = 1): Scored[] {
  const step = rounding * scores.reduce((largest, score) => Math.max(largest, Math.abs(score)), 0);
  const height = (score: number): number => sign * inSteps(score, step);
  const found: (Scored & { readonly at: number })[] = [];
  scores.forEach((score, id) => {
    const at = height(score);
    if (found.length === most && !(at > found.at(-1)!.at)) return;
    const place = found.findIndex((one) => at > one.at);
    found.splice(place < 0 ? found.length : place, 0, { id, score, at });
    found.length = Math.min(found.length, most);
  });
  return found.map(({ id, score }) => ({ id, score }));
}

/** Tokens whose logits the answers compare, weighted: +1 for one side, -1 for the other. Rows by token id. */
export function answerCosine(
  vector: Float32Array,
  gain: Float32Array,
  answers: readonly (readonly [plus: Float32Array, minus: Float32Array])[],
): number {
  const direction = new Float64Array(vector.length);
  for (const [plus, minus] of answers)
    direction.forEach((_, i) => (direction[i]! += (plus[i]! - minus[i]!) / answers.length));
  return cosine(
    vector,
    Float32Array.from(direction, (value, i) => value * gain[i]!),
  );
}
