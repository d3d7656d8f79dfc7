// Choosing a layer, or a layer with a multiplier, by the items that it was tried on. The stability of a choice is the share of
// bootstrap resamples of the items that choose the same.
import { MersenneTwister } from "../../stats/mersenne-twister.js";
import { fail } from "../../errors/index.js";
import type { BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { largest, usualResolution } from "../../stats/rounding.js";
import { mean } from "../../stats/descriptive.js";
import type { Candidate } from "../../results/evaluation.js";

/** Values [items][candidates] of one concept's items: slopes, or effects of a multiplier. */
export type Values = readonly (readonly number[])[];

export type Goal = "steerability" | "reliability";

export interface Offer {
  readonly layer: number;
  readonly multiplier: number;
  readonly kl: number;
}

/** What a goal makes of an item's value. */
const goals: Readonly<Record<Goal, (resolution: number) => (value: number) => number>> = {
  steerability: () => (value) => value,
  reliability: (resolution) => (value) => (value > resolution ? 1 : 0),
};

/** How far apart two scores must be to differ: means of values by the resolution of those, shares of items by the rounding of a mean. */
const apart: Readonly<Record<Goal, (resolution: number) => number>> = {
  steerability: (resolution) => resolution,
  reliability: () => 1e-9,
};

/** Mean over concepts of the mean over their items, by candidate. */
function means(
  concepts: readonly Values[],
  of: (value: number) => number,
  drawn?: readonly number[][],
): number[] {
  const candidates = concepts[0]![0]!.length;
  return Array.from({ length: candidates }, (_, c) =>
    mean(
      concepts.map((items, k) =>
        mean(drawn ? drawn[k]!.map((i) => of(items[i]![c]!)) : items.map((item) => of(item[c]!))),
      ),
    ),
  );
}

/** The best of the allowed ones: the higher score, then the higher mean value, then the first; what is equal within the resolution is equal. */
function best(
  allowed: readonly number[],
  score: readonly number[],
  value: readonly number[],
  within: { readonly score: number; readonly value: number },
): number {
  const top = Math.max(...allowed.map((c) => score[c]!)) - within.score;
  const tied = allowed.filter((c) => score[c]! >= top);
  return largest(tied, (c) => value[c]!, within.value)!;
}

export interface Chosen {
  readonly place: number;
  readonly candidates: readonly Candidate[];
  readonly stability: number;
}

/**
 * Chooses among the offers, whose values are the columns of every concept's items. Throws E623 when none stays within the budget.
 */
export function choose(
  offers: readonly Offer[],
  concepts: readonly Values[],
  {
    goal,
    budget,
    seed,
    resamples,
    resolution = usualResolution,
  }: {
    readonly goal: Goal;
    readonly budget: number | null;
    /** How far apart two values must be to differ. */
    readonly resolution?: number;
  } & Pick<BootstrapOptions, "seed" | "resamples">,
): Chosen {
  const [scored, valued] = [goals[goal](resolution), goals.steerability(resolution)];
  const score = means(concepts, scored);
  const value = means(concepts, valued);
  const candidates = offers.map((offer, c) => ({
    ...offer,
    score: score[c]!,
    allowed: budget === null || offer.kl <= budget,
  }));
  const allowed = [...candidates.keys()].filter((c) => candidates[c]!.allowed);
  if (allowed.length === 0) {
    const { layer, multiplier, kl } = offers.reduce((least, one) => (one.kl < least.kl ? one : least));
    fail("E623", { budget: budget!, layer, multiplier, drift: kl });
  }
  const within = { score: apart[goal](resolution), value: resolution };
  const place = best(allowed, score, value, within);
  const random = new MersenneTwister(seed);
  let same = 0;
  for (let i = 0; i < resamples; i++) {
    const drawn = concepts.map((items) => items.map(() => random.below(items.length)));
    const again = best(allowed, means(concepts, scored, drawn), means(concepts, valued, drawn), within);
    if (again === place) same += 1;
  }
  return { place, candidates, stability: same / resamples };
}
