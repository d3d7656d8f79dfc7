// Examples of what can be wrong with generations.
import type { generationErrors } from "../generation.js";
import type { RuntimeExamples } from "./example.js";

export const generationExamples: RuntimeExamples<keyof typeof generationErrors> = {
  E650: {
    data: { vector: "v", model: "other", of: "m" },
    when: "A text is continued from one model with a vector that was extracted from another.",
  },
  E651: {
    data: { generation: "g", model: "m" },
    when: "A generation says `format chat`, and the model was never trained to chat.",
  },
  E652: {
    data: { generation: "g", what: "has no prompt" },
    when: "A number in a hole is not what a generation can use, or a list of prompts is empty.",
  },
  E653: {
    data: { clause: "token -2" },
    when: "A vector is to be added at `token -2` of a text that still grows.",
  },
  E654: {
    data: { generation: "g", row: 0 },
    when: "A prompt is empty, and the tokenizer puts no token before texts.",
  },
  E655: {
    data: { difference: 0.5, rounding: 0.001 },
    when: "A device computes so inexactly that a text grown token by token differs from the same text computed whole.",
  },
};
