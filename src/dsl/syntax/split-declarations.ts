// Cuts the tokens of a program into declarations, so that an error in one leaves the others readable.
import { formNames } from "../statement-forms.js";
import type { Token } from "./lexer.js";

export interface Segment {
  readonly tokens: readonly Token[];
  /** The `{` that nothing closes, if any. */
  readonly unclosed: Token | null;
}

const kinds: ReadonlySet<string> = new Set(formNames);

/** What follows the first name of a declaration and of no clause. */
const signs = (form: string): readonly string[] =>
  form === "import" ? ["from", ","] : form === "chart" ? ["as", ","] : ["=", "{", "to"];

/** Whether a declaration begins here, even though a block is still open: its word, a name, and what follows that. */
function begins(tokens: readonly Token[], at: number): boolean {
  const [word, name, sign] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (!word || !kinds.has(word.text) || (name?.type !== "word" && name?.type !== "reserved")) return false;
  return sign !== undefined && signs(word.text).includes(sign.text);
}

export function segments(tokens: readonly Token[]): Segment[] {
  const found: Segment[] = [];
  let current: Token[] = [];
  let open: Token[] = [];
  const finish = () => {
    if (current.length) found.push({ tokens: current, unclosed: open[0] ?? null });
    current = [];
    open = [];
  };
  tokens.forEach((token, at) => {
    const line = token.type === "newline";
    if (line && (open.length === 0 || begins(tokens, at + 1))) return finish();
    if (token.text === "{") open.push(token);
    if (token.text === "}") open.pop();
    current.push(token);
  });
  finish();
  return found;
}

/** Index of the brace that closes the block opened at `first`; blocks do not nest. */
function blockEnd(tokens: readonly Token[], first: number): number {
  const at = tokens.findIndex((token, i) => i > first && token.text === "}");
  return at < 0 ? tokens.length : at;
}

/** The tokens up to the end of the block, where token `at` comes after it; else null. */
export function upToBlock(tokens: readonly Token[], at: number): readonly Token[] | null {
  const first = tokens.findIndex((token) => token.text === "{");
  const last = first < 0 ? -1 : blockEnd(tokens, first);
  return last >= 0 && at > last ? tokens.slice(0, last + 1) : null;
}

/** The clause around token `at`: [from, to) between two line ends or braces of the block, or null outside it. */
export function clauseAround(tokens: readonly Token[], at: number): { from: number; to: number } | null {
  const first = tokens.findIndex((token) => token.text === "{");
  if (first < 0 || at <= first) return null;
  const last = blockEnd(tokens, first);
  if (at > last) return null;
  const inside = Math.min(at, last);
  const ends = (i: number) => i === first || tokens[i]!.type === "newline";
  let from = inside;
  // An unexpected end of a line or block is the fault of the clause before it.
  if (inside > first + 1 && (inside === last || tokens[inside]!.type === "newline")) from--;
  while (!ends(from - 1)) from--;
  let to = from;
  while (to < last && tokens[to]!.type !== "newline") to++;
  return { from, to };
}

/** The tokens without one clause and the line end that belonged to it. */
export function without(tokens: readonly Token[], clause: { from: number; to: number }): Token[] {
  const next = tokens[clause.to]?.type === "newline";
  const before = tokens[clause.from - 1]?.type === "newline";
  if (next) return [...tokens.slice(0, clause.from), ...tokens.slice(clause.to + 1)];
  return [...tokens.slice(0, clause.from - (before ? 1 : 0)), ...tokens.slice(clause.to)];
}
