// Template text to tokens, with jinja's rules for white space under trim_blocks and lstrip_blocks.
import { located, TemplateError, unsupported } from "../template-errors.js";
import { space, trimEnd } from "../python/str.js";

export type TokenKind =
  | "text"
  | "block begin"
  | "block end"
  | "print begin"
  | "print end"
  | "name"
  | "string"
  | "integer"
  | "float"
  | "sign"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  /** A string without its quotes and escapes; digits as written. */
  readonly text: string;
  readonly line: number;
}

/** Throws an error of reading. */
export function misread(message: string, line: number): never {
  const error = new TemplateError(message);
  error.line = line;
  throw error;
}

const sticky = (pattern: string) => new RegExp(pattern, "yu");
const gap = `[${space}]*`;

const patterns = {
  space: sticky(`[${space}]+`),
  float: sticky(
    "(?<!\\.)(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?[eE][+\\-]?(?:\\d+_)*\\d+|\\.(?:\\d+_)*\\d+)",
  ),
  integer: sticky("0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[\\da-fA-F])+|[1-9](?:_?\\d)*|0(?:_?0)*"),
  name: sticky("[\\p{L}\\p{Nl}_][\\p{L}\\p{Nl}\\p{Nd}\\p{Mn}\\p{Mc}_]*"),
  string: sticky(`'[^'\\\\]*(?:\\\\[^][^'\\\\]*)*'|"[^"\\\\]*(?:\\\\[^][^"\\\\]*)*"`),
  sign: sticky("//|\\*\\*|==|!=|>=|<=|[+\\-/*%~[\\](){}<>=.:|,;]"),
  blockEnd: sticky(`\\+%\\}|-%\\}${gap}|%\\}\\n?`),
  printEnd: sticky(`-\\}\\}${gap}|\\}\\}`),
  raw: sticky(`\\{%[-+]?${gap}raw${gap}(?:-%\\}${gap}|%\\})`),
} as const;

const commentEnd = new RegExp(`\\+#\\}|-#\\}${gap}|#\\}\\n?`, "gu");
const rawEnd = new RegExp(`\\{%[-+]?${gap}endraw${gap}(?:\\+%\\}|-%\\}${gap}|%\\}\\n?)`, "gu");

/** Splits a template. Throws TemplateError with its line. */
export function tokensOf(template: string): Token[] {
  const lexer = new Lexer(template.replace(/\r\n?/g, "\n").replace(/\n$/, ""));
  return located(
    () => lexer.run(),
    () => lexer.here,
  );
}

class Lexer {
  private at = 0;
  private line = 1;
  private counted = 0;
  /** Whether what was read last ended with a line break. */
  private fresh = true;
  private readonly tokens: Token[] = [];

  constructor(private readonly source: string) {}

  run(): Token[] {
    while (this.at < this.source.length) this.outside();
    this.push("end", "");
    return this.tokens;
  }

  get here(): number {
    return this.lineAt(this.at);
  }

  /** The line of a place; places are asked for in ascending order. */
  private lineAt(place: number): number {
    for (; this.counted < place; this.counted++) if (this.source[this.counted] === "\n") this.line++;
    return this.line;
  }

  private push(kind: TokenKind, text: string, place = this.at): void {
    this.tokens.push({ kind, text, line: this.lineAt(place) });
  }

