// Where-clauses: which tokens of a whole text are read or steered.
import { fail } from "../errors/index.js";
import type { EncodedPair, Where } from "./types.js";

interface Text {
  readonly length: number;
  /** First token that tells the answers apart. */
  readonly differ: number;
  /** Tokens of the prompt. */
  readonly boundary: number;
  readonly use: "read" | "steer";
}
type Span = readonly [from: number, to: number]; // both inclusive

type Kinds = { readonly [K in Where["kind"]]: (where: Extract<Where, { kind: K }>, text: Text) => Span };

const fromStart = (index: number, length: number) => (index < 0 ? length + index : index);
const one = (index: number): Span => [index, index];

const spans: Kinds = {
  answer: (_, { differ, use }) => one(use === "read" ? differ : differ - 1),
  "from answer": (_, { differ, length }) => [differ - 1, length - 1],
  "prompt end": (_, { boundary }) => one(boundary - 1),
  "from prompt end": (_, { boundary, length }) => [boundary - 1, length - 1],
  last: (_, { length }) => one(length - 1),
  token: ({ index }, { length }) => one(fromStart(index, length)),
  tokens: ({ from, to }, { length }) => [
    Math.max(0, fromStart(from, length)),
    Math.min(length - 1, to === null ? length - 1 : fromStart(to, length)),
  ],
  everywhere: (_, { length }) => [0, length - 1],
};

/** The clause as the language writes it. */
export const describeWhere = (where: Where): string => {
  if (where.kind === "token") return `token ${where.index}`;
  if (where.kind === "tokens") return `tokens ${where.from}..${where.to ?? ""}`;
  return where.kind;
};

/** The selected tokens of a whole text, ascending. Throws E431 when there is none. */
export function tokensOf(
  where: Where,
  encoded: EncodedPair,
  text: "positive" | "negative",
  use: "read" | "steer",
): number[] {
  const { length } = encoded[text];
  const find = spans[where.kind] as (where: Where, text: Text) => Span;
  const [from, to] = find(where, { length, differ: encoded.differ, boundary: encoded.boundary, use });
  const { concept, row } = encoded;
  if (from < 0 || to >= length || from > to)
    fail("E431", { concept, row, clause: describeWhere(where), tokens: length });
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
