// `normalizer` of tokenizer.json: what is done to a text before it is cut.
import { fail } from "../../../errors/index.js";
import { byteLettersOf } from "./byte-alphabet.js";
import { readStep, type Part, type Reader } from "../tokenizer-part.js";
import { readPattern } from "./pattern.js";
import { precompiled } from "./precompiled-charsmap.js";
import { isCombining, isControl, isNonspacing, isSpace, lowerCase, normalForm } from "../unicode/unicode.js";

/** A section of a text. */
export interface Section {
  readonly text: string;
  /** How many of its first UTF-16 units stand for the very first character of the whole text. */
  readonly first: number;
}

export type Normalizer = (section: Section) => Section;

/** A section may grow to this many times its length and this many characters more, and never above the last number. */
const [mostTimes, mostMore, most] = [16, 100_000, 2 ** 23];

/** Throws E331 when a step would make a text of `length` characters of `text`. */
function bounded(part: Part, text: string, length: number): void {
  if (length > Math.min(most, text.length * mostTimes + mostMore))
    fail("E331", {
      model: part.model,
      what: `grows from ${text.length} to ${length} characters (${part.at})`,
      text,
    });
}

/** Every character for itself. */
const each =
  (change: (character: string) => string): Normalizer =>
  ({ text, first }) => {
    let made = "";
    for (const character of text) made += change(character);
    return { text: made, first: Array.from(text.slice(0, first), change).join("").length };
  };

/** A change whose first character always stands for the text's first one. */
const whole =
  (change: (text: string) => string): Normalizer =>
  ({ text, first }) => {
    const made = change(text);
    return {
      text: made,
      first: first > 0 && made !== "" ? String.fromCodePoint(made.codePointAt(0)!).length : 0,
    };
  };

const chinese =
  /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/u;
const ascii = /^[\0-\x7f]*$/;

const bert: Reader<Normalizer> = (part) => {
  const clean = part.flag("clean_text");
  const spread = part.flag("handle_chinese_chars");
  const lower = part.flag("lowercase");
  const strip = part.flag("strip_accents", lower);
  const steps: Normalizer[] = [];
  if (clean) steps.push(each((c) => (isControl.test(c) ? "" : isSpace.test(c) ? " " : c)));
  if (spread) steps.push(each((c) => (chinese.test(c) ? ` ${c} ` : c)));
  if (strip)
    steps.push(
      form("NFD"),
      each((c) => (isNonspacing.test(c) ? "" : c)),
    );
  if (lower) steps.push(each(lowerCase));
  return inTurn(steps);
};

const form = (name: "NFC" | "NFD" | "NFKC" | "NFKD"): Normalizer => {
  const changed = whole((text) => normalForm(text, name));
  return (section) => (ascii.test(section.text) ? section : changed(section));
};

const removedByNmt = (code: number): boolean =>
  (code >= 0x01 && code <= 0x08) ||
  code === 0x0b ||
  (code >= 0x0e && code <= 0x1f) ||
  [0x7f, 0x8f, 0x9f].includes(code);
const spacesOfNmt = /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/;

/** White space at one or both ends. */
function strip(part: Part): Normalizer {
  const [left, right] = [part.flag("strip_left"), part.flag("strip_right")];
  return ({ text, first }) => {
    const letters = [...text];
    let [from, to] = [0, letters.length];
    while (left && from < to && isSpace.test(letters[from]!)) from++;
    while (right && to > from && isSpace.test(letters[to - 1]!)) to--;
    const removed = letters.slice(0, from).join("").length;
    const kept = letters.slice(from, to).join("");
    return { text: kept, first: Math.min(kept.length, Math.max(0, first - removed)) };
  };
}

/** Matches become `content`, which stands for the last character that it replaces. */
function replace(part: Part): Normalizer {
  const pattern = readPattern(part, "pattern");
  if (pattern.nullable) part.unsupported("Replace of a pattern that can match nothing", "pattern");
  const content = part.text("content");
  return ({ text, first }) => {
    const matches = pattern.matches(text);
    if (matches.length === 0) return { text, first };
    bounded(part, text, text.length + matches.length * content.length);
    let made = "";
    let firstMade = 0;
    let last = 0;
    for (const [from, to] of [...matches, [text.length, Infinity] as const]) {
      firstMade += Math.max(0, Math.min(from, first) - last);
      made += text.slice(last, from);
      if (to === Infinity) break;
      if (first >= to) firstMade += content.length;
      made += content;
      last = to;
    }
    return { text: made, first: firstMade };
  };
}

function prepend(part: Part): Normalizer {
  const more = part.text("prepend");
  if (more === "") part.unsupported("an empty Prepend", "prepend");
  return ({ text, first }) => ({
    text: text === "" ? text : more + text,
    first: first > 0 ? first + more.length : 0,
  });
}

const readers: Readonly<Record<string, Reader<Normalizer>>> = {
  Sequence: (part) => inTurn(part.parts("normalizers").map(readNormalizer)),
  NFC: () => form("NFC"),
  NFD: () => form("NFD"),
  NFKC: () => form("NFKC"),
  NFKD: () => form("NFKD"),
  Lowercase: () => each(lowerCase),
  StripAccents: () => each((c) => (isCombining.test(c) ? "" : c)),
  Strip: strip,
  Replace: replace,
  Prepend: prepend,
  Nmt: () => each((c) => (removedByNmt(c.codePointAt(0)!) ? "" : spacesOfNmt.test(c) ? " " : c)),
  BertNormalizer: bert,
  Precompiled: (part) => whole(precompiled(part)),
  ByteLevel: () => each(byteLettersOf),
};

function inTurn(steps: readonly Normalizer[]): Normalizer {
  return (section) => steps.reduce((now, step) => step(now), section);
}

/** Reads a normalizer. Throws E303, E330; the normalizer E331 for a text that it makes too long. */
export function readNormalizer(part: Part): Normalizer {
  const step = readStep(part, readers);
  return (section) => {
    const made = step(section);
    bounded(part, section.text, made.text.length);
    return made;
  };
}
