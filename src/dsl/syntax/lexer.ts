// Text -> tokens. Blanks and comments are hidden; the end of a line is a token where it ends a clause or a declaration.
import moo from "moo";
import type { Span } from "../../runtime/errors/text-positions.js";
import { openingOf } from "./steer-magic.js";
import { holeEnd } from "./closing-brace.js";

export interface Token extends Span {
  readonly type: string;
  readonly text: string;
  /** A text, hole or comment that its author did not close. */
  readonly open?: boolean;
}

/** Words that cannot be names, because they begin a declaration or a value of the language. */
const ours =
  "model concept concepts layers shift vector vectors evaluation generation chart save extract measure all last load random unit without";

/** Words that cannot be names, because a declared name becomes a constant of TypeScript. */
const theirs =
  "arguments await break case catch class const continue debugger default delete do else enum eval export exports " +
  "extends false finally for function if implements import in instanceof interface let module new null package " +
  "private protected public require return static super switch this throw true try typeof undefined var void while with yield";

export const reserved: ReadonlyMap<string, "steer" | "TypeScript"> = new Map([
  ...ours.split(" ").map((word) => [word, "steer"] as const),
  ...theirs.split(" ").map((word) => [word, "TypeScript"] as const),
]);

const scanner = moo.compile({
  newline: { match: /\r\n|\r|\n/, lineBreaks: true },
  blank: /[ \t\u00a0\ufeff]+/,
  comment: /\/\/[^\n\r]*/,
  remark: { match: /\/\*[^]*?\*\//, lineBreaks: true },
  openRemark: { match: /\/\*[^]*/, lineBreaks: true },
  longText: { match: /"""(?:\\[^]|[^\\])*?"""/, lineBreaks: true },
  openLongText: { match: /"""[^]*/, lineBreaks: true },
  text: /"(?:\\[^\n\r]|[^"\\\n\r])*"/,
  openText: /"[^\n\r]*/,
  hole: "${",
  percent: /\d+(?:\.\d+)?%/,
  number: /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/,
  word: /[A-Za-z][A-Za-z0-9_]*/,
  sign: ["->", "..", "{", "}", "[", "]", "(", ")", ",", "|", ":", "=", "*", "+", "-"],
  stray: /[^\n\r]/,
});

const closed: Readonly<Record<string, string>> = {
  longText: "text",
  openLongText: "text",
  openText: "text",
  openRemark: "remark",
};

/** Every piece of the text after its opening, in order, blanks and comments included. Never throws. Take all before asking again. */
export function* pieces(text: string): Generator<Token> {
  let base = openingOf(text).length;
  let lost = false; // after a hole that is not closed, later ones must close on their line
  scanner.reset(text.slice(base));
  for (let found = scanner.next(); found; found = scanner.next()) {
    const kind = found.type ?? "stray";
    const start = base + found.offset;
    if (kind === "hole") {
      const { end, open } = holeEnd(text, start, lost);
      lost ||= open;
      yield { type: "hole", text: text.slice(start, end), start, end, open };
      base = end;
      scanner.reset(text.slice(base));
      continue;
    }
    const end = start + found.text.length;
    const type = kind === "word" && reserved.has(found.text) ? "reserved" : (closed[kind] ?? kind);
    yield { type, text: found.text, start, end, open: kind.startsWith("open") };
  }
}

const goesOn = new Set(["{", "[", ","]);
const continues = new Set(["}", "{", "->", "|", ","]);

/** The tokens that the grammar sees. A line ends with its clause, unless a comma ends it or `->`, `|` or `{` begins the next. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let pending: Token | null = null;
  for (const piece of pieces(text)) {
    if (piece.type === "newline") {
      pending ??= piece;
      continue;
    }
    if (piece.type === "blank" || piece.type === "comment" || (piece.type === "remark" && !piece.open))
      continue;
    const before = tokens.at(-1);
    if (pending && before && !goesOn.has(before.text) && !continues.has(piece.text)) tokens.push(pending);
    pending = null;
    const pair = before?.type === "stray" && piece.type === "stray" && before.end === piece.start;
    if (pair) tokens[tokens.length - 1] = { ...before, text: before.text + piece.text, end: piece.end };
    else tokens.push(piece);
  }
  return tokens;
}

/** What nearley takes for a lexer: a list of tokens made beforehand. */
export function feedOf(tokens: readonly Token[]) {
  let next = 0;
  return {
    reset: () => undefined,
    next: () => tokens[next++],
    save: () => ({}),
    formatError: () => "",
    has: (type: string) => type.length > 0,
  };
}

/** The grammar asks this for the names of token types only. */
export const lexer = { ...feedOf([]), next: () => undefined };
