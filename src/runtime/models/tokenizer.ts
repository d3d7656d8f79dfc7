// tokenizer.json -> TextTokenizer, by @huggingface/tokenizers, with the places corrected where it reads text otherwise than the reference.
import { Tokenizer } from "@huggingface/tokenizers";
import { fail } from "../errors/index.js";
import type { JsonObject } from "./json.js";
import { isObject } from "./json.js";
import { longestToken } from "./longest.js";
import { bySections } from "./sections.js";
import type { TextTokenizer } from "./types.js";

/** What tokenizer_config.json (or a GGUF file's metadata) adds to tokenizer.json. */
export interface TokenizerSettings {
  /** true or false where the checkpoint says so; undefined: as tokenizer.json's post-processor does. */
  readonly addBos: boolean | undefined;
  readonly bosText: string | null;
  readonly eosText: string | null;
}

/** GPT-2's way to cut text into words, as the reference implementations of byte-level BPE define it. */
export const gpt2Words = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

export const splitBy = (regex: string) => ({
  type: "Split",
  pattern: { Regex: regex },
  behavior: "Isolated",
  invert: false,
});

/** Throws E311 when the tokenizer cannot be built. */
export function textTokenizer(json: JsonObject, settings: TokenizerSettings, model: string): TextTokenizer {
  const { tokenizer, bytes } = build(json, model);
  const idOf = (text: string | null) => (text === null ? null : (tokenizer.token_to_id(text) ?? null));
  const added = new Set(tokenizer.get_added_tokens_decoder().keys());
  let size = 0;
  for (const id of tokenizer.get_vocab().values()) size = Math.max(size, id + 1);
  const token = (id: number): string =>
    tokenizer.id_to_token(id) ?? fail("E311", { model, reason: `there is no token with the id ${id}` });
  const encode = (text: string): number[] => {
    const { ids } = tokenizer.encode(text, { add_special_tokens: false });
    if (ids.some((id) => id === undefined))
      fail("E311", { model, reason: "it has no token for some characters" });
    return ids;
  };
  let longest: number | undefined;
  return {
    encode: bySections(json, encode),
    decode(ids) {
      ids.forEach(token);
      return ids.length ? tokenizer.decode([...ids], { clean_up_tokenization_spaces: false }) : "";
    },
    piece: (id) => (added.has(id) ? token(id) : shown(bytes(token(id)))),
    bytes: (id) => (added.has(id) ? Buffer.from(token(id)) : bytes(token(id))),
    added: (id) => added.has(id),
    size,
    get longest() {
      return (longest ??= longestToken(json, tokenizer.get_vocab().keys(), (spelling) =>
        added.has(tokenizer.token_to_id(spelling)!) ? Buffer.from(spelling) : bytes(spelling),
      ));
    },
    bos: (settings.addBos ?? startsWithBos(tokenizer, settings.bosText)) ? idOf(settings.bosText) : null,
    eos: idOf(settings.eosText),
  };
}

function build(json: JsonObject, model: string): { tokenizer: Tokenizer; bytes: (token: string) => Buffer } {
  try {
    const corrected = { added_tokens: [], ...json, pre_tokenizer: correct(json.pre_tokenizer) };
    const tokenizer = new Tokenizer(corrected, { clean_up_tokenization_spaces: false });
    return { tokenizer, bytes: pieceBytes(json) };
  } catch (cause) {
    return fail("E311", { model, reason: (cause as Error).message }, { cause });
  }
}

/**
 * The library cuts digits and GPT-2 words with JavaScript's \d and \s, which differ from the reference's Unicode classes;
 * its Split step rewrites them correctly, so both steps are expressed by it.
 */
function correct(step: unknown): unknown {
  if (!isObject(step)) return step ?? null;
  if (Array.isArray(step.pretokenizers)) return { ...step, pretokenizers: step.pretokenizers.map(correct) };
  if (step.type === "Digits") return splitBy(step.individual_digits ? "\\p{N}" : "\\p{N}+");
  if (step.type === "ByteLevel" && step.use_regex !== false && !step.add_prefix_space) {
    return { type: "Sequence", pretokenizers: [splitBy(gpt2Words), { ...step, use_regex: false }] };
  }
  return step;
}

function startsWithBos(tokenizer: Tokenizer, bos: string | null): boolean {
  return bos !== null && tokenizer.tokenize("a", { add_special_tokens: true })[0] === bos;
}

/** The letter that byte-level BPE writes for each byte: printable Latin-1 as itself, the others from U+0100 on. */
export const byteLetters: readonly string[] = (() => {
  const printable = (b: number) => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174 && b <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, b) => String.fromCodePoint(printable(b) ? b : next++));
})();
const byteOfLetter = new Map(byteLetters.map((letter, byte) => [letter, byte]));

/** How a token's spelling becomes bytes: by letters for byte-level BPE, else with ▁ for a space and <0xNN> for a byte. */
function pieceBytes(json: JsonObject): (token: string) => Buffer {
  if (JSON.stringify(json.decoder ?? null).includes('"ByteLevel"')) {
    return (token) => Buffer.concat([...token].map((letter) => letterBytes(letter)));
  }
  return (token) => {
    const byte = /^<0x([0-9A-F]{2})>$/.exec(token);
    return byte ? Buffer.from(byte[1]!, "hex") : Buffer.from(token.replaceAll("▁", " "));
  };
}
const letterBytes = (letter: string) =>
  byteOfLetter.has(letter) ? Buffer.of(byteOfLetter.get(letter)!) : Buffer.from(letter);

/** UTF-8 text; a byte that is part of no full character as \xNN. */
function shown(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = [1, 2, 3, 4].find((n) => isCharacter(bytes.subarray(at, at + n)));
    text += length
      ? bytes.toString("utf8", at, at + length)
      : `\\x${bytes.toString("hex", at, at + 1).toUpperCase()}`;
    at += length ?? 1;
  }
  return text;
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
function isCharacter(bytes: Buffer): boolean {
  try {
    return [...strict.decode(bytes)].length === 1;
  } catch {
    return false;
  }
}
