// What was made from what, over the cells of a notebook: which names are out of date because something they were made
// from has been declared again since.
import type { Use } from "./editor/used-names.js";

/** A name that a cell has declared. */
export interface Making {
  readonly name: string;
  /** The names that it was made from. */
  readonly uses: readonly string[];
  /** Equal where the same thing is declared once more: then nothing that was made from it is out of date. */
  readonly identity?: string | undefined;
}

interface Made {
  /** A number for each different thing that the name has stood for. */
  readonly version: number;
  readonly cell: number;
  readonly from: ReadonlyMap<string, number>;
  readonly identity: string | undefined;
}

/** A use of a name that is out of date. */
export interface OutOfDate extends Use {
  /** The cell that declared the name. */
  readonly cell: number;
  /** What it was made from that has been declared again, and where. */
  readonly replaced: string;
  readonly replacedIn: number;
}

export class Lineage {
  private readonly made = new Map<string, Made>();

  /** To be told of each cell that ran, its declarations in order. */
  declare(cell: number, makings: readonly Making[]): void {
    for (const { name, uses, identity } of makings) {
      const before = this.made.get(name);
      const from = new Map(
        uses.flatMap((use) => {
          const version = use === name ? undefined : this.made.get(use)?.version;
          return version === undefined ? [] : [[use, version] as const];
        }),
      );
      const same =
        before !== undefined &&
        identity !== undefined &&
        identity === before.identity &&
        from.size === before.from.size &&
        [...from].every(([use, version]) => before.from.get(use) === version);
      const version = (before?.version ?? 0) + (same ? 0 : 1);
      this.made.set(name, { version, cell: same ? before.cell : cell, from, identity });
    }
  }

  /** The uses whose names are out of date, each name once, in the order given. */
  outOfDate(uses: readonly Use[]): OutOfDate[] {
    const seen = new Set<string>();
    return uses.flatMap((use) => {
      if (seen.has(use.name)) return [];
      seen.add(use.name);
      const why = this.why(use.name, new Set());
      return why ? [{ ...use, cell: this.made.get(use.name)!.cell, ...why }] : [];
    });
  }

  /** The replaced name nearest to this one, if any. */
  private why(name: string, passed: Set<string>): Pick<OutOfDate, "replaced" | "replacedIn"> | null {
    const made = this.made.get(name);
    if (!made || passed.has(name)) return null;
    passed.add(name);
    for (const [use, version] of made.from) {
      const now = this.made.get(use)!;
      if (now.version !== version) return { replaced: use, replacedIn: now.cell };
    }
    for (const use of made.from.keys()) {
      const why = this.why(use, passed);
      if (why) return why;
    }
    return null;
  }
}
