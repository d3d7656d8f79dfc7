// Words of a score in the place of an item's answers: which token each of them would be there. Whole texts are tokenised, so what
// is read is a token that the model could write at that place, with or without a space, whatever stands before it.
import type { EncodedPair } from "../../concepts/types.js";
import type { WordScore } from "../../steering/types.js";
import { fail } from "../../errors/index.js";
import type { TextTokenizer } from "../../models/types.js";

type Side = "positive" | "negative";
const sides: readonly Side[] = ["positive", "negative"];

/** The tokens of the words of each side, each once, in the order written. */
export type WordTokens = Readonly<Record<Side, readonly number[]>>;

/** Where the answers part, as text. */
interface Parting {
  /** The whole text up to there. */
  readonly before: string;
  /** The white space that each answer goes on with. */
  readonly space: Readonly<Record<Side, string>>;
}

/**
 * The tokens that a score's words would be where the answers part. A word without a space before it is joined as the answer of its
 * side is; one with a space stands as it is written.
 * Throws E609 (no single token there), E610 (the same token on both sides), E640 (the answers part where no word could begin).
 */
export function wordTokens(words: WordScore, pair: EncodedPair, tokenizer: TextTokenizer): WordTokens {
  const place = partingOf(pair);
  const of = (side: Side) =>
    words[side].map((word) => [word, tokenOf(word, side, place, pair, tokenizer)] as const);
  const [positive, negative] = [of("positive"), of("negative")];
  const twice = negative.find(([, id]) => positive.some(([, other]) => other === id));
  if (twice) fail("E610", { word: twice[0] });
  const once = (found: readonly (readonly [string, number])[]) => [...new Set(found.map(([, id]) => id))];
  return { positive: once(positive), negative: once(negative) };
}

function tokenOf(
  word: string,
  side: Side,
  { before, space }: Parting,
  { concept, row, positive, differ, encode }: EncodedPair,
  tokenizer: TextTokenizer,
): number {
  const joined = /^\s/.test(word) ? word : space[side] + word;
  const ids = encode(before + joined);
  const shared = positive.slice(0, differ);
  if (ids.length === differ + 1 && shared.every((id, i) => ids[i] === id)) return ids[differ]!;
  const from = ids.findIndex((id, i) => id !== shared[i]);
  const pieces = ids.slice(from < 0 ? ids.length : from).map((id) => JSON.stringify(tokenizer.piece(id)));
  return fail("E609", {
    word,
    joined,
    concept,
    row,
    pieces: pieces.join(" "),
    merges: from >= 0 && from < differ,
  });
}

function partingOf({
  concept,
  row,
  texts,
  positive,
  negative,
  differ,
  promptText,
  bytes,
}: EncodedPair): Parting {
  const [plus, minus] = sides.map((side) => {
    const rest = Buffer.concat({ positive, negative }[side].slice(differ).map(bytes));
    const whole = Buffer.from(texts[side]);
    const at = whole.length - rest.length;
    if (at < 0 || !whole.subarray(at).equals(rest))
      fail("E640", { concept, row, reason: "its tokens do not spell its answers letter by letter" });
    return { before: whole.subarray(0, at), rest: rest.toString("utf8") };
  }) as [Part, Part];
  const before = plus.before.toString("utf8");
  if (plus.rest.includes("\uFFFD") || before.includes("\uFFFD"))
    fail("E640", { concept, row, reason: "its answers part inside a character" });
  const inAnswer = before.length > promptText.length;
  const [left, right] = [
    /[\p{L}\p{N}]+$/u.exec(before),
    /^[\p{L}\p{N}]+/u.exec(plus.rest) ?? /^[\p{L}\p{N}]+/u.exec(minus.rest),
  ];
  if (inAnswer && left && right)
    fail("E640", { concept, row, reason: `its answers part inside a word, behind "${left[0]}"` });
  const space = ({ rest }: Part) => /^\s*/.exec(rest)![0];
  return { before, space: { positive: space(plus), negative: space(minus) } };
}

interface Part {
  readonly before: Buffer;
  readonly rest: string;
}
