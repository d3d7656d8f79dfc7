// Vectors trained under other shifts, and vectors brought to the norm of the one trained under BASE.
import { BASE } from "../../concepts/index.js";
import type { Shift } from "../../concepts/types.js";
import { extractionsOf, keptDirections, scaled, trainedUnder } from "../../vectors/index.js";
import type { Directions, Vector } from "../../vectors/types.js";

/** Vectors made here, so that directions are computed once however often they are asked for. */
const known = new WeakMap<Vector, Map<Shift, Vector>>();

/** Whether every extraction in a vector is done under the shift already. */
const isUnder = (vector: Vector, shift: Shift): boolean =>
  extractionsOf(vector).every(({ under }) => under === shift);

/** The same vector with everything in it extracted under the shift; itself where it is already. */
export function retrained(vector: Vector, shift: Shift): Vector {
  if (isUnder(vector, shift)) return vector;
  const made = known.get(vector) ?? new Map<Shift, Vector>();
  known.set(vector, made);
  const again = made.get(shift) ?? trainedUnder(vector, shift);
  made.set(shift, again);
  return again;
}

/**
 * Norm equalisation (docs/protocols.md, Extraction): v <- v |v_base| / |v| at every layer, v_base being the same vector trained under
 * BASE. Vectors trained under BASE stay as they are. `of` gives a vector's directions; null where it has none to give.
 */
async function equalisedBy<None extends null>(
  vector: Vector,
  of: (vector: Vector) => Promise<Directions | None>,
): Promise<Directions | None> {
  const directions = await of(vector);
  if (directions === null || isUnder(vector, BASE)) return directions;
  const base = await of(retrained(vector, BASE));
  if (base === null) return base;
  const alike = scaled(directions, (layer) => base.norms.get(layer)! / directions.norms.get(layer)!);
  // Without the rounding of each, so that vectors of equal norm share their random directions.
  return { ...alike, norms: base.norms };
}

export const equalised = (vector: Vector): Promise<Directions> =>
  equalisedBy<never>(vector, (one) => one.directions());

/** The same from the store; null where that lacks an extraction. */
export const keptEqualised = (vector: Vector): Promise<Directions | null> =>
  equalisedBy<null>(vector, keptDirections);
