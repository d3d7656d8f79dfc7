// Samples that are spread over a list.

/** At most `count` of the values, evenly spread over all of them, the first among them. */
export const evenSample = <T>(values: readonly T[], count: number): T[] =>
  values.length <= count
    ? [...values]
    : Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)]!);

/** At most `count` of the values, evenly spread, with the first and the last; one alone is the middle one. */
export function spread<T>(values: readonly T[], count: number): T[] {
  if (values.length <= count) return [...values];
  if (count === 1) return [values[values.length >> 1]!];
  return Array.from(
    { length: count },
    (_, i) => values[Math.round((i * (values.length - 1)) / (count - 1))]!,
  );
}
