// What a person would not expect of the prompts of a generation: a shift that changes nothing, a system message that does not
// arrive, a thinking block that is open where the texts begin.
import { joinsOf } from "../paper/protocols.js";
import { BASE, lostSystem, promptDigest, samePrompts } from "../concepts/index.js";
import {
  lostSystemWords,
  nothingClosed,
  sameWords,
  thinkingWords,
} from "../concepts/prompts/shift-notices.js";
import { namedShift } from "../concepts/shifts.js";
import type { GenerateSpec } from "./specs.js";
import { noticeOnce } from "../session/index.js";
import type { PlannedModel } from "../session/types.js";
import { personaOf, type Prompt, type Settings } from "./generation-settings.js";

export function noticeGenerated(
  spec: GenerateSpec,
  settings: Settings,
  prompts: readonly Prompt[],
  { checkpoint }: PlannedModel,
): void {
  const { format, shift } = settings;
  const { tokenizer, template, config } = checkpoint;
  const { system, name } = spec.model;
  const concept = { name: spec.name, format, persona: personaOf(settings) };
  const options = { model: { tokenizer, template, system }, joins: joinsOf(spec, config.family) };
  const pairs = prompts.map(({ prompt }, row) => ({ ...blank, prompt, row }));
  if (shift !== BASE) {
    const digests = prompts.map(({ text }) => promptDigest(text));
    for (const same of samePrompts(concept, [{ shift, pairs, digests }], options))
      for (const words of sameWords([same])) noticeOnce(words);
  }
  const plain = format === "plain";
  if (system !== null && namedShift(shift, concept).system === null) {
    const lost = plain ? pairs.length : lostSystem(concept, pairs, options);
    const words = lostSystemWords(name, { lost, of: pairs.length, concepts: spec.name, plain });
    if (words) noticeOnce(words);
  }
  const words = thinkingWords(
    prompts.map(({ opens }) => opens),
    spec.name,
    "its texts begin inside it",
  );
  if (words) noticeOnce(words);
  if (options.joins.thinking === "closed" && !prompts.some(({ closed }) => closed))
    noticeOnce(nothingClosed(spec.name));
}

/** What a pair has besides its prompt: a prompt that is continued has no answers. */
const blank = { positive: "", negative: "", domain: null, letter: null, yes: null };
