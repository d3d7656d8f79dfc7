// WordPiece, which cuts a word into the longest pieces from the left, and WordLevel, which takes it whole.
import type { Part } from "../tokenizer-part.js";
import { NoToken, remembering, type TokenModel } from "./vocabulary.js";

export function readWordPiece(part: Part): TokenModel {
  const ids = part.numbers("vocab");
  const unknown = ids.get(part.text("unk_token"));
  const prefix = part.text("continuing_subword_prefix");
  const longest = part.count("max_input_chars_per_word");
  const encode = remembering((word) => {
    const ends = endsOf(word);
    const none = () => (unknown === undefined ? raise(word) : [unknown]);
    if (ends.length - 1 > longest) return none();
    const made: number[] = [];
    for (let start = 0; start < ends.length - 1;) {
      let end = ends.length - 1;
      let id: number | undefined;
      for (; end > start; end--) {
        id = ids.get((start > 0 ? prefix : "") + word.slice(ends[start], ends[end]));
        if (id !== undefined) break;
      }
      if (id === undefined) return none();
      made.push(id);
      start = end;
    }
    return made;
  });
  return { ids, encode, byteFallback: false, prefix, suffix: "" };
}

export function readWordLevel(part: Part): TokenModel {
  const ids = part.numbers("vocab");
  const unknown = ids.get(part.text("unk_token"));
  const encode = (word: string) => [ids.get(word) ?? unknown ?? raise(word)];
  return { ids, encode, byteFallback: false, prefix: "", suffix: "" };
}

/** 0, and where each character ends. */
function endsOf(word: string): number[] {
  const ends = [0];
  for (const { length } of word) ends.push(ends.at(-1)! + length);
  return ends;
}

const raise = (word: string): never => {
  throw new NoToken(word);
};
