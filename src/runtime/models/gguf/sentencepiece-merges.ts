// SentencePiece's BPE as GGUF files hold it (kind "llama"): pieces with scores -> the tokenizer.json form, with merges.
// A space is written ▁; of two neighbours whose joined spelling is a piece, those with the highest score are joined first; a character
// without a piece becomes its bytes. Source: the sentencepiece library; merges as in transformers' conversion of such models.
import type { JsonObject } from "../checkpoint/checked-json.js";

const [normal, userDefined, byteType] = [1, 4, 6];

export interface Pieces {
  readonly tokens: readonly string[];
  readonly scores: readonly number[];
  readonly types: readonly number[];
  /** Whether a space is put before every text. */
  readonly prefix: boolean;
}

/** [left, right] in the order in which they are joined: by the score of what they make, then by their own places. */
function mergesOf({ tokens, scores, types }: Pieces): [string, string][] {
  const joined = [normal, userDefined];
  const places = new Map(tokens.flatMap((token, id) => (joined.includes(types[id]!) ? [[token, id]] : [])));
  const found: { left: string; right: string; score: number; at: readonly number[] }[] = [];
  for (const [token, id] of places) {
    const letters = [...token];
    for (let cut = 1; cut < letters.length; cut++) {
      const [left, right] = [letters.slice(0, cut).join(""), letters.slice(cut).join("")];
      const at = [places.get(left), places.get(right)];
      if (at[0] === undefined || at[1] === undefined) continue;
      found.push({ left, right, score: scores[id]!, at: at as number[] });
    }
  }
  found.sort((a, b) => b.score - a.score || a.at[0]! - b.at[0]! || a.at[1]! - b.at[1]!);
  return found.map(({ left, right }) => [left, right]);
}

/** Everything of tokenizer.json but the added tokens. */
export function piecesJson(pieces: Pieces, unknown: string | null): JsonObject {
  const { tokens, types, prefix } = pieces;
  const spaces = { type: "Replace", pattern: { String: " " }, content: "▁" };
  return {
    normalizer: prefix
      ? { type: "Sequence", normalizers: [{ type: "Prepend", prepend: "▁" }, spaces] }
      : spaces,
    pre_tokenizer: null,
    post_processor: null,
    decoder: {
      type: "Sequence",
      decoders: [
        { type: "Replace", pattern: { String: "▁" }, content: " " },
        { type: "ByteFallback" },
        { type: "Fuse" },
        ...(prefix ? [{ type: "Strip", content: " ", start: 1, stop: 0 }] : []),
      ],
    },
    model: {
      type: "BPE",
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: mergesOf(pieces),
      unk_token: unknown,
      fuse_unk: true,
      byte_fallback: types.includes(byteType),
    },
  };
}
