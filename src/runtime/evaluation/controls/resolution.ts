// The resolution of the engine: how far apart two numbers must be before they count as different. The order in which a processor
// adds up differs with its instructions, its threads and the packing of a pass, so the last digits of every logit are arbitrary.
import type { Resolution } from "../../stats/types.js";
import { mean, sum } from "../../stats/descriptive.js";

/**
 * The least resolution of a number, whatever was measured: 40 times what different instruction sets change on small models, and as much
 * as two machines can differ that are each 2e-5 from the truth.
 */
export const leastResolution = 4e-5;

/** The least of 1, 2, 5 times a power of ten that is not below a positive number. */
export function roundedUp(value: number): number {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const digit = [1, 2, 5, 10].find((step) => value <= step * 10 ** exponent * (1 + 1e-9))!;
  return Number(`${digit}e${exponent}`);
}

/** How far a least-squares slope moves at most when every point moves by 1: sum |x - mean x| / sum (x - mean x)^2. */
export function slopeWeight(multipliers: readonly number[]): number {
  const center = mean(multipliers);
  return sum(multipliers.map((x) => Math.abs(x - center))) / sum(multipliers.map((x) => (x - center) ** 2));
}

/** `combined`: numbers that a propensity combines, at most. */
export function resolutionOf(measured: number, combined: number, multipliers: readonly number[]): Resolution {
  const number = Math.max(leastResolution, measured);
  return {
    measured,
    number: roundedUp(number),
    propensity: roundedUp(combined * number),
    slope: roundedUp(combined * number * slopeWeight(multipliers)),
  };
}
