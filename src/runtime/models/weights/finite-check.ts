// Weights must be numbers: NaN or infinity anywhere would silently spread through every result.
import { fail } from "../../errors/index.js";

const exponent = 0x7f800000; // all ones: NaN or infinity

/** Throws E307 for the first number that is not finite; `first` is the index in the tensor of the first value. */
export function requireFinite(
  tensor: string,
  values: Float32Array,
  shape: readonly number[],
  first: number,
): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) {
    if ((bits[i]! & exponent) !== exponent) continue;
    fail("E307", {
      tensor,
      at: positionOf(first + i, shape),
      value: Number.isNaN(values[i]) ? "NaN" : "infinity",
    });
  }
}

/** The position of the n-th number in a tensor, e.g. [3, 5]. */
export function positionOf(index: number, shape: readonly number[]): string {
  const at: number[] = [];
  for (const size of [...shape].reverse()) {
    at.unshift(index % size);
    index = Math.floor(index / size);
  }
  return `[${at.join(", ")}]`;
}
