// The prompts that drift is measured on: neutral ones that ship with the project, or, for a model whose language they are
// not, prompts of the concepts themselves.
import { readFileSync } from "node:fs";
import { BASE, encodePrompt, joinsOf, tokensOf, type Chosen } from "../concepts/index.js";
import type { Concept, Format, Part, Where } from "../concepts/types.js";
import { SteerError } from "../errors/index.js";
import type { TextTokenizer } from "../models/types.js";
import type { Model, PlannedModel } from "../session/types.js";
import { neutralPrompts } from "../shipped/index.js";

/** A prompt as it is run: its tokens, and those that are steered. */
export interface Probe {
  readonly tokens: readonly number[];
  readonly steered: readonly number[];
}

export interface Probes {
  /** What the prompts are, in words. */
  readonly words: string;
  readonly list: readonly Probe[];
}

/** From this many tokens a word on, a model does not speak the language of a prompt. */
const foreign = 2;
/** Prompts that a choice is made with, at most: each is a pass over the whole vocabulary for every candidate. */
const mostPrompts = 40;

const neutral = (): readonly string[] =>
  readFileSync(neutralPrompts, "utf8")
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => (JSON.parse(line) as { readonly prompt: string }).prompt);

function tokensPerWord(prompts: readonly string[], tokenizer: TextTokenizer): number {
  const tokens = prompts.reduce((sum, prompt) => sum + tokenizer.encode(prompt).length, 0);
  const words = prompts.reduce((sum, prompt) => sum + prompt.trim().split(/\s+/).length, 0);
  return tokens / words;
}

export interface Asked extends Chosen {
  readonly model: Model;
  readonly where: Where;
  readonly format: Format;
}

/** Prompts as they are run. Those in which the clause selects no token are left out. */
export function probesOf(prompts: readonly string[], asked: Asked, { checkpoint }: PlannedModel): Probe[] {
  const { model, where, format } = asked;
  return prompts.flatMap((prompt, row) => {
    const { tokens } = encodePrompt(prompt, {
      concept: { name: "prompts", format, persona: null },
      shift: BASE,
      model: { tokenizer: checkpoint.tokenizer, template: checkpoint.template, system: model.system },
      joins: joinsOf(asked, checkpoint.config.family),
    });
    // The prompt alone: the answer would begin where it ends.
    const whole = { concept: "prompts", row, prompt: tokens, positive: tokens, negative: tokens };
    const text = {
      ...whole,
      differ: tokens.length,
      boundary: tokens.length,
      promptText: prompt,
      bytes: checkpoint.tokenizer.bytes,
    };
    try {
      return [{ tokens, steered: tokensOf(where, text, "positive", "steer") }];
    } catch (error) {
      if (error instanceof SteerError && error.code === "E431") return [];
      throw error;
    }
  });
}

/**
 * Neutral prompts where the model speaks their language, else prompts of the concepts' part; at most `most`. Where the clause
 * selects a token of none of them, they are steered at their last token.
 */
export function neutralProbes(
  concepts: readonly Concept[],
  part: Part,
  asked: Asked,
  model: PlannedModel,
  most = mostPrompts,
): Probes {
  const shipped = neutral();
  const spoken = tokensPerWord(shipped, model.checkpoint.tokenizer) <= foreign;
  const own = concepts.flatMap(({ pairs, splits }) => splits[part].map((place) => pairs[place]!.prompt));
  const texts = evenly(spoken ? shipped : [...new Set(own)], most);
  const named = (list: readonly Probe[], how = ""): Probes => ({
    words: `${list.length} ${spoken ? "neutral prompts" : `prompts of the ${part} pairs themselves`}${how}`,
    list,
  });
  const list = probesOf(texts, asked, model);
  if (list.length > 0) return named(list);
  return named(
    probesOf(texts, { ...asked, where: { kind: "last" } }, model),
    ", steered at their last token",
  );
}

/** At most `count` of the values, evenly spread: the shipped prompts are sorted by their domains. */
const evenly = <T>(values: readonly T[], count: number): T[] =>
  values.length <= count
    ? [...values]
    : Array.from({ length: count }, (_, i) => values[Math.floor((i * values.length) / count)]!);
