// What a difference between two executions is, and when two numbers count as the same.

/** How far numbers may be apart: |a - b| <= absolute + relative * max(|a|, |b|). */
export interface Tolerances {
  readonly relative: number;
  readonly absolute: number;
}

export const usualTolerances: Tolerances = { relative: 1e-3, absolute: 1e-4 };

/** One thing that is not as it was: where (a path inside an output), and both values as text. */
export interface Difference {
  readonly at: string;
  readonly before: string;
  readonly now: string;
}

/** NaN equals NaN, an infinity itself. */
export function close(a: number, b: number, { relative, absolute }: Tolerances): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= absolute + relative * Math.max(Math.abs(a), Math.abs(b));
}
