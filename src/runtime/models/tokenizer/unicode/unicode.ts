// Classes of characters as the libraries below Hugging Face tokenizers have them, whatever version of Unicode JavaScript knows.
import * as tables from "./unicode-tables.js";

/** "41-5a 5f" -> the inside of a class of a regular expression (flags u or v). */
const inside = (table: string): string =>
  table.replace(/([0-9a-f]+)(?:-([0-9a-f]+))? ?/g, (_, from: string, to?: string) =>
    to ? `\\u{${from}}-\\u{${to}}` : `\\u{${from}}`,
  );

/** One character of a table. */
const classOf = (table: string): RegExp => new RegExp(`[${inside(table)}]`, "u");

export const isPunctuation = classOf(tables.punctuation);
export const isNonspacing = classOf(tables.nonspacing);
export const isCombining = classOf(tables.combining);
export const isControl = classOf(tables.control);
/** White space (Rust's char::is_whitespace, and \s of Oniguruma and the regex crate). */
export const isSpace = /\p{White_Space}/u;
/** Rust's char::is_numeric, which knows the numbers of Unicode 17. */
export const isNumeric = /[\p{N}\u{11de0}-\u{11de9}\u{16ff4}-\u{16ff6}]/u;

const unassigned = new RegExp(`[${inside(tables.unassigned)}]`, "gu");

/**
 * The text with every character that Unicode 16 does not assign replaced by a noncharacter of the same length, so that classes of
 * a regular expression see it as unassigned, as the reference does. Places in the text stay.
 */
export const asUnicode16 = (text: string): string =>
  text.replace(unassigned, (character) => (character.length === 1 ? "\uffff" : "\u{1ffff}"));

const barriers = new RegExp(`([${inside(tables.barriers)}${inside(tables.unassigned)}]+)`, "u");

/** NFC, NFD, NFKC or NFKD as the reference has it: characters that it does not know stay, and nothing moves across them. */
export const normalForm = (text: string, form: "NFC" | "NFD" | "NFKC" | "NFKD"): string =>
  text
    .split(barriers)
    .map((part, i) => (i % 2 ? part : part.normalize(form)))
    .join("");

/** Lower case of every character for itself; U+03A3 is always σ. */
export const lowerCase = (character: string): string => character.toLowerCase();
