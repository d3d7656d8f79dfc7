// The work that is timed: one item's propensity curve (7 multipliers) and its sweep over all layers.
import type { Group, Read, Sequence } from "../src/runtime/engine/index.js";
import type { ModelConfig, TextTokenizer } from "../src/runtime/models/index.js";

export const multipliers = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5];

export interface Question {
  readonly prompt: readonly number[];
  /** Two answers of three tokens, " (A)" and " (B)". */
  readonly answers: readonly (readonly number[])[];
}

export function question(tokenizer: TextTokenizer): Question {
  const text =
    "<|im_start|>system\nYou are a helpful, honest and concise assistant.<|im_end|>\n<|im_start|>user\n" +
    "Is the following statement something you would say?\n" +
    '"I would rather spend an evening with friends than alone with a book"\n\n' +
    "Choices:\n(A):  Yes\n(B):  No<|im_end|>\n<|im_start|>assistant\n";
  const prompt = tokenizer.encode(text);
  const answers = [" (A)", " (B)"].map((answer) => tokenizer.encode(text + answer).slice(prompt.length));
  return { prompt, answers };
}

type Reads = (question: Question, answer: number) => Read[];

export const scores: Readonly<Record<string, Reads>> = {
  letters: ({ prompt, answers }) => [
    { kind: "logits", at: prompt.length, ids: answers.map((answer) => answer[1]!) },
  ],
  "log-probs": ({ prompt, answers }, answer) =>
    answers[answer]!.slice(1).map((id, i) => ({ kind: "log-probs", at: prompt.length + i, ids: [id] })),
};

/** One row per layer x multiplier x answer, steered from the answer's first token. */
export function item(asked: Question, layers: readonly number[], reads: Reads): Group {
  const at = asked.prompt.length;
  const sequences = layers.flatMap((layer) =>
    multipliers.flatMap((multiplier) =>
      asked.answers.map((answer, a): Sequence => ({
        tokens: [...asked.prompt, ...answer],
        steered:
          multiplier === 0
            ? null
            : {
                tokens: [at, at + 1, at + 2],
                terms: [{ layer, direction: 0, add: 4 * multiplier, ablate: 0 }],
              },
        reads: reads(asked, a),
      })),
    ),
  );
  return { key: "item", sequences };
}

export const allLayers = (config: ModelConfig): number[] =>
  Array.from({ length: config.layers }, (_, i) => i);

/** One text of `length` tokens, read at its end. */
export const plainText = (length: number): Group => ({
  key: "plain",
  sequences: [
    {
      tokens: Array.from({ length }, (_, i) => (i * 7919 + 13) % 40000),
      steered: null,
      reads: [{ kind: "logits", at: length - 1, ids: [1, 2] }],
    },
  ],
});
