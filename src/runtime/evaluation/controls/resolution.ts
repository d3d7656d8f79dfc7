// The resolution of the engine: how far apart two numbers must be before they count as different. The order in which a processor
// adds up differs with its instructions, its threads and the packing of a pass, so the last digits of every logit are arbitrary.
import { mean, sum } from "../../stats/descriptive.js";

/** In logits or nats, as the score; rounded up to 1, 2 or 5 times a power of ten, so that it is nearly always the same everywhere. */
export interface Resolution {
  /** Largest difference of a logit between a text computed among others and the same text computed in a row of its own. */
  readonly measured: number;
  /** Of one number that is read from the model: a logit, a normaliser. */
  readonly number: number;
  /** Of a propensity: that of a number times the numbers that the score combines. */
  readonly propensity: number;
  /** Of an item's slope, and of means, medians and interval ends of slopes, per unit multiplier. */
  readonly slope: number;
}

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
