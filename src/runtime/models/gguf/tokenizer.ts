// The tokenizer in a GGUF file's metadata -> the tokenizer.json form.
import { fail } from "../../errors/index.js";
import type { JsonObject } from "../json.js";
import { gpt2Words, splitBy, type TokenizerSettings } from "../tokenizer.js";
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

/** Throws E311 when the tokenizer is of a kind that is not supported, or does not fit together. */
export function ggufTokenizer(
  metadata: ReadonlyMap<string, Value>,
  model: string,
): { json: JsonObject; settings: TokenizerSettings } {
  const problem = (reason: string) => fail("E311", { model, reason });
  const kind = metadata.get("tokenizer.ggml.model");
  if (kind !== "gpt2")
    problem(`its kind is "${String(kind)}"; from a GGUF file only "gpt2" (byte-level BPE) is read`);
  const name = String(metadata.get("tokenizer.ggml.pre") ?? "gpt-2");
  const pre = Object.hasOwn(preTokenizers, name) ? preTokenizers[name]! : problem(unknownPre(name));

  const tokens = strings(metadata, "tokenizer.ggml.tokens") ?? problem("the file lists no tokens");
  const merges = strings(metadata, "tokenizer.ggml.merges") ?? problem("the file lists no merges");
  const types = metadata.get("tokenizer.ggml.token_type") ?? [];
  if (!Array.isArray(types) || (types.length && types.length !== tokens.length)) {
    problem(`it has ${tokens.length} tokens but ${Array.isArray(types) ? types.length : "no"} token types`);
  }
  const vocab = new Map(tokens.map((token, id) => [token, id]));
  if (vocab.size !== tokens.length) problem("two tokens are spelled alike");

  const text = (key: string) => {
    const id = metadata.get(`tokenizer.ggml.${key}`);
    return typeof id === "number"
      ? (tokens[id] ?? problem(`${key} is ${id}, but there are ${tokens.length} tokens`))
      : null;
  };
  const addBos = metadata.get("tokenizer.ggml.add_bos_token");
  return {
    json: {
      added_tokens: tokens.flatMap((content, id) => addedToken(content, id, Number((types as Value[])[id]))),
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
        vocab: Object.fromEntries(vocab),
        merges: merges.map((merge) => pair(merge) ?? problem(`the merge "${merge}" is no pair`)),
        ignore_merges: pre.ignoreMerges ?? false,
      },
    },
    settings: {
      addBos: typeof addBos === "boolean" ? addBos : (pre.addBos ?? false),
      bosText: text("bos_token_id"),
      eosText: text("eos_token_id"),
    },
  };
}

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
