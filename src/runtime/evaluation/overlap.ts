// Test pairs that also trained the vector: numbers on them flatter.
import { partOf } from "../concepts/index.js";
import type { ContrastPair } from "../concepts/types.js";
import type { MeasureSpec } from "../declarations.js";
import { originOf } from "../vectors/index.js";

const textOf = ({ prompt, positive, negative }: ContrastPair) => JSON.stringify([prompt, positive, negative]);

/** How many of the evaluation's test pairs the vector was extracted from. */
export function trainedItems({ vector, on }: Pick<MeasureSpec, "vector" | "on">): number {
  const trained = new Set(partOf(originOf(vector).extraction.concept, "train").map(textOf));
  return partOf(on, "test").filter((pair) => trained.has(textOf(pair))).length;
}
