// What can be wrong with devices, the engine process and a pass.
export const engineErrors = {
  E501: (d: { device: string; reason: string }) => ({
    sentence: `The device "${d.device}" is not available here: ${d.reason}.`,
    remedy: "Use `device cpu`, or run `steerlab doctor` to see which devices work and what the others lack.",
  }),
  E502: (d: { reason: string }) => ({
    sentence: `The engine process stopped: ${d.reason}.`,
    remedy: "Run again: a new engine starts by itself, and finished items are kept.",
  }),
  E503: (_: Record<string, never>) => ({
    sentence: "The run was interrupted.",
    remedy: "Run it again to continue: finished items are kept.",
  }),
  E504: (d: { text?: string; tokens: number; context: number; part?: string | null }) => ({
    sentence:
      `${d.text ?? "A text"} is too long for the model: it has ${/bytes/.test(d.part ?? "") ? "at least " : ""}` +
      `${d.tokens.toLocaleString("en-US")} tokens, and the context has ${d.context.toLocaleString("en-US")}` +
      (d.part ? ` (${d.part}).` : "."),
    remedy: "Shorten it or leave it out, or use a model with a longer context.",
  }),
  E505: (d: { layer: number }) => ({
    sentence:
      d.layer < 0
        ? "The model's logits hold NaN or infinity."
        : `The hidden state after layer ${d.layer} holds NaN or infinity.`,
    remedy: "If it happens only with a large multiplier, use a smaller one; else check the model's files.",
  }),
  E506: (d: { reason: string }) => ({
    sentence: `ONNX Runtime could not open the model: ${d.reason}.`,
    remedy: "Check that there is memory for it (`steerlab doctor`), and that its files are complete.",
  }),
  E507: (d: { reason: string }) => ({
    sentence: `A pass failed: ${d.reason}.`,
    remedy:
      "Try again with fewer layers or multipliers in one evaluation; `steerlab doctor` shows the memory.",
  }),
};
