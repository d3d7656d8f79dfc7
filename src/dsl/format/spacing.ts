// Whether a blank stands between two tokens. A minus that begins a value is written to it, as is a hyphen of a word.
import type { Span } from "../../runtime/errors/text-positions.js";
import type { Token } from "../syntax/lexer.js";
import type { Statement } from "../syntax/ast.js";
import { isComment } from "./rows.js";

/** Values of one or more fixed words, in which a minus is a hyphen. */
const wordKinds: ReadonlySet<unknown> = new Set(["choice", "fixed"]);

export type Minus = "sign" | "hyphen" | "operator";

/** Says what a minus or a plus is. */
export type Told = (sign: Token) => Minus;

/** What each minus and plus is, told by the tree: whether a value begins with it, and whether it lies within a word or a slice. */
export function minuses(statements: readonly Statement[]): Told {
  const begun = new Set<number>();
  const words: Span[] = [];
  const slices: Span[] = []; // [50%:+5]
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!value || typeof value !== "object") return;
    const { start, end, kind } = value as { start?: unknown; end?: unknown; kind?: unknown };
    if (typeof start === "number" && typeof end === "number") {
      begun.add(start);
      if (wordKinds.has(kind)) words.push({ start, end });
      if (kind === "slice") slices.push({ start, end });
    }
    Object.values(value).forEach(visit);
  };
  visit(statements);
  const within = (spans: readonly Span[], at: number) =>
    spans.some(({ start, end }) => start < at && at < end);
  return ({ start, text }) =>
    begun.has(start) || (text === "+" && within(slices, start))
      ? "sign"
      : within(words, start)
        ? "hyphen"
        : "operator";
}

const noneAfter = new Set(["[", "(", ":", ".."]);
const noneBefore = new Set(["]", ")", ":", "..", ","]);

const isWord = ({ type }: Token) => type === "word" || type === "reserved";

export function blankBetween(left: Token, right: Token, told: Told): boolean {
  if (isComment(left) || isComment(right)) return true;
  if (noneAfter.has(left.text) || noneBefore.has(right.text)) return false;
  if (right.text === "(") return !isWord(left) && !(left.text === "-" && told(left) === "sign");
  if (left.text === "-") return told(left) === "operator";
  if (right.text === "-") return told(right) !== "hyphen";
  return left.text !== "+" || told(left) === "operator";
}
