// What chance does: random directions of the same norm as the vector, over the first test items, with the two extreme
// multipliers only. Direction k is the same at every layer and in every run.
import { MersenneTwister } from "../concepts/index.js";
import { normOf } from "../vectors/index.js";
import { mean, sd } from "./statistics.js";
import type { Null } from "./types.js";

/** Test items that random directions are tried on, at most. */
export const nullItems = 16;

/** Unit vectors [width], Gaussian numbers (Box and Muller) of a generator seeded with k, brought to length 1. */
export function randomUnits(count: number, width: number): Float32Array[] {
  return Array.from({ length: count }, (_, k) => {
    const random = new MersenneTwister(k);
    const gaussian = () =>
      Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
    const drawn = Float64Array.from({ length: width }, gaussian);
    const norm = normOf(drawn);
    return Float32Array.from(drawn, (value) => value / norm);
  });
}

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
