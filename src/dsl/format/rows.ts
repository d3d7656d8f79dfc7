// The pieces of a sound program -> rows: each declaration, clause, closing brace and comment on a line of its own.
import { pieces, tokenize, type Token } from "../syntax/lexer.js";

export interface Row {
  /** `line`: a declaration or a clause; `close`: the end of a block; `comment`: a comment on a line of its own. */
  readonly kind: "line" | "close" | "comment";
  /** 0 outside blocks. */
  readonly depth: number;
  /** Tokens, and the comments between them. */
  readonly parts: readonly Token[];
  /** The block that begins at its end: `inline` when it holds one clause on the same line, or nothing. */
  opens: "inline" | "lines" | null;
  /** Comments after it on its line. */
  readonly trailing: string[];
  /** Whether an empty line stood before it. */
  readonly apart: boolean;
}

export const isComment = ({ type }: Token) => type === "comment" || type === "remark";

class Rows {
  readonly all: Row[] = [];
  private parts: Token[] = [];
  /** Line ends before each part that begins a line of the text. */
  private readonly breaksBefore = new Map<Token, number>();
  private breaks = 1;
  private depth = 0;
  /** Row that opened the block, and whether a line has ended in it. */
  private block: { at: number; broken: boolean } | null = null;

  private add(kind: Row["kind"], parts: readonly Token[], trailing: string[] = []): void {
    const apart = this.all.length > 0 && (this.breaksBefore.get(parts[0]!) ?? 0) > 1;
    this.all.push({ kind, depth: this.depth, parts, opens: null, trailing, apart });
  }

  /** The end of a line; `ends`: also of a declaration or clause. */
  newline(ends: boolean): void {
    if (ends) this.finish(false);
    this.breaks += 1;
    if (this.block) this.block.broken = true;
  }

  /** Notes the line ends before a part. */
  private begin(token: Token): void {
    if (this.breaks > 0) this.breaksBefore.set(token, this.breaks);
    this.breaks = 0;
  }

  part(token: Token): void {
    this.begin(token);
    if (this.parts.length || !isComment(token)) this.parts.push(token);
    else this.comment(token);
  }

  /** A comment outside any line: after what ended on its line of the text, else for itself. */
  private comment(token: Token): void {
    const before = this.all.at(-1);
    const follows = before && before.kind !== "comment" && !this.breaksBefore.has(token);
    const room = !before?.trailing.some((text) => text.startsWith("//"));
    if (follows && room) before.trailing.push(token.text);
    else this.add("comment", [token]);
  }

  /**
   * Ends the row. Comments at its end are its own where they stand on its last line; before a block, up to the first that
   * takes the rest of its line. The others are rows after it, in the block that `opens`.
   */
  private finish(opens: boolean): void {
    if (this.parts.length === 0) return;
    let last = this.parts.length;
    while (isComment(this.parts[last - 1]!)) last -= 1;
    const tail = this.parts.slice(last);
    const away = opens
      ? tail.findIndex(({ type }) => type === "comment") + 1
      : tail.findIndex((token) => this.breaksBefore.has(token));
    const own = away < 0 || (opens && away === 0) ? tail.length : away;
    this.add(
      "line",
      this.parts.slice(0, last),
      tail.slice(0, own).map(({ text }) => text),
    );
    if (opens) {
      this.all.at(-1)!.opens = "lines";
      this.block = { at: this.all.length - 1, broken: false };
      this.depth += 1;
    }
    for (const token of tail.slice(own)) this.add("comment", [token]);
    this.parts = [];
  }

  open(brace: Token): void {
    this.begin(brace);
    this.finish(true);
  }

  close(brace: Token): void {
    this.finish(false);
    this.begin(brace);
    const { at, broken } = this.block!;
    const header = this.all[at]!;
    const inside = this.all.slice(at + 1);
    const bare = [header, ...inside].every(({ kind, trailing }) => kind === "line" && !trailing.length);
    if (bare && (inside.length === 0 || (inside.length === 1 && !broken))) header.opens = "inline";
    this.block = null;
    this.depth -= 1;
    this.add("close", [brace]);
  }

  end(): readonly Row[] {
    this.finish(false);
    return this.all;
  }
}

/** @param text a program that can be parsed */
export function rowsOf(text: string): readonly Row[] {
  const ends = new Set(tokenize(text).flatMap(({ type, start }) => (type === "newline" ? [start] : [])));
  const rows = new Rows();
  for (const piece of [...pieces(text)]) {
    if (piece.type === "blank") continue;
    if (piece.type === "newline") rows.newline(ends.has(piece.start));
    else if (piece.text === "{") rows.open(piece);
    else if (piece.text === "}") rows.close(piece);
    else rows.part(piece);
  }
  return rows.end();
}
