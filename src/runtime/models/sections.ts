// Texts encoded section by section, between their added tokens: chat prompts share most sections (the system message, the question
// before either answer), and each distinct one is encoded once. Only for tokenizers that read a section alike wherever it stands.
import { isObject, type JsonObject } from "./json.js";

/** Sections that are remembered; then all are forgotten. */
const most = 20_000;

/** Steps that look at nothing but the section itself; others may treat the first section of a text in its own way. */
function looksInside(step: unknown): boolean {
  if (step === null || step === undefined) return true;
  if (!isObject(step)) return false;
  if (Array.isArray(step.pretokenizers)) return step.pretokenizers.every(looksInside);
  if (step.type === "ByteLevel") return !step.add_prefix_space;
  return step.type === "Split" || step.type === "Digits";
}

/** Added tokens as texts; null where one takes white space from its neighbours, or is found only between words. */
function addedTokens({ added_tokens = [] }: JsonObject): string[] | null {
  if (!Array.isArray(added_tokens)) return null;
  const plain = added_tokens.filter(
    (token): token is JsonObject & { content: string } =>
      isObject(token) &&
      typeof token.content === "string" &&
      token.content !== "" &&
      !token.lstrip &&
      !token.rstrip &&
      !token.single_word,
  );
  return plain.length === added_tokens.length ? plain.map(({ content }) => content) : null;
}

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** The same encoding by sections; itself for a tokenizer where that might differ. `json`: tokenizer.json. */
export function bySections(
  json: JsonObject,
  encode: (text: string) => readonly number[],
): (text: string) => number[] {
  const added = addedTokens(json);
  if (!added?.length || (json.normalizer ?? null) !== null || !looksInside(json.pre_tokenizer))
    return (text) => [...encode(text)];
  // Of tokens that begin alike the longest is meant.
  const longestFirst = [...added].sort((a, b) => b.length - a.length).map(quoted);
  const between = new RegExp(`(${longestFirst.join("|")})`);
  const known = new Map<string, readonly number[]>();
  const section = (text: string): readonly number[] => {
    const before = known.get(text);
    if (before) return before;
    if (known.size >= most) known.clear();
    const ids = encode(text);
    known.set(text, ids);
    return ids;
  };
  return (text) => text.split(between).flatMap((part) => (part === "" ? [] : section(part)));
}
