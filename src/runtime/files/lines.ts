// JSON Lines: one object per line, the keys of every line in the same order.

/**
 * The text of a JSON Lines file. Keys stand in the order of the first object; keys that only later objects have follow,
 * sorted. A number that JSON cannot hold (NaN, infinity) becomes null.
 */
export function jsonLines(objects: readonly object[]): string {
  const first = Object.keys(objects[0] ?? {});
  const known = new Set(first);
  const later = new Set(objects.flatMap((object) => Object.keys(object).filter((key) => !known.has(key))));
  const keys = [...first, ...[...later].sort()];
  return objects
    .map((object) => {
      const values = new Map<string, unknown>(Object.entries(object));
      const ordered = keys.filter((key) => values.has(key)).map((key) => [key, values.get(key)] as const);
      return `${JSON.stringify(Object.fromEntries(ordered))}\n`;
    })
    .join("");
}
