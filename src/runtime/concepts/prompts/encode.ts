// A contrast pair under a shift as token ids: prompt, prompt + positive answer, prompt + negative answer.
// Whole texts are tokenised, because a tokenizer may merge the prompt's end with the answer's beginning (docs/protocols.md, Prompts and joins).
import { fail } from "../../errors/index.js";
import type { ChatMessage, ChatTemplate, RenderOptions, TextTokenizer } from "../../models/types.js";
import { limitOf } from "./context-length.js";
import { placeOfPair } from "../pairs.js";
import { qwenForm } from "../../paper/qwen-template.js";
import { namedShift } from "../shifts.js";
import { openBlock } from "./thinking-blocks.js";
import type { Concept, ContrastPair, EncodedPair, Joins, PairPrompt, Shift } from "../types.js";

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

/** A prompt as text, the thinking block that is open at its end, and whether one was closed there. */
interface PromptText {
  readonly text: string;
  readonly opens: string | null;
  readonly closed: boolean;
}

interface Texts extends Omit<PromptText, "text"> {
  readonly prompt: string;
  readonly answer: (answer: string) => string;
}

type Render = (prompt: PairPrompt, shift: Shift, options: EncodeOptions) => Texts;

/** How each format makes a text of a prompt and its answer. */
const formats: Readonly<Record<Concept["format"], Render>> = {
  plain: ({ prompt }, shift) => ({
    prompt: [shift.system, shift.prefix, prompt].filter((text) => text !== null).join("\n\n"),
    opens: null,
    closed: false,
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
    const { text, opens, closed } = generationPrompt(template, messages, joins.thinking);
    return {
      prompt: joins.trimPromptEnd ? text.trimEnd() : text,
      opens,
      closed,
      answer: (answer) =>
        answer === "" ? "" : joins.beforeAnswer + (joins.stripAnswer ? answer.trim() : answer),
    };
  },
};

/** Tells a template that knows one of these names to leave no room for thoughts. */
const withoutThinking = { enable_thinking: false, thinking: false };

/** The rendered messages with the generation prompt behind them. */
function generationPrompt(
  template: ChatTemplate,
  messages: readonly ChatMessage[],
  thinking: Joins["thinking"],
): PromptText {
  const rendered = (variables: RenderOptions["variables"] = {}): PromptText => {
    const text = template.render(messages, { addGenerationPrompt: true, variables });
    const without = () => template.render(messages, { addGenerationPrompt: false, variables });
    const block = openBlock(text, without, template.source);
    if (block === null) return { text, opens: null, closed: false };
    return thinking === "closed"
      ? { text: text + block.close, opens: null, closed: true }
      : { text, opens: block.mark, closed: false };
  };
  const asItIs = rendered();
  if (thinking === "open" || !/\b(?:enable_)?thinking\b/.test(template.source)) return asItIs;
  const off = rendered(withoutThinking);
  return { ...off, closed: asItIs.closed || off.closed || off.text !== asItIs.text };
}

/** A prompt under a shift as text. Throws E420 (no persona), E430 (no template), E444 (two system messages). */
export function promptText(
  prompt: PairPrompt,
  options: Omit<EncodeOptions, "letters" | "context">,
): PromptText {
  const { concept } = options;
  const {
    prompt: text,
    opens,
    closed,
  } = formats[concept.format](prompt, namedShift(options.shift, concept), options);
  return { text, opens, closed };
}

/** A prompt under a shift without an answer, as text and token ids. Throws E420 (no persona), E430 (no template), E504 (too long). */
export function encodePrompt(
  prompt: string,
  options: EncodeOptions & { readonly row: number },
): PromptText & { readonly tokens: number[] } {
  const { model, joins, shift, concept, row } = options;
  const limit = limitOf(options, { named: `Prompt ${row + 1} of ${concept.name}`, shift });
  limit.bytes({ prompt });
  const rendered = promptText({ prompt }, options);
  const tokens = withBeginning(model.tokenizer, rendered.text, joins.bos);
  limit.tokens({ prompt: tokens.length });
  return { ...rendered, tokens };
}

/**
 * Throws E420 (no persona), E430 (no template), E432 (answers alike), E433 (not letters), E444 (two system messages), E445 (prompts that the
 * template makes alike), E504 (too long).
 */
export function encodePair(pair: ContrastPair, options: EncodeOptions): EncodedPair {
  const { concept, model, joins } = options;
  const place = placeOfPair(pair);
  const named = `Row ${pair.row} of ${concept.name}${place ? ` (${place})` : ""}`;
  const limit = limitOf(options, { named, shift: options.shift });
  limit.bytes({ prompt: pair.prompt, "positive answer": pair.positive, "negative answer": pair.negative });
  const shift = namedShift(options.shift, concept);
  const render = (prompt: PairPrompt) => formats[concept.format](prompt, shift, options);
  const texts = render(pair);
  const others = pair.negativePrompt ? render(pair.negativePrompt) : texts;
  const ids = (text: string) => withBeginning(model.tokenizer, text, joins.bos);
  const prompt = ids(texts.prompt);
  const whole = {
    positive: texts.prompt + texts.answer(pair.positive),
    negative: others.prompt + others.answer(pair.negative),
  };
  const [positive, negative] = [ids(whole.positive), ids(whole.negative)];
  const differ = firstDifference(positive, negative);
  const row = { concept: concept.name, row: pair.row };
  const negativePrompt = pair.negativePrompt ? ids(others.prompt) : prompt;
  limit.tokens({ prompt: prompt.length, "positive answer": positive.length - prompt.length });
  limit.tokens({
    prompt: negativePrompt.length,
    "negative answer": negative.length - negativePrompt.length,
  });
  const { bytes } = model.tokenizer;
  const { opens, closed } = texts;
  const sides = { prompt, positive, negative, promptText: texts.prompt, opens, closed, texts: whole };
  const encoded = { ...row, ...sides, differ, encode: ids, bytes };
  const shown = (answer: string) => JSON.stringify(texts.answer(answer));
  if (pair.negativePrompt) {
    if (options.letters)
      fail("E433", { ...row, positive: shown(pair.positive), negative: shown(pair.negative) });
    if (differ === positive.length && differ === negative.length) fail("E445", row);
    const boundaries = {
      positive: firstDifference(prompt, positive),
      negative: firstDifference(negativePrompt, negative),
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
