// Test pairs that also trained the vector: numbers on them flatter.
import { partOf } from "../concepts/index.js";
import type { MeasureSpec } from "../declarations.js";
import { pairDigest, trainedPairs } from "../vectors/index.js";

/** How many of the evaluation's test pairs the vector was extracted from. */
export function trainedItems({ vector, on }: Pick<MeasureSpec, "vector" | "on">): number {
  const trained = trainedPairs(vector);
  return partOf(on, "test").filter((pair) => trained.has(pairDigest(pair))).length;
}
