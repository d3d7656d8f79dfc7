// The chat form of Qwen as the authors' layer sweeps used it, for models of every family (docs/protocols.md, Layer sweeps). A
// tokenizer that does not know its marks reads them as letters. Without a system message the form has none.
import type { ChatTemplate } from "../models/types.js";

const source =
  "<|im_start|>role, newline, text, <|im_end|>, newline; then <|im_start|>assistant and a newline";

export const qwenForm: ChatTemplate = {
  render: (messages, { addGenerationPrompt }) =>
    messages.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join("") +
    (addGenerationPrompt ? "<|im_start|>assistant\n" : ""),
  source,
};
