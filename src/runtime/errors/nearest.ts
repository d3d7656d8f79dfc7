// The word that somebody may have meant: smallest edit distance (Damerau, neighbouring letters swapped count one).

function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  for (let j = 1; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = best;
    }
  return rows[a.length]![b.length]!;
}

/** The nearest of the words, or null where none is near: at most a third of its letters may differ, and capitals do not count. */
export function nearest(word: string, among: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Infinity;
  const wanted = word.slice(0, 64).toLowerCase();
  for (const other of among) {
    const steps = distance(wanted, other.toLowerCase());
    const most = Math.max(1, Math.floor(Math.max(wanted.length, other.length) / 3));
    if (steps <= most && steps < least) [best, least] = [other, steps];
  }
  return best;
}
