// The training prompts of an extraction, looked at when it is computed: a shift that changes nothing, a system message that does
// not arrive, answers that are read inside a thinking block.
import { joinsOf } from "../../paper/protocols.js";
import { lostSystem, namedShift, partOf, promptDigest, samePrompts } from "../../concepts/index.js";
import {
  lostSystemWords,
  nothingClosed,
  sameWords,
  thinkingWords,
} from "../../concepts/prompts/shift-notices.js";
import type { EncodedPair } from "../../concepts/types.js";
import { noticeOnce } from "../../session/index.js";
import type { PlannedModel } from "../../session/types.js";
import type { Extraction, Vector } from "../types.js";

/** A training prompt by its digest, with the thinking block that is open at its end, and whether one was closed there. */
export interface TrainingPrompt extends Pick<EncodedPair, "opens" | "closed"> {
  readonly digest: string;
}

export const trainingPrompt = ({ promptText, opens, closed }: EncodedPair): TrainingPrompt => ({
  digest: promptDigest(promptText),
  opens,
  closed,
});

/** Says what a person would not expect of the training prompts, once. */
export function noticeTraining(
  vector: string,
  extraction: Extraction,
  { name, system }: Pick<Vector["model"], "name" | "system">,
  prompts: readonly TrainingPrompt[],
  { checkpoint }: PlannedModel,
): void {
  const { concept, under } = extraction;
  const pairs = partOf(concept, "train");
  const { tokenizer, template, config } = checkpoint;
  const options = { model: { tokenizer, template, system }, joins: joinsOf(extraction, config.family) };
  const digests = prompts.map(({ digest }) => digest);
  sameWords(samePrompts(concept, [{ shift: under, pairs, digests }], options)).forEach(noticeOnce);
  const plain = concept.format === "plain";
  if (system !== null && namedShift(under, concept).system === null) {
    const lost = plain ? pairs.length : lostSystem(concept, pairs, options);
    const words = lostSystemWords(name, { lost, of: pairs.length, concepts: concept.name, plain });
    if (words) noticeOnce(words);
  }
  const words = thinkingWords(
    prompts.map(({ opens }) => opens),
    concept.name,
    `the answers that ${vector} is extracted from are read inside it, in the middle of a thought`,
  );
  if (words) noticeOnce(words);
  if (options.joins.thinking === "closed" && !prompts.some(({ closed }) => closed))
    noticeOnce(nothingClosed(vector));
}
