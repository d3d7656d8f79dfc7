// `pre_tokenizer` of tokenizer.json: where a text is cut before its pieces become tokens.
import { byteLettersOf } from "./byte-alphabet.js";
import type { Section } from "./normalizers.js";
import { readStep, type Part, type Reader } from "../tokenizer-part.js";
import { readPattern } from "./pattern.js";
import { expression, type Expression } from "../regex/regex.js";
import { behaviours, characters, cut, type Behaviour } from "./split-at-matches.js";
import { isNumeric, isPunctuation, isSpace } from "../unicode/unicode.js";

export type PreTokenizer = (pieces: readonly Section[]) => readonly Section[];

/** GPT-2's way to cut text into words, as the reference implementations of byte-level BPE define it. */
export const gpt2Words = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

const own = (source: string): Expression =>
  expression(source, (what) => {
    throw new Error(what);
  });
const gpt2 = own(gpt2Words);
// The regex crate's \w, which has the joiners and not the superscripts.
const wordOrMarks = own("[[:word:]\\x{200c}\\x{200d}]+|[^\\s[:word:]\\x{200c}\\x{200d}]+");

const eachPiece =
  (change: (piece: Section) => readonly Section[]): PreTokenizer =>
  (pieces) =>
    pieces.flatMap(change);

const byCharacter = (is: (character: string) => boolean, behaviour: Behaviour): PreTokenizer =>
  eachPiece((piece) => cut(piece, characters(piece.text, is), behaviour));

const asBytes = ({ text, first }: Section): Section => ({
  text: byteLettersOf(text),
  first: byteLettersOf(text.slice(0, first)).length,
});

function byteLevel(part: Part): PreTokenizer {
  const prefix = part.flag("add_prefix_space");
  const words = part.flag("use_regex", true);
  part.harmless("trim_offsets");
  return eachPiece((piece) => {
    const spaced = prefix && !piece.text.startsWith(" ") ? before(piece, " ") : piece;
    const pieces = words ? cut(spaced, gpt2.matches(spaced.text), "Isolated") : [spaced];
    return pieces.map(asBytes);
  });
}

const before = ({ text, first }: Section, more: string): Section => ({
  text: more + text,
  first: first > 0 ? first + more.length : 0,
});

const schemes = ["always", "first", "never"] as const;

function metaspace(part: Part): PreTokenizer {
  const mark = part.character("replacement");
  const old = part.raw("add_prefix_space");
  if (old !== undefined) part.flag("add_prefix_space");
  const scheme = part.choice("prepend_scheme", schemes, "always");
  const split = part.flag("split", true);
  // Older files: add_prefix_space alone. The reference takes no other scheme than "never" beside false.
  if (old === false && scheme !== "never")
    part.bad("add_prefix_space", `is false beside prepend_scheme "${scheme}"`);
  part.harmless("str_rep");
  const wanted = { always: () => true, first: ({ first }: Section) => first > 0, never: () => false }[scheme];
  return eachPiece(({ text, first }) => {
    const marked = {
      text: text.replaceAll(" ", mark),
      first: text.slice(0, first).replaceAll(" ", mark).length,
    };
    const begun = !marked.text.startsWith(mark) && wanted(marked) ? before(marked, mark) : marked;
    return split
      ? cut(
          begun,
          characters(begun.text, (c) => c === mark),
          "MergedWithNext",
        )
      : [begun];
  });
}

const readers: Readonly<Record<string, Reader<PreTokenizer>>> = {
  Sequence(part) {
    const steps = part.parts("pretokenizers").map(readPreTokenizer);
    return (pieces) => steps.reduce((now, step) => step(now), pieces);
  },
  ByteLevel: byteLevel,
  Metaspace: metaspace,
  Split(part) {
    const pattern = readPattern(part, "pattern");
    const behaviour = part.choice("behavior", behaviours);
    const invert = part.flag("invert");
    return eachPiece((piece) => cut(piece, pattern.matches(piece.text), behaviour, invert));
  },
  Punctuation(part) {
    const behaviour = part.choice("behavior", behaviours, "Isolated");
    return byCharacter((c) => isPunctuation.test(c), behaviour);
  },
  Digits: (part) =>
    byCharacter((c) => isNumeric.test(c), part.flag("individual_digits") ? "Isolated" : "Contiguous"),
  Whitespace: () => eachPiece((piece) => cut(piece, wordOrMarks.matches(piece.text), "Removed", true)),
  WhitespaceSplit: () => byCharacter((c) => isSpace.test(c), "Removed"),
  BertPreTokenizer: () => (pieces) => {
    const words = byCharacter((c) => isSpace.test(c), "Removed")(pieces);
    return byCharacter((c) => isPunctuation.test(c), "Isolated")(words);
  },
  CharDelimiterSplit(part) {
    const delimiter = part.character("delimiter");
    return byCharacter((c) => c === delimiter, "Removed");
  },
  FixedLength(part) {
    const length = part.count("length", 5);
    if (length === 0) part.bad("length", "is 0");
    return eachPiece((piece) => {
      const letters = [...piece.text];
      const ends: [number, number][] = [];
      for (let i = 0, at = 0; i < letters.length; i += length) {
        const next = at + letters.slice(i, i + length).join("").length;
        ends.push([at, next]);
        at = next;
      }
      return cut(piece, ends, "Isolated");
    });
  },
};

/** Reads a pre-tokenizer. Throws E303, E330. */
export const readPreTokenizer = (part: Part): PreTokenizer => readStep(part, readers);
