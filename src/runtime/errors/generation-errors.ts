// What can be wrong with generations.
export const generationErrors = {
  E650: (d: { vector: string; model: string; of: string }) => ({
    sentence: `The vector ${d.vector} belongs to ${d.of}, not to ${d.model}, which is to be continued.`,
    remedy: `Extract it from ${d.model}, or continue from ${d.of}.`,
  }),
  E651: (d: { generation: string; model: string }) => ({
    sentence: `The generation ${d.generation} asks for chat prompts, but ${d.model} has no chat template.`,
    remedy: "Use `format plain`, or a chat model.",
  }),
  E652: (d: { generation: string; what: string }) => ({
    sentence: `The generation ${d.generation} ${d.what}.`,
    remedy:
      "Give at least one prompt, a whole number of tokens from 1 on, a temperature above 0, a whole `top` from 1 on, and stop texts that are not empty.",
  }),
  E653: (d: { clause: string }) => ({
    sentence: `The clause \`${d.clause}\` counts from the end of the text, which is still being written.`,
    remedy:
      "Use `from prompt end`, `everywhere`, or tokens counted from the beginning, such as `tokens 5..`.",
  }),
  E654: (d: { generation: string; row: number }) => ({
    sentence: `Prompt ${d.row + 1} of ${d.generation} has no token, so nothing can follow it.`,
    remedy: "Write at least one word, or use `format chat`.",
  }),
  E655: (d: { difference: number; rounding: number }) => ({
    sentence: `The self-check failed: the steered text, computed whole, differs from what it grew with by ${d.difference.toPrecision(3)} nats; ${d.rounding} would be rounding.`,
    remedy: "Do not trust these texts: use `device cpu`, and report the model and device.",
  }),
};
