/** At most `count` of the values, evenly spread over all of them, the first among them. */
export const evenly = <T>(values: readonly T[], count: number): T[] =>
  values.length <= count
    ? [...values]
    : Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)]!);
