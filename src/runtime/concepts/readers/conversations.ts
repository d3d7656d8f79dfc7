// Conversations in data files: lists of messages with a role and a text, as chat models take them.
import { fail } from "../../errors/index.js";
import type { ChatMessage } from "../../models/types.js";
import { isList } from "./record.js";
import type { PairPrompt } from "../types.js";

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !isList(value);

/** Roles by the words for them; `human` and `gpt` are those of ShareGPT. */
const roles: Readonly<Record<string, ChatMessage["role"]>> = {
  system: "system",
  user: "user",
  human: "user",
  assistant: "assistant",
  gpt: "assistant",
};

const isMessage = (value: unknown): value is Fields =>
  isObject(value) && (("role" in value && "content" in value) || ("from" in value && "value" in value));

/** Whether a value is one message or a list that begins with one. */
export const isConversation = (value: unknown): boolean =>
  isMessage(value) || (isList(value) && isMessage(value[0]));

/** A list of messages that stands in a text, as spreadsheets and tables keep them. Null for any other text. Throws E403. */
export function writtenConversation(text: string, what: string, name: string): unknown {
  if (!/^\s*\[\s*\{\s*['"](?:role|content|from|value)['"]\s*:/.test(text)) return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    return fail(
      "E403",
      { what, reason: `its ${name} looks like a list of messages, but is not JSON` },
      { cause },
    );
  }
}

/** The messages of a conversation: a system message at most, and first; no tools, and texts only. Throws E403. */
export function messagesOf(value: unknown, what: string, name: string): ChatMessage[] {
  const list = isList(value) ? Array.from(value) : [value];
  return list.map((one, i) => {
    const bad = (reason: string): never =>
      fail("E403", { what, reason: `message ${i + 1} of its ${name} ${reason}` });
    if (!isMessage(one)) return bad("has no role and content");
    const role = String(one["role"] ?? one["from"]);
    const known = Object.hasOwn(roles, role)
      ? roles[role]!
      : bad(`has the role "${role}"; system, user and assistant can be read`);
    if (known === "system" && i > 0) bad("is a system message and not the first");
    const calls = one["tool_calls"];
    if (isList(calls) && calls.length > 0) bad("calls tools, which cannot be read");
    return { role: known, content: contentOf(one["content"] ?? one["value"], bad) };
  });
}

/** The text of a message, also where it is a list of parts that are texts. */
function contentOf(content: unknown, bad: (reason: string) => never): string {
  if (typeof content === "string") return content;
  if (!isList(content)) return bad("has no text");
  return Array.from(content, (part) => {
    const text =
      isObject(part) && (part["type"] === "text" || part["type"] === undefined) ? part["text"] : part;
    return typeof text === "string" ? text : bad("holds something else than text");
  }).join("");
}

/** A conversation that ends with the user's message, as a prompt. Throws E403. */
export function promptOf(messages: readonly ChatMessage[], what: string, name: string): PairPrompt {
  const last = messages.at(-1);
  if (last?.role !== "user")
    return fail("E403", { what, reason: `its ${name} does not end with a message of the user` });
  return { prompt: last.content, before: messages.slice(0, -1) };
}
