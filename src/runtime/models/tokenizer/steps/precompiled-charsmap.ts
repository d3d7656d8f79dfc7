// The normalizer of SentencePiece models: a table of replacements ("precompiled_charsmap"), as a double-array trie followed by texts.
import type { Part } from "../tokenizer-part.js";

/** What a text is replaced by when it is a key of the table, or begins with one. */
type Replacement = (text: string) => string | null;

/** Longest group of characters that is looked up whole, in UTF-8 bytes. */
const longestGroup = 5;
const most = 2 ** 24;

/**
 * Layout: size of the trie in bytes (32 bits, little-endian), the trie's units of 32 bits, then the replacements, each ended by a zero
 * byte. Source: the Darts double array, as the sentencepiece library writes it.
 */
function replacements(part: Part, key: string): Replacement {
  const bytes = Buffer.from(part.text(key), "base64");
  const damaged = () => part.bad(key, "holds no table of replacements");
  if (bytes.length < 4 || bytes.length > most) damaged();
  const size = bytes.readUInt32LE(0);
  if (size % 4 !== 0 || size > bytes.length - 4 || size === 0) damaged();
  const units = Uint32Array.from({ length: size / 4 }, (_, i) => bytes.readUInt32LE(4 + 4 * i));
  const texts = bytes.subarray(4 + size);
  const offset = (unit: number) => (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
  const value = (at: number): string => {
    const end = texts.indexOf(0, at);
    return at > texts.length || end < 0 ? damaged() : texts.toString("utf8", at, end);
  };
  return (text) => {
    let node = offset(units[0]!);
    let first: number | null = null;
    for (const byte of Buffer.from(text)) {
      if (byte === 0) break;
      node ^= byte;
      const unit = units[node];
      // A unit's label is its lowest byte, and the highest bit must be clear.
      if (unit === undefined || (unit & (0x80000000 | 0xff)) >>> 0 !== byte) break;
      node ^= offset(unit);
      if ((unit >>> 8) & 1) {
        const leaf = units[node];
        if (leaf === undefined) return damaged();
        first ??= leaf & 0x7fffffff;
      }
    }
    return first === null ? null : value(first);
  };
}

const groups = new Intl.Segmenter("und", { granularity: "grapheme" });
/** Where groups of several characters can be: all but printable ASCII, with one such character at each end. */
const possibleGroups = /((?:[ -~]?[^ -~]+)+[ -~]?)/;
/** No table makes more of a text than this, in UTF-16 units. */
const longestMade = 2 ** 24;

/** Replaces what the table has: groups of characters of up to 5 bytes whole, others character by character. */
export function precompiled(part: Part): (text: string) => string {
  const replaced = replacements(part, "precompiled_charsmap");
  const known = new Map<string, string>();
  const each = (character: string): string => {
    let made = known.get(character);
    if (made === undefined) known.set(character, (made = replaced(character) ?? character));
    return made;
  };
  const group = (text: string): string => {
    const whole = Buffer.byteLength(text) <= longestGroup ? replaced(text) : null;
    return whole ?? Array.from(text, each).join("");
  };
  return (text) => {
    let made = "";
    text.split(possibleGroups).forEach((stretch, i) => {
      if (i % 2 === 0) for (const character of stretch) made += each(character);
      else
        for (const { segment } of groups.segment(stretch))
          made += segment.length === 1 ? each(segment) : group(segment);
      if (made.length > longestMade)
        part.bad("precompiled_charsmap", "makes texts more than 16 million characters long");
    });
    return made;
  };
}
