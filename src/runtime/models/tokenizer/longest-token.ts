// The most bytes of text that one token can stand for, so that a text that is far too long can be told without cutting it.
import { isObject, type JsonObject } from "../checkpoint/checked-json.js";

/** Unicode forms in which a character may be up to four times shorter than it was written; white space aside, which is not counted. */
const shrink = 4;
const unicodeForms: ReadonlySet<unknown> = new Set([
  "NFC",
  "NFD",
  "NFKC",
  "NFKD",
  "Lowercase",
  "Strip",
  "Prepend",
]);

/** How many times shorter a step may make a text; Infinity for one that is not known. */
function shortening(step: unknown): number {
  if (step === null || step === undefined) return 1;
  if (!isObject(step)) return Infinity;
  if (Array.isArray(step.normalizers))
    return step.normalizers.reduce((most: number, one) => most * shortening(one), 1);
  if (unicodeForms.has(step.type)) return shrink;
  const { pattern, content } = step;
  const space = step.type === "Replace" && isObject(pattern) && pattern.String === " " && content === "▁";
  return space ? 1 : Infinity;
}

/** Infinity where a run of unknown characters may be one token, or the normalizer may drop text. `bytes`: what a spelling stands for. */
export function longestToken(
  { model, normalizer, decoder }: JsonObject,
  spellings: Iterable<string>,
  bytes: (spelling: string) => Uint8Array,
): number {
  const whole = JSON.stringify(decoder ?? null).includes('"ByteLevel"');
  if (!isObject(model) || (!whole && model.unk_token && !model.byte_fallback)) return Infinity;
  let most = 1;
  for (const spelling of spellings)
    if (Buffer.byteLength(spelling) > most) most = Math.max(most, bytes(spelling).length);
  return most * shortening(normalizer);
}
