// Test pairs that also trained the vector they are measured with: their results are optimistic.
import { partOf, repeatsIn } from "../../concepts/index.js";
import type { Concept } from "../../concepts/types.js";
import { currentSession } from "../../session/index.js";
import { pairDigest, trainedPairs } from "../../vectors/index.js";
import type { Vector } from "../../vectors/types.js";
import type { Pairing } from "./pairings.js";

const known = new WeakMap<Vector, ReadonlySet<string>>();

function trainingPairs(vector: Vector): ReadonlySet<string> {
  const pairs = known.get(vector) ?? trainedPairs(vector);
  known.set(vector, pairs);
  return pairs;
}

/** How many of a concept's test pairs trained one of its vectors. */
function overlapOf({ concept, variants }: Pairing): number {
  const trained = variants.map(({ vector }) => trainingPairs(vector));
  return partOf(concept, "test").filter((pair) => {
    const digest = pairDigest(pair);
    return trained.some((pairs) => pairs.has(digest));
  }).length;
}

/** The same for all concepts together. */
export const trainedItems = (pairings: readonly Pairing[]): number =>
  pairings.reduce((sum, pairing) => sum + overlapOf(pairing), 0);

/** Test pairs of a concept that repeat another of them. */
export const repeatedItems = (concept: Concept): number => repeatsIn(partOf(concept, "test"));

/** Tells the person of test pairs that are not independent of one another, once for an evaluation. */
export function noticeRepeats(pairings: readonly Pairing[]): void {
  for (const { concept } of pairings) {
    const repeated = repeatedItems(concept);
    if (repeated > 0)
      currentSession().sink.notice(
        `${repeated} of the ${concept.splits.test.length} test pairs of ${concept.name} ${repeated === 1 ? "repeats another" : "repeat others"} of them: ` +
          "n and intervals count each as if it were independent.",
      );
  }
}

/** Tells the person, once for an evaluation. */
export function noticeOverlap(pairings: readonly Pairing[]): void {
  const count = trainedItems(pairings);
  if (count === 0) return;
  const all = pairings.reduce((sum, { concept }) => sum + concept.splits.test.length, 0);
  const one = <T>(values: readonly T[]): T | null => (new Set(values).size === 1 ? values[0]! : null);
  const repeated = pairings.some(({ concept: { pairs } }) => repeatsIn(pairs) > 0);
  const concept = one(pairings.map((pairing) => pairing.concept.name));
  const vector = one(pairings.flatMap(({ variants }) => variants.map((variant) => variant.vector.name)));
  currentSession().sink.notice(
    `${count} of the ${all} test pairs${concept ? ` of ${concept}` : ""} also trained ` +
      `${vector ?? "the vectors that they are measured with"}: in-sample results are optimistic. ` +
      (repeated
        ? "Equal pairs stand on both sides of the split: `setting repeats = dropped` on the concept leaves them out."
        : `Give ${concept ? "the concept" : "each concept"} a split, or more pairs.`),
  );
}
