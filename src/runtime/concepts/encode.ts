// A contrast pair under a shift as token ids: prompt, prompt + positive answer, prompt + negative answer.
// Whole texts are tokenised, because a tokenizer may merge the prompt's end with the answer's beginning (experiment, section 6).
import { fail } from "../errors/index.js";
import type { ChatMessage, ChatTemplate, TextTokenizer } from "../models/types.js";
import { qwenForm } from "./qwen-form.js";
import { namedShift } from "./shifts.js";
import type { Concept, ContrastPair, EncodedPair, Joins, PairPrompt, Shift } from "./types.js";

export interface EncodeOptions {
  readonly concept: Pick<Concept, "name" | "format" | "persona">;
  readonly shift: Shift;
  readonly model: {
    readonly tokenizer: TextTokenizer;
    readonly template: ChatTemplate | null;
    /** System message of chat prompts; null: the template's own default. */
    readonly system: string | null;
  };
  readonly joins: Joins;
  /** Both answers must be as long and differ only in their token before the last (protocols made for letters). */
  readonly letters?: boolean;
  /** Longest text that the model takes, in tokens. */
  readonly context?: number;
}

interface Texts {
  readonly prompt: string;
  readonly answer: (answer: string) => string;
}

type Render = (prompt: PairPrompt, shift: Shift, options: EncodeOptions) => Texts;

/** How each format makes a text of a prompt and its answer. */
const formats: Readonly<Record<Concept["format"], Render>> = {
  plain: ({ prompt }, shift) => ({
    prompt: [shift.system, shift.prefix, prompt].filter((text) => text !== null).join("\n\n"),
    answer: (answer) => answer,
  }),
  chat: ({ prompt, before = [] }, shift, { concept, model, joins }) => {
    const ownTemplate = model.template ?? fail("E430", { concept: concept.name });
    const template = joins.template === "qwen" ? qwenForm : ownTemplate;
    const own = before[0]?.role === "system" ? before[0].content : null;
    if (own !== null && shift.system !== null) fail("E444", { concept: concept.name, shift: shift.name });
    const system = own ?? shift.system ?? model.system;
    const asked = joins.stripPrompt ? prompt.trim() : prompt;
    const messages: ChatMessage[] = [
      ...(system === null ? [] : [{ role: "system", content: system } as const]),
      ...(own === null ? before : before.slice(1)),
      { role: "user", content: shift.prefix === null ? asked : shift.prefix + joins.afterPrefix + asked },
    ];
    const rendered = template.render(messages, { addGenerationPrompt: true });
    return {
      prompt: joins.trimPromptEnd ? rendered.trimEnd() : rendered,
      answer: (answer) =>
        answer === "" ? "" : joins.beforeAnswer + (joins.stripAnswer ? answer.trim() : answer),
    };
  },
};

/** A prompt under a shift without an answer, as text and token ids. Throws E420 (no persona), E430 (no template). */
export function encodePrompt(prompt: string, options: EncodeOptions): { text: string; tokens: number[] } {
  const { concept, model, joins } = options;
  const { prompt: text } = formats[concept.format]({ prompt }, namedShift(options.shift, concept), options);
  return { text, tokens: withBeginning(model.tokenizer, text, joins.bos) };
}

/**
 * Throws E420 (no persona), E430 (no template), E432 (answers alike), E433 (not letters), E444 (two system messages), E445 (prompts that the
 * template makes alike), E504 (too long).
 */
export function encodePair(pair: ContrastPair, options: EncodeOptions): EncodedPair {
  const { concept, model, joins } = options;
  const shift = namedShift(options.shift, concept);
  const render = (prompt: PairPrompt) => formats[concept.format](prompt, shift, options);
  const texts = render(pair);
  const others = pair.negativePrompt ? render(pair.negativePrompt) : texts;
  const ids = (text: string) => withBeginning(model.tokenizer, text, joins.bos);
  const prompt = ids(texts.prompt);
  const positive = ids(texts.prompt + texts.answer(pair.positive));
  const negative = ids(others.prompt + others.answer(pair.negative));
  const differ = firstDifference(positive, negative);
  const row = { concept: concept.name, row: pair.row };
  const longest = Math.max(positive.length, negative.length);
  if (options.context !== undefined && longest > options.context)
    fail("E504", { tokens: longest, context: options.context });
  const { bytes } = model.tokenizer;
  const encoded = { ...row, prompt, positive, negative, differ, promptText: texts.prompt, bytes };
  const shown = (answer: string) => JSON.stringify(texts.answer(answer));
  if (pair.negativePrompt) {
    if (options.letters)
      fail("E433", { ...row, positive: shown(pair.positive), negative: shown(pair.negative) });
    if (differ === positive.length && differ === negative.length) fail("E445", row);
    const boundaries = {
      positive: firstDifference(prompt, positive),
      negative: firstDifference(ids(others.prompt), negative),
    };
    return { ...encoded, boundary: boundaries.positive, boundaries };
  }
  if (differ === Math.min(positive.length, negative.length))
    fail("E432", {
      ...row,
      reason:
        positive.length === negative.length
          ? "they are the same tokens"
          : `"${pair.positive.trim()}" and "${pair.negative.trim()}" begin alike and one ends there`,
    });
  const boundary = Math.min(firstDifference(prompt, positive), firstDifference(prompt, negative));
  if (options.letters && !lettersDiffer(encoded))
    fail("E433", { ...row, positive: shown(pair.positive), negative: shown(pair.negative) });
  return { ...encoded, boundary };
}

/** A pair whose answers are compared after one prompt. Throws what `encodePair` throws, E434 (nothing before the answer), E446 (two prompts). */
export function encodeMeasured(pair: ContrastPair, options: EncodeOptions): EncodedPair {
  const row = { concept: options.concept.name, row: pair.row };
  if (pair.negativePrompt) fail("E446", row);
  const encoded = encodePair(pair, options);
  if (encoded.differ === 0 || encoded.boundary === 0) fail("E434", row);
  return encoded;
}

function withBeginning(tokenizer: TextTokenizer, text: string, bos: Joins["bos"]): number[] {
  const ids = tokenizer.encode(text);
  const has = ids[0] === tokenizer.bos && bos === "once";
  return tokenizer.bos === null || has ? ids : [tokenizer.bos, ...ids];
}

/** The first index at which two lists differ; the length of the shorter where it begins the longer. */
function firstDifference(a: readonly number[], b: readonly number[]): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return i;
  return shorter;
}

function lettersDiffer({
  positive,
  negative,
  differ,
}: Pick<EncodedPair, "positive" | "negative" | "differ">): boolean {
  return (
    positive.length === negative.length &&
    differ === positive.length - 2 &&
    positive.at(-1) === negative.at(-1)
  );
}
