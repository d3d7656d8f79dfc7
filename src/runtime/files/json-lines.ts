// JSON Lines: one object per line, the keys of every line in the same order.

/** Lines that are put together before they are handed on: a file of any length takes little memory. */
const linesInPiece = 2000;

/** The keys of the first object in its order; keys that only later objects have follow, sorted. */
function keysOf(objects: Iterable<object>): readonly string[] {
  let first: readonly string[] | null = null;
  const later = new Set<string>();
  for (const object of objects) {
    const keys = Object.keys(object);
    first ??= keys;
    for (const key of keys) later.add(key);
  }
  for (const key of first ?? []) later.delete(key);
  return [...(first ?? []), ...[...later].sort()];
}

/** A number that JSON cannot hold (NaN, infinity) becomes null. */
const line = (object: object, keys: readonly string[]): string => {
  const values = object as Readonly<Record<string, unknown>>;
  const ordered = keys.filter((key) => Object.hasOwn(object, key)).map((key) => [key, values[key]] as const);
  return `${JSON.stringify(Object.fromEntries(ordered))}\n`;
};

/** The text of a JSON Lines file in pieces. `columns`: what of each object is written; all of it where it is absent. */
export function* jsonLinePieces(objects: readonly object[], columns?: readonly string[]): Generator<string> {
  const keys = columns ?? keysOf(objects);
  for (let from = 0; from < objects.length; from += linesInPiece)
    yield objects
      .slice(from, from + linesInPiece)
      .map((object) => line(object, keys))
      .join("");
}

/** The text of a JSON Lines file that is known to be short. */
export const jsonLines = (objects: readonly object[]): string => [...jsonLinePieces(objects)].join("");
