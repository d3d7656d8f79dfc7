// The tokenizer in a GGUF file's metadata -> the tokenizer.json form.
import { fail } from "../../errors/index.js";
import type { JsonObject } from "../checkpoint/checked-json.js";
import type { Opening } from "../options.js";
import { gpt2Words, splitBy, type TokenizerSettings } from "../tokenizer/tokenizer.js";
import { piecesJson } from "./sentencepiece-merges.js";
import type { Value } from "./gguf-reader.js";

const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const words = (digits: string) =>
  `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;

interface PreTokenizer {
  readonly splits: readonly string[];
  readonly normalizer?: "NFC";
  /** A word that is one token is taken whole, whatever its merges. */
  readonly ignoreMerges?: boolean;
  /** Whether the reference puts the beginning-of-sequence token before a text when the file does not say. */
  readonly addBos?: boolean;
}

const llama3: PreTokenizer = { splits: [words("\\p{N}{1,3}")], ignoreMerges: true, addBos: true };

/** How text is cut before merging, by the name in the file; the expressions are those of the models' own tokenizer.json. */
const preTokenizers: Readonly<Record<string, PreTokenizer>> = {
  "gpt-2": { splits: [gpt2Words] },
  smollm: { splits: ["\\p{N}", gpt2Words] },
  qwen2: { splits: [words("\\p{N}")], normalizer: "NFC" },
  "llama-bpe": llama3,
  llama3,
  "llama-v3": llama3,
};

const [unknownType, controlType, userType] = [2, 3, 4];

type Metadata = ReadonlyMap<string, Value>;

/** What every kind of tokenizer has. */
interface Listed {
  readonly metadata: Metadata;
  readonly tokens: readonly string[];
  readonly types: readonly number[];
  readonly model: string;
  readonly problem: (reason: string) => never;
}

/** The tokenizer.json form of a kind, without added tokens; and whether texts begin with the beginning-of-sequence token when the file does not say. */
type Reader = (listed: Listed) => {
  readonly json: JsonObject;
  readonly addBos: boolean;
  /** Ids that llama.cpp takes for this kind when the file does not give them. */
  readonly usualIds?: { readonly bos: number; readonly eos: number };
};

const readers: Readonly<Record<string, Reader>> = {
  gpt2({ metadata, tokens, model, problem }) {
    const given = metadata.get("tokenizer.ggml.pre");
    const missing = given === undefined || given === "";
    if (missing || given === "default") {
      const reason = missing ? "the key tokenizer.ggml.pre is missing" : 'tokenizer.ggml.pre is "default"';
      fail("E320", { model, reason, known: Object.keys(preTokenizers).join(", ") });
    }
    const name = String(given);
    const pre = Object.hasOwn(preTokenizers, name) ? preTokenizers[name]! : problem(unknownPre(name));
    const merges = strings(metadata, "tokenizer.ggml.merges") ?? problem("the file lists no merges");
    const json = {
      normalizer: pre.normalizer ? { type: pre.normalizer } : null,
      pre_tokenizer: {
        type: "Sequence",
        pretokenizers: [
          ...pre.splits.map(splitBy),
          { type: "ByteLevel", add_prefix_space: false, use_regex: false },
        ],
      },
      post_processor: null,
      decoder: { type: "ByteLevel" },
      model: {
        type: "BPE",
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
        merges: merges.map((merge) => pair(merge) ?? problem(`the merge "${merge}" is no pair`)),
        ignore_merges: pre.ignoreMerges ?? false,
      },
    };
    return { json, addBos: pre.addBos ?? false };
  },
  llama({ metadata, tokens, types, problem }) {
    const scores = metadata.get("tokenizer.ggml.scores");
    if (!Array.isArray(scores) || scores.length !== tokens.length || !scores.every(Number.isFinite))
      return problem("the file does not give every piece a score");
    const prefix = flag(metadata, "add_space_prefix", problem) ?? true;
    const unknown = tokens[types.indexOf(unknownType)] ?? null;
    const pieces = { tokens, scores: scores as number[], types, prefix };
    refuseLongPieces(tokens, problem);
    return { json: piecesJson(pieces, unknown), addBos: true, usualIds: { bos: 1, eos: 2 } };
  },
};

/** Throws E311 when the tokenizer is of a kind that is not supported, or does not fit together; E320 when it does not say how it cuts text. */
export function ggufTokenizer(
  metadata: Metadata,
  model: string,
  { onNotice }: Opening = {},
): { json: JsonObject; settings: TokenizerSettings } {
  const problem = (reason: string) => fail("E311", { model, reason });
  const kind = String(metadata.get("tokenizer.ggml.model"));
  const reader = Object.hasOwn(readers, kind) ? readers[kind]! : problem(unknownKind(kind));
  const tokens = strings(metadata, "tokenizer.ggml.tokens") ?? problem("the file lists no tokens");
  if (new Set(tokens).size !== tokens.length) problem("two tokens are spelled alike");
  const types = metadata.get("tokenizer.ggml.token_type") ?? [];
  if (!Array.isArray(types) || types.length !== tokens.length) {
    const found = Array.isArray(types) && types.length ? types.length : "no";
    return problem(`it has ${tokens.length} tokens but ${found} token types (tokenizer.ggml.token_type)`);
  }
  const listed = { metadata, tokens, types: (types as Value[]).map(Number), model, problem };
  const { json, addBos, usualIds } = reader(listed);

  const text = (key: string, usual: number | undefined) => {
    const id =
      metadata.get(`tokenizer.ggml.${key}`) ??
      (listed.types[usual ?? -1] === controlType ? usual : undefined);
    return typeof id === "number"
      ? (tokens[id] ?? problem(`${key} is ${id}, but there are ${tokens.length} tokens`))
      : null;
  };
  const [bosText, eosText] = [text("bos_token_id", usualIds?.bos), text("eos_token_id", usualIds?.eos)];
  const begins = flag(metadata, "add_bos_token", problem) ?? addBos;
  if (begins && bosText === null)
    problem("its texts begin with a token that the file does not give (tokenizer.ggml.bos_token_id)");
  if (flag(metadata, "add_eos_token", problem))
    onNotice?.(
      `The metadata of "${model}" asks for an end token behind every text (add_eos_token). None is put there: prompts are continued.`,
    );
  return {
    json: {
      added_tokens: tokens.flatMap((content, id) => addedToken(content, id, listed.types[id]!)),
      ...json,
    },
    settings: { addBos: begins, bosText, eosText },
  };
}

/** A key that is true or false; undefined when it is missing. */
function flag(metadata: Metadata, name: string, problem: Listed["problem"]): boolean | undefined {
  const value = metadata.get(`tokenizer.ggml.${name}`);
  if (value === undefined || typeof value === "boolean") return value;
  return problem(`${name} is neither true nor false`);
}

/** How pieces come apart takes time with the square of their lengths: of all together at most so much. */
const [longestPiece, mostWork] = [2 ** 11, 2 ** 27];

function refuseLongPieces(tokens: readonly string[], problem: Listed["problem"]): void {
  const longest = tokens.reduce((most, { length }) => Math.max(most, length), 0);
  if (longest > longestPiece)
    problem(`one of its pieces has ${longest} letters; at most ${longestPiece} are believed`);
  if (tokens.reduce((sum, { length }) => sum + length ** 2, 0) > mostWork)
    problem("its pieces are too long, all taken together");
}

const unknownKind = (kind: string) =>
  `its kind is "${kind}"; from a GGUF file "gpt2" (byte-level BPE) and "llama" (SentencePiece BPE) are read`;
const unknownPre = (name: string) =>
  `it cuts text in the way "${name}"; supported are ${Object.keys(preTokenizers).join(", ")}`;

function addedToken(content: string, id: number, type: number): JsonObject[] {
  if (![unknownType, controlType, userType].includes(type) || content === "") return [];
  return [
    {
      id,
      content,
      special: type !== userType,
      normalized: false,
      single_word: false,
      lstrip: false,
      rstrip: false,
    },
  ];
}

function strings(metadata: ReadonlyMap<string, Value>, key: string): string[] | null {
  const value = metadata.get(key);
  const isList = Array.isArray(value) && value.every((item): item is string => typeof item === "string");
  return isList ? value : null;
}

/** "a b" -> ["a", "b"]; the second part begins after the first space that is not the first letter. */
function pair(merge: string): [string, string] | null {
  const space = merge.indexOf(" ", 1);
  return space > 0 && space < merge.length - 1 ? [merge.slice(0, space), merge.slice(space + 1)] : null;
}
