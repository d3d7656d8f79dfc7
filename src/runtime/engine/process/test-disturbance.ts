// For tests only: STEERLAB_TEST_DISTURB=SEED moves every number that is read from a model by up to 2e-5, as another processor might
// and more. Results that depend on such digits then differ, which is what the tests look for. Equal numbers move equally, so
// that rows which are the same bit for bit stay so. Whoever sets it is told, and receipts and the store keep such numbers apart.
import { writeSync } from "node:fs";

const variable = "STEERLAB_TEST_DISTURB";

/** Largest change of a number. */
export const disturbance = 2e-5;

/** The seed in force; null where nothing is disturbed. */
export const disturbanceSeed = (): string | null => process.env[variable] || null;

let told = false;

/** Says on the process's own standard error, past whatever captures it, that numbers are disturbed. */
export function sayDisturbed(): void {
  const seed = disturbanceSeed();
  if (seed === null || told) return;
  told = true;
  writeSync(
    2,
    `${variable}=${seed}: every number that is read from a model is changed by up to ${disturbance}. For tests only.\n`,
  );
}

/** 32 bits of a number and a seed, mixed (the finaliser of MurmurHash3). */
function mixed(bits: number, seed: number): number {
  let hash = Math.imul(bits ^ seed, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash >>> 0;
}

const seedOf = (text: string): number =>
  [...text].reduce((hash, letter) => mixed(hash, letter.codePointAt(0)!), 0x9e3779b9);

/** The values, each changed by a part of `disturbance` that its bits and the seed decide. */
export function disturbed(values: Float32Array, seed: string): Float32Array {
  const start = seedOf(seed);
  const bits = new Uint32Array(values.slice().buffer);
  return values.map((value, i) => value + disturbance * ((2 * mixed(bits[i]!, start)) / 0xffffffff - 1));
}
