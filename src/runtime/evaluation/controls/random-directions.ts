// What chance does: random directions of the same norm as the vector, over a sample of the test items, with the two extreme
// multipliers only. A direction is drawn for the concept that it is tried on, what the vector was made from, the layer and its number:
// no two comparisons share their luck, and every run draws the same. An orthogonal one loses what it has along the vector: r - (r . u) u.
import { contentKey } from "../../store/index.js";
import { normOf } from "../../stats/linear-algebra.js";
import { factsIn, randomUnit } from "../../vectors/index.js";
import type { Vector } from "../../vectors/types.js";
import { evenSample } from "../../stats/even-sample.js";
import { mean, sd } from "../../stats/descriptive.js";
import type { RandomBaseline } from "../../results/evaluation.js";

/** Test items that random directions are tried on, at most. */
const nullItems = 16;

/** The items that random directions are tried on: evenly spread over all of them, for the first may be of one kind. */
export const randomDirectionItems = <T>(items: readonly T[]): T[] => evenSample(items, nullItems);

/** p up to which a vector does more than random directions do. */
export const chanceLevel = 0.05;

/** Directions that can show p = 0.05: the vector is then the largest of twenty. */
export const fewestDirections = Math.round(1 / chanceLevel) - 1;

/** What directions are compared with. */
export interface Compared {
  /** Hash of the concept that is measured. */
  readonly concept: string;
  readonly vector: Vector;
  readonly layer: number;
}

/**
 * Seed of direction k. Not of the vector's numbers: in their last bits these differ between machines, and each would then have directions
 * of its own.
 */
const seedOf = (kind: "random" | "orthogonal", { concept, vector, layer }: Compared, k: number): number =>
  parseInt(contentKey([kind, concept, factsIn(vector), layer, k]).slice(0, 12), 16);

/** Unit vectors [count][width]. */
export const randomUnits = (count: number, width: number, of: Compared): Float32Array[] =>
  Array.from({ length: count }, (_, k) => Float32Array.from(randomUnit(seedOf("random", of, k), width)));

/** Unit vectors [count][width] orthogonal to the vector's numbers at the layer [width]. */
export function orthogonalUnits(count: number, numbers: Float32Array, of: Compared): Float32Array[] {
  const square = normOf(numbers) ** 2;
  return Array.from({ length: count }, (_, k) => {
    const drawn = randomUnit(seedOf("orthogonal", of, k), numbers.length);
    const share = drawn.reduce((sum, value, i) => sum + value * numbers[i]!, 0) / square;
    const left = drawn.map((value, i) => value - share * numbers[i]!);
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

/**
 * The comparison has two sides: p = (1 + number of directions whose slope is as large as the vector's or larger, whatever their signs;
 * equal within the resolution is as large)
 * / (1 + directions). A permutation test with the add-one estimate (Phipson and Smyth 2010); sizes are compared with sizes, not
 * distances from the directions' mean, because that keeps the vector and the directions exchangeable.
 */
export function randomBaselineOf(
  { directions, vector, items, multipliers }: Slopes,
  resolution: number,
): RandomBaseline {
  const least = Math.abs(vector) - resolution;
  const asLarge = directions.filter((slope) => Math.abs(slope) >= least).length;
  return {
    directions: directions.length,
    items,
    multipliers,
    vectorMean: vector,
    mean: mean(directions),
    sd: sd(directions),
    low: Math.min(...directions),
    high: Math.max(...directions),
    asLarge: asLarge,
    pValue: (1 + asLarge) / (1 + directions.length),
  };
}
