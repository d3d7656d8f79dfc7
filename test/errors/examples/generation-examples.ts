// Examples of what can be wrong with generations.
import type { generationErrors } from "../../../src/runtime/errors/generation-errors.js";
import { openingWithVector, type RuntimeExamples } from "./example.js";

/** A prompt that is continued with the vector, under these clauses. */
const continued = (prompt: string, clause: string) =>
  `${openingWithVector}\ngeneration g = continue "${prompt}" from m with v { ${clause} }`;

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
    data: { generation: "g", what: "asks for 0 tokens" },
    program: continued("The film was", "tokens ${0}"),
  },
  E653: {
    data: { clause: "token -2" },
    program: continued("The film was", "apply add token -2"),
  },
  E654: {
    data: { generation: "g", row: 0 },
    program: continued("", "format plain"),
  },
  E655: {
    data: { difference: 0.5, rounding: 0.001 },
    when: "A device computes so inexactly that a text grown token by token differs from the same text computed whole.",
  },
};
