// tokenizer.json -> TextTokenizer. Texts are cut exactly as Hugging Face tokenizers (0.23) cuts them; what is not computed here is refused
// by name, so that no text is ever cut otherwise.
import { fail } from "../../errors/index.js";
import type { JsonObject } from "../checkpoint/checked-json.js";
import { readAddedTokens, sections, type AddedToken, type Found } from "./added-tokens.js";
import { readBpe } from "./vocabularies/bpe.js";
import { byteOfLetter } from "./steps/byte-alphabet.js";
import { readDecoder } from "./steps/decoders.js";
import { readNormalizer, type Section } from "./steps/normalizers.js";
import { Part, readStep, type Reader } from "./tokenizer-part.js";
import { readPostProcessor, type Around } from "./steps/post-processor.js";
import { readPreTokenizer } from "./steps/pre-tokenizers.js";
import type { TokenizerSettings } from "./tokenizer-config.js";
import { readUnigram } from "./vocabularies/unigram.js";
import { NoToken, type TokenModel } from "./vocabularies/vocabulary.js";
import { readWordLevel, readWordPiece } from "./vocabularies/word-piece.js";
import { longestToken } from "./longest-token.js";
import { rememberSections } from "./sections.js";
import type { TextTokenizer } from "../types.js";

export { gpt2Words } from "./steps/pre-tokenizers.js";
export { byteLetters } from "./steps/byte-alphabet.js";
export type { TokenizerSettings } from "./tokenizer-config.js";

export const splitBy = (regex: string) => ({
  type: "Split",
  pattern: { Regex: regex },
  behavior: "Isolated",
  invert: false,
});

const models: Readonly<Record<string, Reader<TokenModel>>> = {
  BPE: readBpe,
  Unigram: readUnigram,
  WordPiece: readWordPiece,
  WordLevel: readWordLevel,
};

/** Old files do not name the model's type; one with merges is BPE. */
function readModel(part: Part): TokenModel {
  if (part.raw("type") !== undefined || part.raw("merges") === undefined) return readStep(part, models);
  const model = readBpe(part);
  part.end();
  return model;
}

/** All that tokenizer.json says. */
interface TokenizerFile {
  readonly model: TokenModel;
  readonly added: readonly AddedToken[];
  readonly found: (text: string) => Found[];
  readonly pieces: (section: Section) => readonly Section[];
  readonly around: Around;
  readonly decode: (tokens: readonly string[]) => string;
  /** Texts of more tokens would be cut off; Infinity: none is. */
  readonly longest: number;
  readonly spellsBytes: boolean;
  readonly spaceMark: string;
}

function longestText(file: Part): number {
  const truncation = file.optionalPart("truncation");
  if (!truncation) return Infinity;
  truncation.harmless("direction", "strategy", "stride");
  const longest = truncation.count("max_length");
  truncation.end();
  return longest;
}

/** Padding to the longest of several texts leaves a single one alone. */
function refusePadding(file: Part): void {
  const padding = file.optionalPart("padding");
  if (!padding) return;
  padding.harmless("direction", "pad_id", "pad_type_id", "pad_token");
  const strategy = padding.raw("strategy");
  if (strategy !== "BatchLongest") padding.unsupported(`padding by ${JSON.stringify(strategy)}`, "strategy");
  if (padding.raw("pad_to_multiple_of") !== undefined)
    padding.unsupported("padding to a multiple of a length", "pad_to_multiple_of");
  padding.end();
}

function readFile(json: JsonObject, name: string): TokenizerFile {
  const file = Part.whole(json, name);
  const version = file.text("version", "1.0");
  if (version !== "1.0") file.unsupported(`the version ${JSON.stringify(version)}`, "version");
  const longest = longestText(file);
  refusePadding(file);
  const normalizerPart = file.optionalPart("normalizer");
  const normalizer = normalizerPart && readNormalizer(normalizerPart);
  const preTokenizerPart = file.optionalPart("pre_tokenizer");
  const preTokenizer = preTokenizerPart && readPreTokenizer(preTokenizerPart);
  const postProcessor = file.optionalPart("post_processor");
  const decoderPart = file.optionalPart("decoder");
  const decoder = decoderPart && readDecoder(decoderPart);
  const model = readModel(file.part("model"));
  const added = readAddedTokens(file, model.ids, normalizer);
  file.end();
  const steps = JSON.stringify([json.normalizer, json.pre_tokenizer, json.decoder]);
  return {
    model,
    added,
    found: sections(file, added, normalizer),
    pieces: (section) => (preTokenizer ? preTokenizer([section]) : [section]),
    around: postProcessor ? readPostProcessor(postProcessor) : { before: [], behind: [] },
    decode: (tokens) => (decoder ? decoder(tokens).join("") : tokens.join(" ")),
    longest,
    spellsBytes: steps.includes('"type":"ByteLevel"'),
    spaceMark: /"type":"Metaspace"[^}]*"replacement":"(.)"/u.exec(steps)?.[1] ?? "▁",
  };
}

