// What the numbers of one condition show: the one place where accounts, verdicts and charts look it up, so that none says more than another.
import { chanceLevel, fewestDirections } from "../../evaluation/controls/random-directions.js";
import type { Over, SlopeInterval } from "../../stats/types.js";
import type { RandomBaseline, Receipt, Summary } from "../../results/evaluation.js";
import { pluralise, drawn, formatNumber } from "./format-number.js";

type Measured = Pick<Summary, "n" | "mean" | "interval" | "noEffect">;
type Resolution = Receipt["resolution"];

/** On which side of zero an interval lies, further from it than the resolution; null where it includes zero or comes too near. */
export const side = (
  { low, high }: { readonly low: number; readonly high: number },
  resolution: number,
): "above" | "below" | null => (low > resolution ? "above" : high < -resolution ? "below" : null);

/**
 * steers, backwards: the interval of the mean slope lies above or below zero, further than the engine can resolve. nothing: it does not, or no
 * item moves by more. unknown: there is no interval.
 */
export type Shown = "steers" | "backwards" | "nothing" | "unknown";

export function shown({ n, mean, interval, noEffect }: Measured, { slope }: Resolution): Shown {
  if (n === 1 || ![mean, interval.low, interval.high].every(Number.isFinite)) return "unknown";
  if (noEffect === 1) return "nothing";
  const where = side(interval, slope);
  return where === "above" ? "steers" : where === "below" ? "backwards" : "nothing";
}

/** Why nothing is shown: the rest of a sentence about the interval. */
export function nothingShown({ noEffect, interval }: Pick<Summary, "noEffect" | "interval">): string {
  const why =
    noEffect === 1
      ? "is nearer to zero on every item than the engine can resolve"
      : side(interval, 0) === null
        ? "includes zero"
        : "comes nearer to zero than the engine can resolve";
  return `${why}: these items do not show an effect.`;
}

/**
 * more: p is small enough. no more: it is not. other way: it is, but on the items that were compared the vector acts against its mean over
 * all. no effect: it is, but over all items none is shown. too few: these directions could not show it, whatever they did.
 */
export type RandomComparison = "more" | "no more" | "other way" | "no effect" | "too few";

export function compareWithRandom(
  of: Measured,
  { directions, pValue, vectorMean }: Pick<RandomBaseline, "directions" | "pValue" | "vectorMean">,
  resolution: Resolution,
): RandomComparison {
  if (directions < fewestDirections) return "too few";
  if (!(pValue <= chanceLevel)) return "no more";
  if (shown(of, resolution) === "nothing") return "no effect";
  return Math.sign(vectorMean) === Math.sign(of.mean) ? "more" : "other way";
}

/** Share of anti-steerable items above which a vector does not act the right way on every item. */
export const mostReversed = 0.1;

/** "16 of the 60 items", "the 12 items". */
const sample = (items: number, n: number): string =>
  items < n ? `${items} of the ${pluralise(n, "item")}` : `the ${pluralise(items, "item")}`;

const asLarge = (count: number): string =>
  count === 0
    ? "none is as large, whatever its sign"
    : `${count} of them ${count === 1 ? "is" : "are"} as large, whatever the sign`;

/** Directions that a vector is compared with. */
type Kind = "random" | "orthogonal";

const named: Readonly<Record<Kind, (count: number) => string>> = {
  random: (count) => `${pluralise(count, "random direction")} of equal norm`,
  orthogonal: (count) => `${pluralise(count, "direction")} of equal norm orthogonal to it`,
};

/** What follows for the vector. */
function conclusion(of: Measured, none: RandomBaseline, kind: Kind, resolution: Resolution): string {
  const all = `over all ${pluralise(of.n, "item")}`;
  const said: Readonly<Record<RandomComparison, string>> = {
    more: ".",
    "no effect": `; but ${all} no effect is shown.`,
    "no more": ": random directions of the same norm do as well.",
    "other way": `: an effect there, but against the mean ${all}.`,
    "too few": `. ${pluralise(none.directions, "direction")} cannot show that a vector does more; write \`against ${kind} ${fewestDirections}\`.`,
  };
  return said[compareWithRandom(of, none, resolution)];
}

/** The vector beside directions of equal norm on the same items and multipliers, a sentence for each kind that was measured. */
export function randomSentences(
  of: Measured & Pick<Summary, "randomBaseline" | "orthogonalBaseline">,
  resolution: Resolution,
): string[] {
  const measured = [["random", of.randomBaseline] as const, ["orthogonal", of.orthogonalBaseline] as const];
  const sentences: string[] = [];
  for (const [kind, none] of measured) {
    if (!none) continue;
    const [low, high] = none.multipliers.map(drawn);
    const own = `On ${sample(none.items, of.n)}, between multipliers ${low} and ${high}, the vector's mean slope is ${drawn(none.vectorMean)}; `;
    sentences.push(
      `${sentences.length === 0 ? own : ""}${named[kind](none.directions)} have ${drawn(none.low)} to ${drawn(none.high)}, ` +
        `${asLarge(none.asLarge)} (p = ${formatNumber(none.pValue)})${conclusion(of, none, kind, resolution)}`,
    );
  }
  return sentences;
}

/** What an interval is about. */
export const overWords: Readonly<Record<Over, string>> = {
  items: "over items, for this vector",
  "items and training pairs": "over items and training pairs",
};

/** What intervals do not count in, in a sentence. `pairs`: how many trained the vector; 0 where that is not known or there are none. */
export function scopeWords({ over, level, refits }: SlopeInterval, pairs: number): string {
  if (over === "items and training pairs")
    return `Intervals of means are over items and training pairs: the vector was refitted to ${pluralise(refits ?? 0, "resample")} of its pairs.`;
  return pairs > 1
    ? `Intervals are over items, for this vector: ${pairs} other training pairs would give another one, which they do not count in; \`intervals ${formatNumber(100 * level)}% over training pairs\` does.`
    : "Intervals are over items, for this vector as it is.";
}
