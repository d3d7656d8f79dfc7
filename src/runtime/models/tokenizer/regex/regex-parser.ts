// Regular expressions of tokenizer files (Oniguruma, Ruby syntax) as trees. What this reader does not know it refuses by name.
import { posix, property, shorthand, wordOutside } from "./classes.js";

/** A piece of an expression. */
export type Node =
  /** One character: `source` is a JavaScript class or escape (flag v). */
  | { readonly kind: "one"; readonly source: string }
  | { readonly kind: "sequence"; readonly parts: readonly Node[] }
  | { readonly kind: "either"; readonly options: readonly Node[] }
  /** How often; `lazy` takes as little as it can, `possessive` gives nothing back. */
  | {
      readonly kind: "repeat";
      readonly part: Node;
      readonly least: number;
      readonly most: number;
      readonly how: "greedy" | "lazy" | "possessive";
    }
  /** Looks ahead or behind: "=", "!", "<=" or "<!". */
  | { readonly kind: "look"; readonly sign: string; readonly part: Node }
  | { readonly kind: "atomic"; readonly part: Node }
  /** A place between characters, as JavaScript. */
  | { readonly kind: "place"; readonly source: string };

interface Modes {
  readonly anyCase: boolean;
  /** "." also stands for a line feed. */
  readonly dotAll: boolean;
}

const controls: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11, a: 7, e: 27 };
const boundary = `(?:(?<!${wordOutside})(?=${wordOutside})|(?<=${wordOutside})(?!${wordOutside}))`;
const between = `(?:(?<!${wordOutside})(?!${wordOutside})|(?<=${wordOutside})(?=${wordOutside}))`;
const places: Readonly<Record<string, string>> = {
  A: "(?<![^])",
  z: "(?![^])",
  Z: "(?=\\n?(?![^]))",
  b: boundary,
  B: between,
};
const lineStart = "(?:(?<![^])|(?<=\\n)(?=[^]))";
const lineEnd = "(?:(?=\\n)|(?![^]))";

/** Neighbouring letters that, whatever their case, also stand for one ligature or ß. */
const ligatures = /ss|ff|fi|fl|st/;
const code = (character: string) => `\\u{${character.codePointAt(0)!.toString(16)}}`;

/** Groups or classes inside one another. */
const deepest = 100;

/** Reads one expression. `refuse` receives what is not known, and throws. */
export class Parser {
  private at = 0;
  private depth = 0;
  private readonly letters: readonly string[];

  constructor(
    source: string,
    private readonly refuse: (what: string) => never,
  ) {
    this.letters = [...source];
  }

  parse(): Node {
    const node = this.either({ anyCase: false, dotAll: false });
    return this.at < this.letters.length ? this.refuse('a ")" without its "("') : node;
  }

  private get next(): string | undefined {
    return this.letters[this.at];
  }

  private take(text: string): boolean {
    if (this.letters.slice(this.at, this.at + text.length).join("") !== text) return false;
    this.at += text.length;
    return true;
  }

  /** What stands up to `end`, which is passed. */
  private until(end: string): string {
    const from = this.at;
    while (this.at < this.letters.length && this.next !== end) this.at++;
    const text = this.letters.slice(from, this.at).join("");
    return this.take(end) ? text : this.refuse(`something without its "${end}"`);
  }

  private either(given: Modes): Node {
    const modes = this.switched(given);
    const options = [this.sequence(modes)];
    while (this.take("|")) options.push(this.sequence(modes));
    if (options.length === 1) return options[0]!;
    // Single characters are one class: alternatives that overlap could make a repetition take for ever.
    if (options.every((option) => option.kind === "one"))
      return one(`[${options.map(({ source }) => source).join("")}]`);
    return { kind: "either", options };
  }

  /** (?i) and (?m) at the beginning of a group. */
  private switched(modes: Modes): Modes {
    if (this.take("(?i)")) return this.switched({ ...modes, anyCase: true });
    if (this.take("(?m)")) return this.switched({ ...modes, dotAll: true });
    return modes;
  }

  private sequence(modes: Modes): Node {
    const parts: Node[] = [];
    let letters = "";
    while (this.next !== undefined && this.next !== "|" && this.next !== ")") {
      const before = this.at;
      parts.push(this.repeated(this.atom(modes)));
      letters += this.at === before + 1 ? this.letters[before]!.toLowerCase() : " ";
    }
    if (modes.anyCase && ligatures.test(letters))
      this.refuse(`"${ligatures.exec(letters)![0]}" without regard to case`);
    return parts.length === 1 ? parts[0]! : { kind: "sequence", parts };
  }

