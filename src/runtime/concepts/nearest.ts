// The nearest known word to a misspelt one, for remedies.

/** Fewest single-character insertions, deletions and replacements (Levenshtein) that turn one word into the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** The known word that differs in at most a third of its letters, or that one of the two contains; else null. */
export function nearest(word: string, known: readonly string[]): string | null {
  const scored = known.map((name) => ({ name, cost: distance(word.toLowerCase(), name.toLowerCase()) }));
  scored.sort((a, b) => a.cost - b.cost || a.name.localeCompare(b.name, "en"));
  const best = scored[0];
  if (best && best.cost <= Math.max(1, Math.floor(best.name.length / 3))) return best.name;
  return known.find((name) => word.length > 3 && (name.includes(word) || word.includes(name))) ?? null;
}
