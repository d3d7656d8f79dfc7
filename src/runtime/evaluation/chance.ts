// What chance does: random directions of the same norm as the vector, over the first test items, with the two extreme
// multipliers only. Direction k is the same at every layer and in every run.
import { randomUnit } from "../vectors/index.js";
import { mean, sd } from "./statistics.js";
import type { Null } from "./types.js";

/** Test items that random directions are tried on, at most. */
export const nullItems = 16;

/** Unit vectors [width], the first `count` random directions. */
export const randomUnits = (count: number, width: number): Float32Array[] =>
  Array.from({ length: count }, (_, k) => Float32Array.from(randomUnit(k, width)));

interface Slopes {
  /** Mean slope of each random direction, and of the vector on the same items and multipliers. */
  readonly random: readonly number[];
  readonly vector: number;
  readonly items: number;
  readonly multipliers: readonly number[];
}

/** share = (1 + number of directions with a slope of at least the vector's) / (1 + directions). */
export function nullOf({ random, vector, items, multipliers }: Slopes): Null {
  const asLarge = random.filter((slope) => slope >= vector).length;
  return {
    directions: random.length,
    items,
    multipliers,
    mean: mean(random),
    sd: sd(random),
    low: Math.min(...random),
    high: Math.max(...random),
    share: (1 + asLarge) / (1 + random.length),
  };
}