  private repeated(part: Node): Node {
    const times = this.times();
    if (!times) return part;
    if (part.kind === "place" || part.kind === "look") return this.refuse("a repeated place");
    const [least, most, braces] = times;
    const lazy = this.take("?");
    if (lazy && braces && least === most) return this.refuse("{n}?");
    // Behind braces "+" is no possessive sign but repeats the repetition.
    const plus = !lazy && this.take("+");
    const how = lazy ? "lazy" : plus && !braces ? "possessive" : "greedy";
    const node: Node = { kind: "repeat", part, least, most, how };
    if (this.times()) return this.refuse("a repetition of a repetition");
    if (!plus || !braces) return node;
    if (part.kind !== "one" || least !== 1) return this.refuse("{n,m}+");
    return { kind: "repeat", part, least: 1, most: Infinity, how };
  }

  private times(): readonly [number, number, boolean] | null {
    if (this.take("*")) return [0, Infinity, false];
    if (this.take("+")) return [1, Infinity, false];
    if (this.take("?")) return [0, 1, false];
    if (this.next !== "{") return null;
    this.at++;
    const found = /^(\d{0,4})(,?)(\d{0,4})$/.exec(this.until("}"));
    if (!found || (found[1] === "" && found[3] === "")) return this.refuse('a "{" that repeats nothing');
    const least = Number(found[1]);
    const most = found[2] === "" ? least : found[3] === "" ? Infinity : Number(found[3]);
    return most < least ? this.refuse("{n,m} with n above m") : [least, most, true];
  }

  private atom(modes: Modes): Node {
    const letter = this.next!;
    if (letter === "(") return this.group(modes);
    if (letter === "[") return one(this.klass(modes));
    this.at++;
    if (letter === ".") return one(modes.dotAll ? "[^]" : "[^\\n]");
    if (letter === "^") return { kind: "place", source: lineStart };
    if (letter === "$") return { kind: "place", source: lineEnd };
    if (letter === "\\") return this.escape(modes);
    if ("*+?{".includes(letter)) return this.refuse(`a "${letter}" that repeats nothing`);
    return one(this.literal(letter, modes));
  }

  private literal(letter: string, modes: Modes): string {
    if (!modes.anyCase) return code(letter);
    if (letter.codePointAt(0)! > 127) return this.refuse(`"${letter}" without regard to case`);
    const both = [letter.toLowerCase(), letter.toUpperCase()];
    const more = both[0] === "s" ? ["\u017f"] : both[0] === "k" ? ["\u212a"] : [];
    return both[0] === both[1] ? code(letter) : `[${[...both, ...more].map(code).join("")}]`;
  }

  /** Passes the sign that opens a group or class, and reads what is inside. */
  private inside<T>(read: () => T): T {
    if (++this.depth > deepest) return this.refuse(`more than ${deepest} groups inside one another`);
    this.at++;
    const made = read();
    this.depth--;
    return made;
  }

  private group(modes: Modes): Node {
    return this.inside(() => this.opened(modes));
  }

  private opened(modes: Modes): Node {
    const look = ["?=", "?!", "?<=", "?<!"].find((sign) => this.take(sign));
    if (look) return { kind: "look", sign: look.slice(1), part: this.closed(modes) };
    if (this.take("?>")) return { kind: "atomic", part: this.closed(modes) };
    if (this.take("?:")) return this.closed(modes);
    if (this.take("?i:")) return this.closed({ ...modes, anyCase: true });
    if (this.take("?m:")) return this.closed({ ...modes, dotAll: true });
    if (this.take("?-i:")) return this.closed({ ...modes, anyCase: false });
    if (this.take("?<")) this.until(">");
    else if (this.next === "?") return this.refuse(`"(?${this.letters[this.at + 1] ?? ""}"`);
    return this.closed(modes);
  }

  private closed(modes: Modes): Node {
    const node = this.either(modes);
    return this.take(")") ? node : this.refuse('a "(" without its ")"');
  }

  private escape(modes: Modes): Node {
    const letter = this.next ?? this.refuse('a "\\" at the end');
    const place = Object.hasOwn(places, letter) ? places[letter]! : null;
    if (place !== null) {
      this.at++;
      return { kind: "place", source: place };
    }
    if (letter === "w" || letter === "W") {
      if (modes.anyCase) return this.refuse(`\\${letter} without regard to case`);
      this.at++;
      return one(letter === "w" ? wordOutside : `[^${wordOutside}]`);
    }
    return one(this.escaped(modes).source);
  }

