// Steerability by the letter and the text of the positive answer: A with no, A with yes, B with no, B with yes.
// Published grouping (Tan et al. 2024, figures 3 and 16, as run): one row for each item and multiplier, but the text is known
// at multiplier 0 only, so that all other rows of an item count as "B with no".
import { mean, median } from "../../stats/descriptive.js";
import type { Factored } from "./variance-explained.js";

export interface FactorGroup {
  readonly letter: "A" | "B";
  /** Null where the answers are not yes and no. */
  readonly yes: boolean | null;
  readonly n: number;
  readonly mean: number;
  readonly median: number;
  readonly slopes: readonly number[];
}

/** The groups that have items, A before B, no before yes. Items without a letter belong to none. */
export function factorGroups(items: readonly Factored[]): FactorGroup[] {
  const groups = (["A", "B"] as const).flatMap((letter) =>
    [null, false, true].map((yes) => ({
      letter,
      yes,
      slopes: items.filter((item) => item.letter === letter && item.yes === yes).map(({ slope }) => slope),
    })),
  );
  return groups
    .filter(({ slopes }) => slopes.length > 0)
    .map((group) => ({
      ...group,
      n: group.slopes.length,
      mean: mean(group.slopes),
      median: median(group.slopes),
    }));
}

/**
 * The items as the published grouping has them: one entry for each of the `multipliers` (7 in the paper), of which one keeps the
 * item's factors and the others say B and no. Give them to `factorGroups` or `varianceExplained`.
 */
export const asPublished = (items: readonly Factored[], multipliers = 7): Factored[] =>
  items.flatMap(({ slope, letter, yes }) => [
    { slope, letter, yes: yes ?? false },
    ...Array.from({ length: multipliers - 1 }, () => ({ slope, letter: "B", yes: false }) as const),
  ]);