/**
 * `rows`: how many tokens the model's embedding has; a text with a token beyond them is refused, and the others are cut.
 * Throws E303 for a damaged file, E330 for one that asks for something that is not computed. Its `encode` throws E331 for a text that
 * cannot become tokens of the model.
 */
export function textTokenizer(
  json: JsonObject,
  settings: TokenizerSettings,
  name: string,
  { rows = Infinity, onNotice = () => {} }: { rows?: number; onNotice?: (text: string) => void } = {},
): TextTokenizer {
  const file = readFile(json, name);
  const { model } = file;
  const added = new Map(file.added.map(({ id, content }) => [id, content]));
  const texts = new Map([...model.ids].map(([text, id]) => [id, text]));
  if (texts.size < model.ids.size)
    fail("E303", { file: "tokenizer.json", reason: "two tokens have one number" });
  const idOf = (text: string) =>
    file.added.find(({ content }) => content === text)?.id ?? model.ids.get(text);
  const spellings = new Map(file.added.map(({ id, spelling }) => [id, spelling]));
  const token = (id: number): string =>
    added.get(id) ??
    texts.get(id) ??
    fail("E311", { model: name, reason: `there is no token with the id ${id}` });
  let size = 0;
  for (const id of [...texts.keys(), ...added.keys()]) size = Math.max(size, id + 1);
  const { before, behind } = aroundTexts(
    file.around,
    settings,
    idOf,
    name,
    (id) => added.get(id) ?? texts.get(id),
    onNotice,
  );
  const beyond = before.find((id) => id >= rows || !(added.has(id) || texts.has(id)));
  if (beyond !== undefined)
    fail("E330", {
      model: name,
      what: `the token ${beyond} before every text, which the model does not have`,
    });
  sayPrefixSpace(json, settings, name, onNotice);

  const refused = (what: string, text: string): never => fail("E331", { model: name, what, text });
  const doubtful = doubtfulTokens(settings, file.added);
  const longest = file.longest - before.length - behind.length;
  const pieceIds = (section: Section): number[] =>
    file.pieces(section).flatMap(({ text }) => {
      try {
        return model.encode(text);
      } catch (error) {
        if (!(error instanceof NoToken)) throw error;
        return refused(
          `has the piece ${JSON.stringify(error.piece)}, for which there is no token`,
          section.text,
        );
      }
    });
  const sectionIds = rememberSections(pieceIds);
  function encode(text: string): number[] {
    if (halfPair.test(text)) refused("has half of a surrogate pair, which is no character", text);
    for (const [content, reason] of doubtful) if (text.includes(content)) refused(reason, text);
    const found = file.found(text);
    const ids = found.flatMap((one) => ("id" in one ? [one.id] : sectionIds(one.section, found.length > 1)));
    for (const id of ids) {
      if (id >= rows)
        refused(
          `has the token ${JSON.stringify(token(id))} (${id}), for which the model has no row: it has ${rows}`,
          text,
        );
    }
    if (ids.length > longest)
      refused(
        `has ${ids.length} tokens, and tokenizer.json cuts texts off behind ${longest} (truncation)`,
        text,
      );
    return ids;
  }
  const bytes = pieceBytes(file);
  let longestPiece: number | undefined;
  return {
    encode,
    decode: (ids) => file.decode(ids.map((id) => spellings.get(id) ?? token(id))),
    piece: (id) => (added.has(id) ? token(id) : shown(bytes(token(id)))),
    bytes: (id) => (added.has(id) ? Buffer.from(token(id)) : bytes(token(id))),
    added: (id) => added.has(id),
    size,
    get longest() {
      return (longestPiece ??= longestToken(json, [...texts.values(), ...added.values()], (spelling) =>
        added.has(idOf(spelling)!) ? Buffer.from(spelling) : bytes(spelling),
      ));
    },
    bos: before[0] ?? null,
    eos: settings.eosText === null ? null : (idOf(settings.eosText) ?? null),
  };
}