  /** What a backslash begins, inside and outside a class; `character` when it is a single one. */
  private escaped(modes: Modes): { readonly source: string; readonly character?: string } {
    const letter = this.next ?? this.refuse('a "\\" at the end');
    this.at++;
    if (letter === "p" || letter === "P") return { source: this.named(letter === "P", modes) };
    const small = letter.toLowerCase();
    if (Object.hasOwn(shorthand, small)) {
      if (small === "w" && modes.anyCase) return this.refuse(`\\${letter} without regard to case`);
      return { source: letter === small ? shorthand[small]! : `[^${shorthand[small]!}]` };
    }
    const number = Object.hasOwn(controls, letter) ? controls[letter]! : this.numbered(letter);
    if (number !== null) {
      const character = String.fromCodePoint(number);
      return { source: this.literal(character, modes), character };
    }
    if (/^[A-Za-z0-9]$/.test(letter)) return this.refuse(`\\${letter}`);
    return { source: this.literal(letter, modes), character: letter };
  }

  private named(not: boolean, modes: Modes): string {
    if (!this.take("{")) return this.refuse("\\p without braces");
    const inverted = this.take("^");
    const name = this.until("}");
    if (modes.anyCase) return this.refuse(`\\p{${name}} without regard to case`);
    const source = property(name) ?? this.refuse(`\\p{${name}}`);
    return not !== inverted ? `[^${source}]` : source;
  }

  /** \xHH, \x{H…} and \uHHHH. */
  private numbered(letter: string): number | null {
    if (letter !== "x" && letter !== "u") return null;
    const braces = letter === "x" && this.take("{");
    const digits = braces ? this.until("}") : this.hex(letter === "x" ? 2 : 4);
    const number = /^[0-9A-Fa-f]{1,6}$/.test(digits) ? Number.parseInt(digits, 16) : Infinity;
    // Below braces \x counts bytes, which are characters up to 7F only.
    const largest = letter === "x" && !braces ? 0x7f : 0x10ffff;
    if (number > largest || (number >= 0xd800 && number <= 0xdfff))
      return this.refuse(`\\${letter}${digits}`);
    return number;
  }

  private hex(length: number): string {
    const digits = this.letters.slice(this.at, this.at + length).join("");
    this.at += length;
    return digits.length === length ? digits : "";
  }

  /** [ … ]: the union of what stands in it, "&&" between what both sides must have, "^" for all others. */
  private klass(modes: Modes): string {
    return this.inside(() => this.members(modes));
  }

  private members(modes: Modes): string {
    const not = this.take("^");
    const sides: string[][] = [[]];
    while (!this.take("]")) {
      if (this.next === undefined) return this.refuse('a "[" without its "]"');
      if (this.take("&&")) sides.push([]);
      else sides.at(-1)!.push(this.member(modes));
    }
    if (sides.some((side) => side.length === 0)) return this.refuse("an empty class");
    const unions = sides.map((side) => `[${side.join("")}]`);
    const all = unions.length === 1 ? unions[0]! : `[${unions.join("&&")}]`;
    return not ? `[^${all}]` : all;
  }

  private member(modes: Modes): string {
    if (this.take("[:")) {
      const inverted = this.take("^");
      const name = this.until(":");
      if (!this.take("]") || !Object.hasOwn(posix, name) || modes.anyCase) return this.refuse(`[:${name}:]`);
      return inverted ? `[^${posix[name]!}]` : posix[name]!;
    }
    if (this.next === "[") return this.klass(modes);
    const first = this.memberCharacter(modes);
    const range = this.next === "-" && this.letters[this.at + 1] !== "]";
    if (!range) return first.source;
    this.at++;
    const last = this.memberCharacter(modes);
    if (first.character === undefined || last.character === undefined)
      return this.refuse("a range whose end is a class");
    const [low, high] = [first.character.codePointAt(0)!, last.character.codePointAt(0)!];
    if (low > high) return this.refuse("a range that runs backwards");
    if (modes.anyCase) return this.eitherCase(low, high);
    return `${code(first.character)}-${code(last.character)}`;
  }

  private eitherCase(low: number, high: number): string {
    if (high > 127) return this.refuse("a range of other than ASCII letters without regard to case");
    const all = Array.from({ length: high - low + 1 }, (_, i) => String.fromCodePoint(low + i));
    return all.map((letter) => this.literal(letter, { anyCase: true, dotAll: false })).join("");
  }

  private memberCharacter(modes: Modes): { readonly source: string; readonly character?: string } {
    if (this.take("\\")) return this.escaped(modes);
    const letter = this.next ?? this.refuse('a "[" without its "]"');
    if (letter === "[") return this.refuse('a "-" before a class');
    this.at++;
    return { source: this.literal(letter, modes), character: letter };
  }
}

const one = (source: string): Node => ({ kind: "one", source });
