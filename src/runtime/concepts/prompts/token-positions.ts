// Where-clauses: which tokens of a whole text are read or steered.
import { fail } from "../../errors/index.js";
import type { EncodedPair, Spanned, Where } from "../types.js";

interface Text {
  readonly tokens: readonly number[];
  readonly length: number;
  readonly bytes: EncodedPair["bytes"];
  /** First token that tells the answers apart. */
  readonly differ: number;
  /** Tokens of the prompt. */
  readonly boundary: number;
  readonly use: "read" | "steer";
}
type Span = readonly [from: number, to: number]; // both inclusive

type Kinds = {
  readonly [K in Where["kind"]]: (where: Extract<Where, { kind: K }>, text: Text) => readonly Span[];
};

const fromStart = (index: number, length: number) => (index < 0 ? length + index : index);
const one = (index: number): readonly Span[] => [[index, index]];

const spans: Kinds = {
  answer: (_, { differ, use }) => one(use === "read" ? differ : differ - 1),
  "from answer": (_, { differ, length }) => [[differ - 1, length - 1]],
  "prompt end": (_, { boundary }) => one(boundary - 1),
  "from prompt end": (_, { boundary, length }) => [[boundary - 1, length - 1]],
  "whole prompt": (_, { boundary }) => [[0, boundary - 1]],
  "whole answer": (_, { boundary, length }) => [[boundary, length - 1]],
  last: (_, { length }) => one(length - 1),
  token: ({ index }, { length }) => one(fromStart(index, length)),
  tokens: ({ from, to }, { length }) => [
    [
      Math.max(0, fromStart(from, length)),
      Math.min(length - 1, to === null ? length - 1 : fromStart(to, length)),
    ],
  ],
  everywhere: (_, { length }) => [[0, length - 1]],
  phrase: ({ text }, { tokens, bytes }) => occurrences(text, tokens.map(bytes)),
};

/** The tokens that hold a part of each occurrence; occurrences may overlap. Nothing occurs nowhere. */
function occurrences(phrase: string, tokens: readonly Uint8Array[]): Span[] {
  const [text, wanted] = [Buffer.concat(tokens), Buffer.from(phrase)];
  const ends: number[] = [];
  for (const { length } of tokens) ends.push((ends.at(-1) ?? 0) + length);
  const holding = (byte: number) => ends.findIndex((end) => byte < end);
  const found: Span[] = [];
  if (wanted.length === 0) return found;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
    found.push([holding(at), holding(at + wanted.length - 1)]);
  return found;
}

/** The clause as the language writes it. */
export const describeWhere = (where: Where): string => {
  if (where.kind === "token") return `token ${where.index}`;
  if (where.kind === "phrase") return `phrase ${JSON.stringify(where.text)}`;
  if (where.kind === "tokens") return `tokens ${where.from}..${where.to ?? ""}`;
  return where.kind;
};

/** The selected tokens of a whole text, ascending. Throws E431 when there is none. */
export function tokensOf(
  where: Where,
  encoded: Spanned,
  text: "positive" | "negative",
  use: "read" | "steer",
): number[] {
  const tokens = encoded[text];
  const { length } = tokens;
  const find = spans[where.kind] as (where: Where, text: Text) => readonly Span[];
  const { concept, row, bytes } = encoded;
  // Each text with a prompt of its own is judged by itself: its answer is what comes after it.
  const own = encoded.boundaries?.[text];
  const [differ, boundary] = own === undefined ? [encoded.differ, encoded.boundary] : [own, own];
  const found = find(where, { tokens, length, differ, boundary, bytes, use });
  if (found.length === 0 || found.some(([from, to]) => from < 0 || to >= length || from > to))
    fail("E431", { concept, row, clause: describeWhere(where), tokens: length, answer: boundary < length });
  const selected = found.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  return [...new Set(selected)].sort((a, b) => a - b);
}