  private problem(message: string, place = this.at): never {
    return misread(message, this.lineAt(place));
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.source)?.[0] ?? null;
  }

  /** Moves behind what was read. */
  private pass(text: string): void {
    this.at += text.length;
    if (text) this.fresh = text.endsWith("\n");
  }

  /** Text up to the next tag, and the tag. */
  private outside(): void {
    const next = this.source.slice(this.at).search(/\{[%{#]/);
    if (next < 0) {
      this.push("text", this.source.slice(this.at));
      this.at = this.source.length;
      return;
    }
    const tag = this.at + next;
    const mark = this.source.slice(tag, tag + 2);
    const sign = this.source[tag + 2] ?? "";
    this.text(tag, sign, mark !== "{{");
    this.at = tag;
    const raw = mark === "{%" ? this.match(patterns.raw) : null;
    if (raw !== null) {
      this.pass(raw);
      return this.raw();
    }
    const opening = mark + (sign === "-" || sign === "+" ? sign : "");
    if (mark === "{#") {
      this.pass(opening);
      return this.comment();
    }
    this.push(mark === "{%" ? "block begin" : "print begin", mark);
    this.pass(opening);
    this.inside(
      mark === "{%" ? patterns.blockEnd : patterns.printEnd,
      mark === "{%" ? "block end" : "print end",
    );
  }

  /** The text between here and a tag, without the white space that the tag takes away. */
  private text(tag: number, sign: string, isBlock: boolean): void {
    const whole = this.source.slice(this.at, tag);
    const kept = sign === "-" ? trimEnd(whole) : isBlock && sign !== "+" ? this.withoutMargin(whole) : whole;
    if (kept) this.push("text", kept);
  }

  /** Without the blanks of a line in which only blanks stand before the tag. */
  private withoutMargin(text: string): string {
    const begin = text.lastIndexOf("\n") + 1;
    if (begin === 0 && !this.fresh) return text;
    return trimEnd(text.slice(begin)) === "" ? text.slice(0, begin) : text;
  }

  private comment(): void {
    commentEnd.lastIndex = this.at;
    const end = commentEnd.exec(this.source);
    if (!end) return this.problem("a comment {# is not closed");
    this.at = end.index;
    this.pass(end[0]);
  }

  private raw(): void {
    rawEnd.lastIndex = this.at;
    const end = rawEnd.exec(this.source);
    if (!end) return this.problem("a {% raw %} is not closed");
    this.text(end.index, end[0][2]!, true);
    this.at = end.index;
    this.pass(end[0]);
  }

  /** Tokens up to the end of a tag. An end mark within brackets is a sign. */
  private inside(end: RegExp, kind: TokenKind): void {
    const open: string[] = [];
    for (;;) {
      if (this.at >= this.source.length) return;
      const closing = open.length ? null : this.match(end);
      if (closing !== null) {
        this.push(kind, closing);
        return this.pass(closing);
      }
      const blank = this.match(patterns.space);
      if (blank !== null) this.pass(blank);
      else this.token(open);
    }
  }

  private token(open: string[]): void {
    for (const kind of ["float", "integer", "name", "string", "sign"] as const) {
      const found = this.match(patterns[kind]);
      if (found === null) continue;
      if (kind === "sign") this.balance(found, open);
      if (kind === "name" && /[^\0-\x7f]/.test(found))
        unsupported(`the name ${found}, which is not in ASCII`);
      this.push(kind, kind === "string" ? this.unescaped(found.slice(1, -1)) : found);
      return this.pass(found);
    }
    const [character = ""] = this.source.slice(this.at, this.at + 2);
    this.problem(/['"]/.test(character) ? "a text is not closed" : `"${character}" means nothing here`);
  }

  private balance(sign: string, open: string[]): void {
    const pairs: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" };
    if (pairs[sign]) open.push(pairs[sign]);
    else if (/^[})\]]$/.test(sign)) {
      const expected = open.pop();
      if (expected !== sign)
        this.problem(`unexpected "${sign}"${expected ? `, "${expected}" was expected` : ""}`);
    }
  }

  /** A string literal's text: Python's unicode-escape after everything outside of ASCII was escaped. */
  private unescaped(literal: string): string {
    if (!literal.includes("\\")) return literal;
    const ascii = literal.replace(/[^\0-\x7f]/gu, escapeOf);
    return ascii.replace(
      /\\(?:x(.{0,2})|u(.{0,4})|U(.{0,8})|([0-7]{1,3})|([^]))/g,
      (all, x, u, long, octal, other) => {
        const hex = (x ?? u ?? long) as string | undefined;
        if (hex !== undefined) return this.character(hex, x !== undefined ? 2 : u !== undefined ? 4 : 8);
        if (octal !== undefined) return String.fromCodePoint(parseInt(octal as string, 8));
        if (other === "N") return unsupported("\\N{…} in a text");
        return escapes.get(other as string) ?? (all as string);
      },
    );
  }

  private character(hex: string, digits: number): string {
    if (hex.length !== digits || /[^\da-f]/i.test(hex))
      return this.problem("a text has a damaged \\x, \\u or \\U");
    const point = parseInt(hex, 16);
    if (point > 0x10ffff) return this.problem("a text has a \\U beyond the last character");
    if (point >= 0xd800 && point <= 0xdfff) return unsupported("half a character (a surrogate) in a text");
    return String.fromCodePoint(point);
  }
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!;
  const [letter, digits] = code < 0x100 ? ["x", 2] : code < 0x10000 ? ["u", 4] : ["U", 8];
  return `\\${letter}${code.toString(16).padStart(digits as number, "0")}`;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);
