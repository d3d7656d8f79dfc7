// Vectors trained under other shifts, and vectors brought to the norm of the one trained under BASE.
import { BASE } from "../concepts/index.js";
import type { Shift } from "../concepts/types.js";
import { extractionsOf, scaled, trainedUnder } from "../vectors/index.js";
import type { Directions, Vector } from "../vectors/types.js";

/** Vectors made here, so that directions are computed once however often they are asked for. */
const known = new WeakMap<Vector, Map<Shift, Vector>>();

/** Whether every extraction in a vector is done under the shift already. */
const isUnder = (vector: Vector, shift: Shift): boolean =>
  extractionsOf(vector).every(({ under }) => under === shift);

/** The same vector with everything in it extracted under the shift; itself where it is already. */
export function trainedAnew(vector: Vector, shift: Shift): Vector {
  if (isUnder(vector, shift)) return vector;
  const made = known.get(vector) ?? new Map<Shift, Vector>();
  known.set(vector, made);
  const again = made.get(shift) ?? trainedUnder(vector, shift);
  made.set(shift, again);
  return again;
}

/** Whether equalisation leaves a vector as it is. */
export const trainedUnderBase = (vector: Vector): boolean => isUnder(vector, BASE);

/**
 * Norm equalisation (experiment, section 6): v <- v |v_base| / |v| at every layer, v_base being the same vector trained under
 * BASE. Vectors trained under BASE stay as they are.
 */
export async function equalised(vector: Vector): Promise<Directions> {
  const directions = await vector.directions();
  if (trainedUnderBase(vector)) return directions;
  const base = await trainedAnew(vector, BASE).directions();
  const alike = scaled(directions, (layer) => base.norms.get(layer)! / directions.norms.get(layer)!);
  // Without the rounding of each, so that vectors of equal norm share their random directions.
  return { ...alike, norms: base.norms };
}
