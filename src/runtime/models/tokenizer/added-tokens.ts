// `added_tokens` of tokenizer.json: marks that are found in a text before it is cut, such as <|im_start|>.
import type { Normalizer, Section } from "./steps/normalizers.js";
import type { Part } from "./tokenizer-part.js";
import { asUnicode16 } from "./unicode/unicode.js";

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Found only where no letter, digit or underscore is its neighbour. */
  readonly singleWord: boolean;
  /** Takes the white space on its left, or right, with it. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  /** Looked for, as the normalizer makes it, in the normalised text; else in the text as it is. */
  readonly normalized: boolean;
  /** What is looked for, and what it is decoded to: its content as the normalizer makes it where it is `normalized`. */
  readonly spelling: string;
}

/** Reads the list. `ids`: the model's tokens. Throws E303, E330. */
export function readAddedTokens(
  file: Part,
  ids: ReadonlyMap<string, number>,
  normalizer: Normalizer | null,
): AddedToken[] {
  if (file.raw("added_tokens") === undefined) return [];
  let next = ids.size;
  const byContent = new Map<string, AddedToken>();
  for (const part of file.parts("added_tokens")) {
    const content = part.text("content");
    const normalized = part.flag("normalized");
    const token: AddedToken = {
      id: part.count("id"),
      content,
      singleWord: part.flag("single_word"),
      lstrip: part.flag("lstrip"),
      rstrip: part.flag("rstrip"),
      normalized,
      spelling: normalized && normalizer ? normalizer({ text: content, first: 0 }).text : content,
    };
    part.flag("special");
    part.end();
    if (token.content === "") continue;
    if (byContent.has(token.content))
      part.unsupported(`the added token ${JSON.stringify(token.content)} twice`);
    // The reference numbers them itself: as the model does, else behind all of its tokens.
    const given = ids.get(token.content) ?? next++;
    if (given !== token.id)
      part.unsupported(
        `the added token ${JSON.stringify(token.content)} with the number ${token.id} where tokenizers gives it ${given}`,
        "id",
      );
    byContent.set(token.content, token);
  }
  return [...byContent.values()];
}

/** A part of a text: an added token, or a section between them. */
export type Found = { readonly id: number } | { readonly section: Section };

const word = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\u200c\u200d]/u;
const wordAtEnd = new RegExp(`${word.source}$`, "u");
const wordAtStart = new RegExp(`^${word.source}`, "u");
const spacesAtStart = /^\p{White_Space}*/u;

/** Where the white space at the end of a text begins. */
function endOfText(text: string): number {
  let end = text.length;
  while (end > 0 && /\p{White_Space}/u.test(text[end - 1]!)) end--;
  return end;
}

/** Finds tokens by the texts that stand for them: at each place the longest. */
type Finder = (section: Section) => readonly Found[];

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

function finder(tokens: ReadonlyMap<string, AddedToken>): Finder {
  if (tokens.size === 0) return (section) => [{ section }];
  const longestFirst = [...tokens.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(quoted).join("|"), "gu");
  return ({ text, first }) => {
    const found: Found[] = [];
    const between = (from: number, to: number) => {
      const within = Math.max(0, Math.min(first, to) - from);
      if (to > from) found.push({ section: { text: text.slice(from, to), first: within } });
    };
    let last = 0;
    for (const match of text.matchAll(pattern)) {
      const token = tokens.get(match[0])!;
      let [from, to] = [match.index, match.index + match[0].length];
      if (token.singleWord) {
        // Two UTF-16 units hold the neighbouring character, whatever it is.
        const left = asUnicode16(text.slice(Math.max(0, from - 2), from));
        const right = asUnicode16(text.slice(to, to + 2));
        if (wordAtEnd.test(left) || wordAtStart.test(right)) continue;
      }
      if (token.lstrip) from = Math.max(last, endOfText(text.slice(0, from)));
      if (token.rstrip) to += spacesAtStart.exec(text.slice(to))![0].length;
      between(last, from);
      found.push({ id: token.id });
      last = to;
    }
    between(last, text.length);
    return found;
  };
}

/** Takes a text apart at its added tokens; what is between them is normalised. */
export function sections(
  file: Part,
  tokens: readonly AddedToken[],
  normalizer: Normalizer | null,
): (text: string) => Found[] {
  const plain = finder(new Map(tokens.filter((t) => !t.normalized).map((t) => [t.spelling, t])));
  const normal = new Map<string, AddedToken>();
  for (const token of tokens.filter((t) => t.normalized)) {
    const named = JSON.stringify(token.content);
    if (token.spelling === "")
      file.unsupported(`the added token ${named}, of which its normalizer leaves nothing`, "added_tokens");
    if (normal.has(token.spelling))
      file.unsupported(`the added token ${named}, which its normalizer makes like another`, "added_tokens");
    normal.set(token.spelling, token);
  }
  const inNormal = finder(normal);
  return (text) =>
    plain({ text, first: text === "" ? 0 : String.fromCodePoint(text.codePointAt(0)!).length }).flatMap(
      (found) => {
        if (!("section" in found)) return [found];
        const made = normalizer ? normalizer(found.section) : found.section;
        return made.text === "" ? [] : inNormal(made);
      },
    );
}
