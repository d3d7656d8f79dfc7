// Decisions about numbers that are only known to a resolution: which of them is the largest, in which order they stand, whether
// they vary at all. Equal within the resolution is equal, and a second key decides.

/** Resolution of slopes and propensities where it is not given: that of a logit difference with the usual multipliers. */
export const usualResolution = 1e-4;

/** Part of the largest value below which differences are rounding of float64. */
const rounding = 1e-9;

/** Whether values differ by more than the resolution, and than rounding, allow: else nothing can be said of how they vary. */
export function differ(values: readonly number[], resolution = 0): boolean {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low > Math.max(resolution, rounding * Math.max(Math.abs(low), Math.abs(high)));
}

/** A value in whole steps of the resolution; as it is where that is 0. */
export const inSteps = (value: number, resolution: number): number =>
  resolution > 0 ? Math.round(value / resolution) : value;

/** The first of those whose value is the largest, within the resolution; undefined of none. */
export function largest<T>(
  things: readonly T[],
  of: (thing: T) => number,
  resolution: number,
): T | undefined {
  const most = things.reduce((high, thing) => Math.max(high, of(thing)), -Infinity);
  return things.find((thing) => of(thing) >= most - resolution) ?? things[0];
}

/** An order: larger values first, and where they are equal within the resolution, by name. */
export const falling =
  <T>(of: (thing: T) => number, resolution: number, name: (thing: T) => string) =>
  (a: T, b: T): number =>
    inSteps(of(b), resolution) - inSteps(of(a), resolution) ||
    (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0);
