// title(), capitalize() and swapcase(), which JavaScript does not have.
import { unsupported } from "../template-errors.js";

/** Letters that have a title case of their own, or more than one letter in upper case. */
function upperFirst(letter: string, what: string): string {
  const upper = letter.toUpperCase();
  if (/[\p{Lt}\u01c4-\u01cc\u01f1-\u01f3]/u.test(letter) || Array.from(upper).length > 1) {
    return unsupported(`${what} of the letter "${letter}"`);
  }
  return upper;
}

/** str.capitalize(). */
export function capitalised(text: string): string {
  const [first = ""] = text;
  return upperFirst(first, "capitalize") + lower(text.slice(first.length), "capitalize");
}

/** A capital sigma is written in two ways, which depends on the letters around it. */
const lower = (text: string, what: string) =>
  text.includes("Σ") ? unsupported(`${what} of the letter "Σ"`) : text.toLowerCase();

const cased = /[\p{Lowercase}\p{Uppercase}\p{Lt}]/u;

/** str.title(): a letter behind a letter is small, every other one large. */
export function titled(text: string): string {
  let result = "";
  let after = false;
  for (const character of text) {
    result += after ? lower(character, "title") : upperFirst(character, "title");
    after = cased.test(character);
  }
  return result;
}

/** str.swapcase(). */
export function swapped(text: string): string {
  let result = "";
  for (const character of text) {
    if (/\p{Uppercase}/u.test(character)) result += lower(character, "swapcase");
    else result += /\p{Lowercase}/u.test(character) ? character.toUpperCase() : character;
  }
  return result;
}
