// Preference data, as for DPO: two conversations, or two whole texts, that part at their last answer.
import { fail } from "../../errors/index.js";
import type { ChatMessage } from "../../models/types.js";
import { messagesOf, promptOf } from "./conversations.js";
import type { PairPrompt } from "../types.js";

interface Parted {
  readonly prompt: PairPrompt;
  readonly positive: string;
  readonly negative: string;
}

interface Names {
  readonly what: string;
  readonly prompt: string;
  readonly positive: string;
  readonly negative: string;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The prompt that two conversations begin with, and their last messages, the assistant's. `given`: a prompt beside them. Throws E403. */
export function partedConversations(
  given: string | readonly ChatMessage[] | null,
  positive: unknown,
  negative: unknown,
  names: Names,
): Parted {
  const { what } = names;
  const whole = (side: "positive" | "negative", value: unknown) => {
    const own = messagesOf(value, what, names[side]);
    if (own.at(-1)?.role !== "assistant")
      fail("E403", { what, reason: `its ${names[side]} does not end with an answer of the assistant` });
    return { before: withGiven(given, own.slice(0, -1), names, side), answer: own.at(-1)!.content };
  };
  const [first, second] = [whole("positive", positive), whole("negative", negative)];
  if (!same(first.before, second.before))
    fail("E403", {
      what,
      reason: `its ${names.positive} and ${names.negative} part before their last message`,
    });
  return {
    prompt: promptOf(first.before, what, names.positive),
    positive: first.answer,
    negative: second.answer,
  };
}

/** What stands before an answer: the messages there, unless the prompt beside them is all of it. */
function withGiven(
  given: string | readonly ChatMessage[] | null,
  own: readonly ChatMessage[],
  { what, prompt, ...names }: Names,
  side: "positive" | "negative",
): readonly ChatMessage[] {
  if (given === null) return own;
  if (own.length === 0) return typeof given === "string" ? [{ role: "user", content: given }] : given;
  const begins =
    typeof given === "string"
      ? own.some(({ role, content }) => role === "user" && content.trim() === given.trim())
      : same(own.slice(0, given.length), given);
  if (!begins)
    fail("E403", { what, reason: `its ${names[side]} begins with another conversation than its ${prompt}` });
  return own;
}

const mark = "\n\nAssistant:";

/** Two transcripts "Human: … Assistant: …" that part at the last answer; null where they are none. */
export function partedTranscripts(positive: string, negative: string): Parted | null {
  const at = positive.lastIndexOf(mark);
  if (at < 0) return null;
  const prompt = positive.slice(0, at + mark.length);
  if (!negative.startsWith(prompt) || negative.lastIndexOf(mark) !== at) return null;
  return {
    prompt: { prompt },
    positive: positive.slice(prompt.length),
    negative: negative.slice(prompt.length),
  };
}
