// What chance does: random directions of the same norm as the vector, over the first test items, with the two extreme
// multipliers only. Direction k is the same at every layer and in every run; an orthogonal one loses what it has along the
// vector: r - (r . u) u.
import { normOf, randomUnit } from "../vectors/index.js";
import { mean, sd } from "./statistics.js";
import type { Null } from "./types.js";

/** Test items that random directions are tried on, at most. */
export const nullItems = 16;

/** Orthogonal directions have seeds of their own, so that they are not the random ones over again. */
const orthogonalSeed = 1_000_000;

/** Unit vectors [count][width], the first random directions. */
export const randomUnits = (count: number, width: number): Float32Array[] =>
  Array.from({ length: count }, (_, k) => Float32Array.from(randomUnit(k, width)));

/** Unit vectors [count][width] orthogonal to the vector [width]. */
export function orthogonalUnits(count: number, vector: Float32Array): Float32Array[] {
  const square = normOf(vector) ** 2;
  return Array.from({ length: count }, (_, k) => {
    const drawn = randomUnit(orthogonalSeed + k, vector.length);
    const share = drawn.reduce((sum, value, i) => sum + value * vector[i]!, 0) / square;
    const left = drawn.map((value, i) => value - share * vector[i]!);
    const norm = normOf(left);
    return Float32Array.from(left, (value) => value / norm);
  });
}

interface Slopes {
  /** Mean slope of each direction, and of the vector on the same items and multipliers. */
  readonly directions: readonly number[];
  readonly vector: number;
  readonly items: number;
  readonly multipliers: readonly number[];
}

/** share = (1 + number of directions with a slope of at least the vector's) / (1 + directions). */
export function nullOf({ directions, vector, items, multipliers }: Slopes): Null {
  const asLarge = directions.filter((slope) => slope >= vector).length;
  return {
    directions: directions.length,
    items,
    multipliers,
    mean: mean(directions),
    sd: sd(directions),
    low: Math.min(...directions),
    high: Math.max(...directions),
    share: (1 + asLarge) / (1 + directions.length),
  };
}
