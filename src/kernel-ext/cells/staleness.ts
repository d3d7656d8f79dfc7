// Which names are out of date: made from a name that has been declared anew since. The values still are what they were; a
// cell that uses one says so.

/** A name that a cell declares, and the names that it is made from. */
export interface Made {
  readonly name: string;
  readonly uses: readonly string[];
}

interface Known {
  /** Counts declarations; a name that was declared anew differently has another. */
  readonly version: number;
  readonly cell: number;
  /** The text of a cell that always makes the same of the same; null for TypeScript. */
  readonly text: string | null;
  /** The versions of what it was made from. */
  readonly from: ReadonlyMap<string, number>;
}

/** `name` was made from an older `of` than there is. */
interface Stale {
  readonly name: string;
  readonly of: string;
}

export class Dates {
  private readonly known = new Map<string, Known>();
  private version = 0;

  /** Keeps what a cell that went well has made. */
  declare(made: readonly Made[], cell: number, text: string | null): void {
    for (const { name, uses } of made) {
      const before = this.known.get(name);
      const from = new Map(
        uses
          .filter((used) => used !== name)
          .flatMap((used) => (this.known.has(used) ? [[used, this.known.get(used)!.version] as const] : [])),
      );
      const same =
        text !== null &&
        before?.text === text &&
        before.from.size === from.size &&
        [...from].every(([used, version]) => before.from.get(used) === version);
      this.known.set(name, { version: same ? before.version : ++this.version, cell, text, from });
    }
  }

  private staleIn(name: string, seen: Set<string>): Stale | null {
    if (seen.has(name)) return null;
    seen.add(name);
    for (const [of, version] of this.known.get(name)?.from ?? []) {
      if (this.known.get(of)?.version !== version) return { name, of };
      const deeper = this.staleIn(of, seen);
      if (deeper) return deeper;
    }
    return null;
  }

  /** A sentence for each name among these that is out of date. */
  notices(uses: readonly string[]): string[] {
    return [...new Set(uses)].flatMap((used) => {
      const stale = this.staleIn(used, new Set());
      if (!stale) return [];
      const [made, source] = [this.known.get(stale.name)!, this.known.get(stale.of)];
      const since = source ? `cell ${source.cell} has declared anew` : "is no longer there";
      const through = used === stale.name ? "" : `, and \`${used}\` from that`;
      return [
        `Out of date: \`${stale.name}\` of cell ${made.cell} was made from an earlier \`${stale.of}\`, which ${since}${through}. ` +
          `Run cell ${made.cell}${through ? ` and cell ${this.known.get(used)!.cell}` : ""} again to renew it.`,
      ];
    });
  }
}
