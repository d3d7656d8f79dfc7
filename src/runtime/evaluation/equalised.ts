// Norm equalisation (experiment, section 6): v <- v |v_base| / |v| at every layer, v_base being the same vector with everything in
// it extracted under BASE. Vectors trained under BASE stay as they are.
import { BASE } from "../concepts/index.js";
import { extractionsOf, scaled, trainedUnder } from "../vectors/index.js";
import type { Directions, Vector } from "../vectors/types.js";

/** Whether equalisation leaves a vector as it is. */
export const trainedUnderBase = (vector: Vector): boolean =>
  extractionsOf(vector).every(({ under }) => under.name === BASE.name);

export async function equalised(vector: Vector): Promise<Directions> {
  const directions = await vector.directions();
  if (trainedUnderBase(vector)) return directions;
  const base = await trainedUnder(vector, BASE).directions();
  return scaled(directions, (layer) => base.norms.get(layer)! / directions.norms.get(layer)!);
}
