// A walk over tokens, with the questions a parser asks.
import { misread, type Token, type TokenKind } from "./template-lexer.js";
import { LimitReached } from "../template-errors.js";

const deepest = 100;

export class Tokens {
  private at = 0;
  private depth = 0;
  constructor(private readonly all: readonly Token[]) {}

  get current(): Token {
    return this.all[this.at]!;
  }
  get following(): Token {
    return this.all[Math.min(this.at + 1, this.all.length - 1)]!;
  }
  get line(): number {
    return this.current.line;
  }

  next(): Token {
    const token = this.current;
    if (this.at < this.all.length - 1) this.at++;
    return token;
  }

  is(kind: TokenKind, ...texts: readonly string[]): boolean {
    return this.current.kind === kind && (!texts.length || texts.includes(this.current.text));
  }
  isSign(...texts: readonly string[]): boolean {
    return this.is("sign", ...texts);
  }
  isName(...texts: readonly string[]): boolean {
    return this.is("name", ...texts);
  }

  /** Goes on where the token is this one. */
  skip(kind: TokenKind, text: string): boolean {
    if (!this.is(kind, text)) return false;
    this.next();
    return true;
  }

  expect(kind: TokenKind, text?: string): Token {
    if (this.current.kind !== kind || (text !== undefined && this.current.text !== text)) {
      return this.problem(
        `${text === undefined ? `a ${kind}` : `"${text}"`} was expected instead of ${this.described}`,
      );
    }
    return this.next();
  }

  get described(): string {
    const { kind, text } = this.current;
    if (kind === "end") return "the template's end";
    return kind === "text" || kind === "string" ? `a ${kind}` : `"${text.trim()}"`;
  }

  problem(message: string, line = this.line): never {
    return misread(message, line);
  }

  /** One level of nesting deeper. Throws LimitReached. */
  inside<T>(work: () => T): T {
    if (++this.depth > deepest) throw new LimitReached("it is nested too deeply");
    const result = work();
    this.depth--;
    return result;
  }
}
