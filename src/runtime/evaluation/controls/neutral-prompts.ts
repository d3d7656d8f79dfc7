// The prompts that drift is measured on: neutral ones. A model may bring its own, in its own language (neutral.jsonl beside its
// weights); the others get those that ship with the project, if they speak their language. Where there are none, prompts of
// the concepts themselves stand in, read where their answers part.
import { joinsOf, protocolOf, type Chosen } from "../../paper/protocols.js";
import { BASE, encodeMeasured, encodePrompt, tokensOf } from "../../concepts/index.js";
import type { Concept, ContrastPair, Format, Part, Spanned, Where } from "../../concepts/types.js";
import { SteerError } from "../../errors/index.js";
import { neutralPromptsIn, ownNeutralPrompts, type WrittenPrompt } from "../../models/index.js";
import type { TextTokenizer } from "../../models/types.js";
import type { Model, PlannedModel } from "../../session/types.js";
import { shippedNeutralPrompts } from "../../files/shipped.js";
import { evenSample } from "../../stats/even-sample.js";

/** A prompt as it is run: its tokens, of which the last one is read, and those that are steered. */
export interface NeutralPrompt {
  readonly tokens: readonly number[];
  readonly steered: readonly number[];
}

export interface NeutralPrompts {
  /** What the prompts are, in words. */
  readonly words: string;
  readonly list: readonly NeutralPrompt[];
}

/** From this many tokens a word on, a model does not speak the language of a prompt. */
const foreign = 2;
/** Prompts that a choice is made with, at most: each is a pass over the whole vocabulary for every candidate. */
const mostPrompts = 40;

/** Neutral prompts in a language that the model speaks; none where there are none. */
function neutralOf({ checkpoint }: PlannedModel): readonly WrittenPrompt[] {
  const own = ownNeutralPrompts(checkpoint);
  if (own) return own;
  const shipped = neutralPromptsIn(shippedNeutralPrompts);
  return tokensPerWord(shipped, checkpoint.tokenizer) <= foreign ? shipped : [];
}

function tokensPerWord(prompts: readonly WrittenPrompt[], tokenizer: TextTokenizer): number {
  const tokens = prompts.reduce((sum, { prompt }) => sum + tokenizer.encode(prompt).length, 0);
  const words = prompts.reduce((sum, { prompt }) => sum + prompt.trim().split(/\s+/).length, 0);
  return tokens / words;
}

export interface Asked extends Chosen {
  readonly model: Model;
  readonly where: Where;
  readonly format: Format;
}

const encodeOptions = (asked: Asked, { checkpoint }: PlannedModel) => ({
  shift: BASE,
  model: { tokenizer: checkpoint.tokenizer, template: checkpoint.template, system: asked.model.system },
  joins: joinsOf(asked, checkpoint.config.family),
});

/** The text up to its token `end`, steered where the clause says; none where the clause selects no token of it. */
function promptOf(text: Spanned, end: number, where: Where): NeutralPrompt[] {
  try {
    const steered = tokensOf(where, text, "positive", "steer").filter((token) => token < end);
    return steered.length > 0 ? [{ tokens: text.positive.slice(0, end), steered }] : [];
  } catch (error) {
    if (error instanceof SteerError && error.code === "E431") return [];
    throw error;
  }
}

/** Prompts as they are run. Those in which the clause selects no token are left out. */
export function promptsFrom(
  prompts: readonly (string | WrittenPrompt)[],
  asked: Asked,
  model: PlannedModel,
): NeutralPrompt[] {
  return prompts.flatMap((one, row) => {
    const { prompt, format = asked.format } = typeof one === "string" ? { prompt: one } : one;
    const concept = { name: "the drift prompts", format, persona: null };
    const { context } = model.checkpoint.config;
    const { tokens } = encodePrompt(prompt, { concept, row, context, ...encodeOptions(asked, model) });
    // The prompt alone: the answer would begin where it ends.
    const whole = { concept: concept.name, row, positive: tokens, negative: tokens };
    const { bytes } = model.checkpoint.tokenizer;
    const text = { ...whole, differ: tokens.length, boundary: tokens.length, bytes };
    return promptOf(text, tokens.length, asked.where);
  });
}

/** Pairs up to the token before their answers part. */
const pairsAsPrompts = (pairs: readonly Placed[], asked: Asked, model: PlannedModel): NeutralPrompt[] =>
  pairs.flatMap(({ concept, pair }) => {
    const { letters } = protocolOf(asked);
    const text = encodeMeasured(pair, { concept, letters, ...encodeOptions(asked, model) });
    return promptOf(text, text.differ, asked.where);
  });

interface Placed {
  readonly concept: Concept;
  readonly pair: ContrastPair;
}

/**
 * Neutral prompts where there are some in the model's language, without those that a concept asks itself; else pairs of the
 * concepts' part, read where their answers part; at most `most`. Where the clause selects a token of none of them, they are
 * steered at their last token.
 */
export function neutralPrompts(
  concepts: readonly Concept[],
  part: Part,
  asked: Asked,
  model: PlannedModel,
  most = mostPrompts,
): NeutralPrompts {
  const asks = new Set(concepts.flatMap(({ pairs }) => pairs.map(({ prompt }) => prompt)));
  const neutral = neutralOf(model).filter(({ prompt }) => !asks.has(prompt));
  const pairs = concepts.flatMap((concept) =>
    concept.splits[part].map((place) => ({ concept, pair: concept.pairs[place]! })),
  );
  const own = [...new Map(pairs.map((one) => [one.pair.prompt, one])).values()];
  const found = (where: Where): readonly NeutralPrompt[] =>
    neutral.length > 0
      ? promptsFrom(evenSample(neutral, most), { ...asked, where }, model)
      : pairsAsPrompts(evenSample(own, most), { ...asked, where }, model);
  const named = (list: readonly NeutralPrompt[], how = ""): NeutralPrompts => ({
    words:
      neutral.length > 0
        ? `${list.length} neutral prompts${how}`
        : `${list.length} ${part} pairs themselves, where their answers part${how}`,
    list,
  });
  const list = found(asked.where);
  if (list.length > 0) return named(list);
  return named(
    found(neutral.length > 0 ? { kind: "last" } : { kind: "answer" }),
    ", steered at the last token",
  );
}
