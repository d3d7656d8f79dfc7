// The tokenizer in a GGUF file's metadata -> the tokenizer.json form.
import { fail } from "../../errors/index.js";
import type { JsonObject } from "../json.js";
import { gpt2Words, splitBy, type TokenizerSettings } from "../tokenizer.js";
import { piecesJson } from "./pieces.js";
import type { Value } from "./reader.js";

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

/** How text is cut before merging, by the name in the file; the expressions are those of the models' own tokenizer.json. */
const preTokenizers: Readonly<Record<string, PreTokenizer>> = {
  "gpt-2": { splits: [gpt2Words] },
  smollm: { splits: ["\\p{N}", gpt2Words] },
  qwen2: { splits: [words("\\p{N}")], normalizer: "NFC" },
  "llama-bpe": { splits: [words("\\p{N}{1,3}")], ignoreMerges: true, addBos: true },
};

const [unknownType, controlType, userType] = [2, 3, 4];

type Metadata = ReadonlyMap<string, Value>;

/** What every kind of tokenizer has. */
interface Listed {
  readonly metadata: Metadata;
  readonly tokens: readonly string[];
  readonly types: readonly number[];
  readonly problem: (reason: string) => never;
}

/** The tokenizer.json form of a kind, without added tokens; and whether texts begin with the beginning-of-sequence token when the file does not say. */
type Reader = (listed: Listed) => { readonly json: JsonObject; readonly addBos: boolean };

const readers: Readonly<Record<string, Reader>> = {
  gpt2({ metadata, tokens, problem }) {
    const name = String(metadata.get("tokenizer.ggml.pre") ?? "gpt-2");
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
    const prefix = metadata.get("tokenizer.ggml.add_space_prefix") !== false;
    const unknown = tokens[types.indexOf(unknownType)] ?? null;
    const pieces = { tokens, scores: scores as number[], types, prefix };
    return { json: piecesJson(pieces, unknown), addBos: true };
  },
};

/** Throws E311 when the tokenizer is of a kind that is not supported, or does not fit together. */
export function ggufTokenizer(
  metadata: Metadata,
  model: string,
): { json: JsonObject; settings: TokenizerSettings } {
  const problem = (reason: string) => fail("E311", { model, reason });
  const kind = String(metadata.get("tokenizer.ggml.model"));
  const reader = Object.hasOwn(readers, kind) ? readers[kind]! : problem(unknownKind(kind));
  const tokens = strings(metadata, "tokenizer.ggml.tokens") ?? problem("the file lists no tokens");
  const types = metadata.get("tokenizer.ggml.token_type") ?? [];
  if (!Array.isArray(types) || (types.length && types.length !== tokens.length)) {
    problem(`it has ${tokens.length} tokens but ${Array.isArray(types) ? types.length : "no"} token types`);
  }
  if (new Set(tokens).size !== tokens.length) problem("two tokens are spelled alike");
  const listed = { metadata, tokens, types: (types as Value[]).map(Number), problem };
  const { json, addBos } = reader(listed);

  const text = (key: string) => {
    const id = metadata.get(`tokenizer.ggml.${key}`);
    return typeof id === "number"
      ? (tokens[id] ?? problem(`${key} is ${id}, but there are ${tokens.length} tokens`))
      : null;
  };
  const written = metadata.get("tokenizer.ggml.add_bos_token");
  return {
    json: {
      added_tokens: tokens.flatMap((content, id) => addedToken(content, id, listed.types[id]!)),
      ...json,
    },
    settings: {
      addBos: typeof written === "boolean" ? written : addBos,
      bosText: text("bos_token_id"),
      eosText: text("eos_token_id"),
    },
  };
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
