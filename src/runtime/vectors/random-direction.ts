// Random directions: Gaussian numbers (Box and Muller) of a generator seeded with k, brought to length 1.
// Direction k is the same at every layer and in every run, so `random like v seed 3` is direction 3 of the null.
import { MersenneTwister } from "../stats/mersenne-twister.js";
import { normOf } from "../stats/linear-algebra.js";

/** A random unit vector [width] in float64. */
export function randomUnit(seed: number, width: number): Float64Array {
  const random = new MersenneTwister(seed);
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
  const drawn = Float64Array.from({ length: width }, gaussian);
  const norm = normOf(drawn);
  return drawn.map((value) => value / norm);
}
