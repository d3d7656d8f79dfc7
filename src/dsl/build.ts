// Tokens that the grammar has put together -> nodes of the tree. Called by the grammar's rules only.
import type { Span } from "./places.js";
import type { Hole, Kind, Numeral, Percent, Reference, Text } from "./tree.js";
import type { Token } from "./tokens.js";

function spans(parts: unknown): Span[] {
  if (parts && typeof parts === "object" && "start" in parts) return [parts as Span];
  return Array.isArray(parts) ? parts.flatMap(spans) : [];
}

/** The span from the first to the last of the parts. */
export function span(parts: unknown): Span {
  const all = spans(parts);
  return { start: all[0]?.start ?? 0, end: all.at(-1)?.end ?? 0 };
}

/** A node over these parts. */
export function node<F extends object>(parts: unknown, fields: F): F & Span {
  return { ...fields, ...span(parts) };
}

export function hole(parts: readonly unknown[]): Hole {
  const token = parts[0] as Token;
  const open = token.open === true;
  const inner = { start: token.start + 2, end: open ? token.end : token.end - 1 };
  return { kind: "hole", start: token.start, end: token.end, inner, open };
}

export function text(parts: readonly unknown[]): Text {
  const token = parts[0] as Token;
  return { kind: "text", raw: token.text, open: token.open === true, start: token.start, end: token.end };
}

export function number(parts: readonly unknown[]): Numeral {
  const token = parts[0] as Token;
  return { kind: "number", value: Number(token.text), start: token.start, end: token.end };
}

export function negative(parts: readonly unknown[]): Numeral {
  const value = parts[1] as Numeral;
  return node(parts, { kind: "number" as const, value: 0 - value.value });
}

export function percent(parts: readonly unknown[]): Percent {
  const token = parts[0] as Token;
  return { kind: "percent", value: Number(token.text.slice(0, -1)), start: token.start, end: token.end };
}

export const reference =
  (wants: Kind) =>
  (parts: readonly unknown[]): Reference => {
    const token = parts[0] as Token;
    return { kind: "name", name: token.text, wants, start: token.start, end: token.end };
  };

export function fixed<T>(value: T) {
  return (parts: unknown) => node(parts, { kind: "fixed" as const, value });
}

/** The first item and the rest of a comma-separated list, as one list. */
export function list<T>(items: readonly T[]) {
  return node(items, { kind: "list" as const, items });
}

export function clause(parts: readonly unknown[]) {
  const word = parts[0] as Token;
  return node(parts, { clause: word.text, word: { start: word.start, end: word.end }, value: parts[1] });
}
