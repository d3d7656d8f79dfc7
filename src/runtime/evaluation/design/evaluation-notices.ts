// The prompts of an evaluation, looked at before anything runs: shifts that change nothing, a system message that does not arrive,
// answers that stand inside a thinking block.
import { groupBy } from "../../stats/group-by.js";
import { joinsOf } from "../../paper/protocols.js";
import { lostSystem, namedShift, samePrompts } from "../../concepts/index.js";
import {
  lostSystemWords,
  nothingClosed,
  sameWords,
  thinkingWords,
} from "../../concepts/prompts/shift-notices.js";
import type { SamePrompts } from "../../concepts/types.js";
import type { MeasureSpec } from "../specs.js";
import { noticeOnce } from "../../session/index.js";
import type { PlannedModel } from "../../session/types.js";
import { modelOf } from "./pairings.js";
import type { Settings } from "./evaluation-settings.js";
import type { Encoded } from "./evaluation-jobs.js";

/** Shifts of an evaluation that share prompts with another, concept by concept. */
export function samePromptsOf(
  spec: MeasureSpec,
  jobs: readonly Encoded[],
  model: PlannedModel,
): SamePrompts[] {
  const options = optionsOf(spec, model);
  return jobs.flatMap(({ concept, items }) => {
    const byShift = groupBy(items, ({ shift }) => shift);
    const shifts = [...byShift].map(([shift, own]) => ({
      shift,
      pairs: own.map(({ pair }) => pair),
      digests: own.map(({ prompt }) => prompt),
    }));
    return samePrompts(concept, shifts, options);
  });
}

/** Says what a person would not expect of the prompts, once. */
export function noticePrompts(
  spec: MeasureSpec,
  jobs: readonly Encoded[],
  settings: Settings,
  model: PlannedModel,
): void {
  sameWords(samePromptsOf(spec, jobs, model)).forEach(noticeOnce);
  noticeSystem(spec, jobs, settings, model);
  noticeThinking(spec, jobs, model);
}

function noticeSystem(
  spec: MeasureSpec,
  jobs: readonly Encoded[],
  { shifts }: Settings,
  model: PlannedModel,
): void {
  const options = optionsOf(spec, model);
  if (options.model.system === null) return;
  const counted = jobs
    .filter(({ concept }) => shifts.some((shift) => namedShift(shift, concept).system === null))
    .map(({ concept, items }) => {
      const pairs = [...new Set(items.filter(({ tested }) => tested).map(({ pair }) => pair))];
      const plain = concept.format === "plain";
      return {
        concept,
        of: pairs.length,
        plain,
        lost: plain ? pairs.length : lostSystem(concept, pairs, options),
      };
    });
  for (const { concept, ...found } of counted) {
    const words = lostSystemWords(modelOf(spec).name, { ...found, concepts: concept.name });
    if (words) noticeOnce(words);
  }
}

function noticeThinking(spec: MeasureSpec, jobs: readonly Encoded[], { checkpoint }: PlannedModel): void {
  const then = `the answers of ${spec.name} are placed and scored inside it, in the middle of a thought`;
  for (const { concept, items } of jobs) {
    const words = thinkingWords(
      items.map(({ opens }) => opens),
      concept.name,
      then,
    );
    if (words) noticeOnce(words);
  }
  const chat = jobs.filter(({ concept }) => concept.format === "chat");
  if (
    joinsOf(spec, checkpoint.config.family).thinking === "closed" &&
    !chat.some(({ items }) => items.some(({ closed }) => closed))
  )
    noticeOnce(nothingClosed(spec.name));
}

const optionsOf = (spec: MeasureSpec, { checkpoint }: PlannedModel) => ({
  model: { tokenizer: checkpoint.tokenizer, template: checkpoint.template, system: modelOf(spec).system },
  joins: joinsOf(spec, checkpoint.config.family),
});
