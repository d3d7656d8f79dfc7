// Tokens that the grammar has put together -> nodes of the tree. Called by the grammar's rules only.
import type { Span } from "../../runtime/errors/text-positions.js";
import type { Expression, Hole, Kind, Numeral, Percent, Reference, Term, Text } from "./ast.js";
import type { Token } from "./lexer.js";

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
  (...wants: readonly Kind[]) =>
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

/** Several terms as a sum; one that nothing is done to stays what it is. */
export function sum(terms: readonly Term[]): Expression {
  const values = terms.map(({ value }) => value);
  return terms.length === 1 ? values[0]! : node(values, { kind: "sum" as const, terms });
}

export function product(factors: readonly Expression[]): Expression {
  return factors.length === 1 ? factors[0]! : node(factors, { kind: "product" as const, factors });
}

/** Words with blanks between them, none around a hyphen. */
export function phrase(words: readonly Token[]): string {
  return words
    .map(({ text }) => text)
    .join(" ")
    .replace(/ - /g, "-");
}

/** Its word first, its value last. */
export function clause(parts: readonly unknown[]) {
  const word = parts[0] as Token;
  const value = parts.at(-1);
  return node(parts, { clause: word.text, word: { start: word.start, end: word.end }, value });
}