/** What is put around texts: as the settings say, else as the post-processor does. Throws E330 for more than one token before a text. */
function aroundTexts(
  around: Around,
  { addBos, addEos, bosText, eosText }: TokenizerSettings,
  idOf: (text: string) => number | undefined,
  model: string,
  token: (id: number) => string | undefined,
  onNotice: (text: string) => void,
): Around {
  const asked = (key: string, text: string): readonly number[] => {
    const id = idOf(text);
    const named = key.replace("add_", "");
    return id === undefined
      ? fail("E330", {
          model,
          what: `the ${named} ${JSON.stringify(text)}, which is no token of tokenizer.json, for ${key}`,
        })
      : [id];
  };
  const chosen = (key: string, add: boolean | undefined, text: string | null, own: readonly number[]) =>
    add === undefined || (add && text === null) ? own : add ? asked(key, text!) : [];
  const shownIds = (ids: readonly number[]) =>
    ids.length ? ids.map((id) => JSON.stringify(token(id) ?? id)).join(", ") : "nothing";
  const before = chosen("add_bos_token", addBos, bosText, around.before);
  const behind = chosen("add_eos_token", addEos, eosText, around.behind);
  if (before.length > 1)
    fail("E330", {
      model,
      what: `${before.length} tokens before every text, ${shownIds(before)} (post_processor)`,
    });
  if (around.before.length && String(around.before) !== String(before))
    onNotice(
      `The tokenizer of "${model}" says two things: its post-processor puts ${shownIds(around.before)} before every text, and add_bos_token asks for ${shownIds(before)}. add_bos_token is followed.`,
    );
  if (behind.length)
    onNotice(
      `The tokenizer of "${model}" puts ${shownIds(behind)} behind every text. It is left out here: texts go on with an answer or a continuation.`,
    );
  return { before, behind };
}

/** transformers has the setting beside the step of tokenizer.json; the step is followed. */
function sayPrefixSpace(
  json: JsonObject,
  { addPrefixSpace }: TokenizerSettings,
  model: string,
  onNotice: (text: string) => void,
): void {
  const own = /"type":"ByteLevel"[^}]*"add_prefix_space":(true|false)/.exec(
    JSON.stringify(json.pre_tokenizer ?? null),
  )?.[1];
  if (addPrefixSpace !== undefined && own !== undefined && own !== String(addPrefixSpace))
    onNotice(
      `The tokenizer of "${model}" says two things: add_prefix_space is ${own} in tokenizer.json and ${addPrefixSpace} in tokenizer_config.json. tokenizer.json is followed.`,
    );
}

/** Texts that transformers would make tokens of, by the settings beside tokenizer.json, and why a text with them is refused. */
function doubtfulTokens(
  { listed = [] }: TokenizerSettings,
  added: readonly AddedToken[],
): ReadonlyMap<string, string> {
  const own = new Map(added.map((token) => [token.content, token]));
  const doubts = new Map<string, string>();
  for (const { content, id, options } of listed) {
    const token = own.get(content);
    const named = `has ${JSON.stringify(content)}, which tokenizer_config.json makes a token`;
    if (content === "") continue;
    if (!token) doubts.set(content, `${named} and tokenizer.json does not`);
    else if (id !== undefined && id !== token.id)
      doubts.set(content, `${named} with the number ${id} and tokenizer.json one with ${token.id}`);
    else if (options && differs(options, token))
      doubts.set(content, `${named} with other options than tokenizer.json does`);
  }
  return doubts;
}

const differs = (options: JsonObject, token: AddedToken): boolean =>
  (
    [
      ["single_word", token.singleWord],
      ["lstrip", token.lstrip],
      ["rstrip", token.rstrip],
      ["normalized", token.normalized],
    ] as const
  ).some(([key, value]) => typeof options[key] === "boolean" && options[key] !== value);

const halfPair = /\p{Cs}/u;

/** How a token's spelling becomes bytes: by letters for byte-level BPE, else with ▁ for a space and <0xNN> for a byte. */
function pieceBytes({ model, spellsBytes, spaceMark }: TokenizerFile): (token: string) => Buffer {
  const plain = (token: string) => {
    const inner = model.prefix && token.startsWith(model.prefix) ? token.slice(model.prefix.length) : token;
    return model.suffix && inner.endsWith(model.suffix) ? inner.slice(0, -model.suffix.length) : inner;
  };
  if (spellsBytes)
    return (token) =>
      Buffer.concat(
        Array.from(plain(token), (letter) => {
          const byte = byteOfLetter.get(letter);
          return byte === undefined ? Buffer.from(letter) : Buffer.of(byte);
        }),
      );
  return (token) => {
    const byte = /^<0x([0-9A-F]{2})>$/.exec(token);
    return byte ? Buffer.from(byte[1]!, "hex") : Buffer.from(plain(token).replaceAll(spaceMark, " "));
  };
}

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
