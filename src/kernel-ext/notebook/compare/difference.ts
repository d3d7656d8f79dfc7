// What a difference between two executions is, and when two numbers count as the same.

import type { Noise } from "../tolerances.js";

/** How far numbers may be apart: |a - b| <= absolute + relative * max(|a|, |b|). */
export interface Tolerances {
  readonly relative: number;
  readonly absolute: number;
  /** What the compared evaluations say of themselves. */
  readonly noise?: Noise | undefined;
}

export const usualTolerances: Tolerances = { relative: 1e-3, absolute: 1e-4 };

/** p values: more than rounding moves those of t tests, and far less than one direction more or less moves those of comparisons. */
export const ofP = (tolerances: Tolerances): Tolerances => ({
  ...tolerances,
  relative: 1e-2,
  absolute: 1e-4,
});

/** Slopes: half of the resolution of a slope. */
const ofSlopes = (tolerances: Tolerances): Tolerances =>
  tolerances.noise ? { ...tolerances, absolute: tolerances.noise.slope / 2 } : tolerances;

const byName: readonly (readonly [RegExp, (tolerances: Tolerances) => Tolerances])[] = [
  [/^(?:p|\w*[pP]Value)$/, ofP],
  [/^(?:slope|steerability)$/, ofSlopes],
];

/** The tolerances that belong to numbers of this name. */
export const tolerancesOf = (name: string, tolerances: Tolerances): Tolerances =>
  byName.find(([pattern]) => pattern.test(name))?.[1](tolerances) ?? tolerances;

/** One thing that is not as it was: where (a path inside an output), and both values as text. */
export interface Difference {
  readonly at: string;
  readonly before: string;
  readonly now: string;
}

/** NaN equals NaN, an infinity itself; shares of items that are in doubt may differ by these. */
export function close(a: number, b: number, tolerances: Tolerances): boolean {
  const { relative, absolute } = tolerances;
  if (Object.is(a, b) || a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  if (Math.abs(a - b) <= absolute + relative * Math.max(Math.abs(a), Math.abs(b))) return true;
  return Object.entries(tolerances.noise?.doubt ?? {}).some(([n, items]) => {
    const counts = [a * Number(n), b * Number(n)];
    const whole = counts.every((count) => count >= 0 && Math.abs(count - Math.round(count)) < 1e-3);
    return whole && a <= 1 && b <= 1 && Math.abs(counts[0]! - counts[1]!) < items + 1e-3;
  });
}

/** Items in doubt among n. */
export const doubtOf = ({ noise }: Tolerances, n: number): number => noise?.doubt[n] ?? 0;

/** The largest share of items in doubt, in percentage points. */
export const doubtfulPoints = ({ noise }: Tolerances): number =>
  100 * Math.max(0, ...Object.entries(noise?.doubt ?? {}).map(([n, items]) => items / Number(n)));
