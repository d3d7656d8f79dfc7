// How a checkpoint calls its weights.
import type { TensorPlace, TensorType } from "../types.js";

/** The tensor types, the one that holds most numbers first, e.g. "Q4_1, Q8_0, F32". */
export function dtypeOf(places: Iterable<TensorPlace>): string {
  const numbers = new Map<TensorType, number>();
  for (const { type, shape } of places) {
    numbers.set(type, (numbers.get(type) ?? 0) + shape.reduce((product, n) => product * n, 1));
  }
  return [...numbers]
    .sort(([, a], [, b]) => b - a)
    .map(([type]) => type)
    .join(", ");
}
