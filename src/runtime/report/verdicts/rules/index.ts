// The rules of a verdict: one small function for each question, from the numbers and their intervals alone; docs/trust.md states
// the same rules. "unknown" is an answer: what was not measured is not guessed.
import { chosenFairly, leavesTheRest, survivesRounding } from "./side-effects.js";
import { betterThanPrompt, moreThanChance, steers } from "./effect.js";
import { everyItem, notTheLetter } from "./reversed-items.js";
import { slopeIsFair, survivesShifts } from "./other-prompts.js";
import { ofAnEffect, type Rule } from "./rule.js";

export { limits, type Answer, type Verdict } from "./rule.js";

export const questions: readonly (readonly [question: string, rule: Rule])[] = [
  ["Does it steer the concept?", steers],
  ["Does it do more than random directions?", moreThanChance],
  ["Does it do more than a prompt?", ofAnEffect(betterThanPrompt)],
  ["Does it act the right way on every item?", ofAnEffect(everyItem)],
  ["Does it survive a change of prompt?", ofAnEffect(survivesShifts)],
  ["Is it the concept, rather than the letter or the yes?", ofAnEffect(notTheLetter)],
  ["Is stronger always more?", ofAnEffect(slopeIsFair)],
  ["Does it leave the rest of the model alone?", leavesTheRest],
  ["Were layer and strength found on other items?", chosenFairly],
];

/** Asked where the weights are rounded. */
export const roundingQuestion: readonly [question: string, rule: Rule] = [
  "Do the rounded weights leave the effect as it is?",
  survivesRounding,
];
