// What ends a text: the model's end-of-text token, the token that its chat template writes after a turn, written stop texts.
import type { ChatTemplate, Checkpoint, TextTokenizer } from "../models/types.js";
import type { Stopped } from "../results/generation.js";

const turn = "Yes, that is so";

/** The added token that the chat template writes right behind an assistant's turn; null where it writes none. */
function endOfTurn(tokenizer: TextTokenizer, template: ChatTemplate): number | null {
  const rendered = template.render(
    [
      { role: "user", content: "Is it so?" },
      { role: "assistant", content: turn },
    ],
    { addGenerationPrompt: false },
  );
  const behind = rendered.slice(rendered.lastIndexOf(turn) + turn.length).trimStart();
  const [first] = behind ? tokenizer.encode(behind) : [];
  return first !== undefined && tokenizer.added(first) ? first : null;
}

/** Ids that end a text, ascending. A template that refuses to be asked adds none. */
export function endTokens({ tokenizer, template }: Pick<Checkpoint, "tokenizer" | "template">): number[] {
  let turnEnd: number | null = null;
  try {
    turnEnd = template && endOfTurn(tokenizer, template);
  } catch {
    // some templates allow no assistant's turn here; the end-of-text token is left
  }
  return [...new Set([tokenizer.eos, turnEnd])].filter((id) => id !== null).sort((a, b) => a - b);
}

export interface Stops {
  readonly ends: readonly number[];
  readonly texts: readonly string[];
  /** Tokens at most. */
  readonly tokens: number;
}

/** Why a text with these tokens ends here, and how it reads; null: it goes on. */
export function stoppedBy(
  ids: readonly number[],
  { ends, texts, tokens }: Stops,
  tokenizer: TextTokenizer,
): { readonly stopped: Stopped; readonly text: string } | null {
  if (ends.includes(ids.at(-1)!)) return { stopped: "end", text: tokenizer.decode(ids.slice(0, -1)) };
  if (texts.length) {
    const text = tokenizer.decode(ids);
    const found = texts.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
    if (found.length) return { stopped: "stop text", text: text.slice(0, Math.min(...found)) };
  }
  return ids.length >= tokens ? { stopped: "length", text: tokenizer.decode(ids) } : null;
}
