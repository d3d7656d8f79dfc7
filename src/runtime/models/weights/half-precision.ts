// float32 -> the nearest half-precision number (IEEE binary16, ties to even), kept as float32.
// Halves of one power of two 2^e are 2^(e - 10) apart, those below 2^-14 all 2^-24. Adding and taking away 1.5 * 2^52 times
// that distance in float64 rounds to a multiple of it, since float64 itself rounds ties to even.

/** The largest finite half. */
export const largestHalf = 65504;

const shifts = Float64Array.from(
  { length: 256 },
  (_, exponent) => 1.5 * 2 ** 52 * 2 ** (Math.max(exponent - 127, -14) - 10),
);

/** Rounds every number in place. One beyond the largest half becomes infinite. */
export function roundToHalves(values: Float32Array): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < values.length; i++) {
    const shift = shifts[(bits[i]! >>> 23) & 255]!;
    const rounded = values[i]! + shift - shift;
    values[i] = Math.abs(rounded) > largestHalf ? rounded * Infinity : rounded;
  }
}
