// A model of tokenizer.json: what its tokens are called, and how one piece of a text becomes them.

/** Ids of one piece. Throws a NoToken for a piece that has none. */
export type Encode = (piece: string) => readonly number[];

export interface TokenModel {
  readonly ids: ReadonlyMap<string, number>;
  readonly encode: Encode;
  /** A character without a token becomes its bytes, spelled <0xNN>. */
  readonly byteFallback: boolean;
  /** What stands before a piece that goes on with a word (WordPiece), or behind one that ends a word (BPE). */
  readonly prefix: string;
  readonly suffix: string;
}

/** The reference fails on a piece as well: no token stands for it, and there is none for the unknown. */
export class NoToken extends Error {
  constructor(readonly piece: string) {
    super("no token");
  }
}

/** Longest piece that is remembered, in UTF-16 units, and how many are. */
const [longest, most] = [64, 50_000];

/** Remembers the ids of short pieces. */
export function remembering(encode: Encode): Encode {
  const known = new Map<string, readonly number[]>();
  return (piece) => {
    if (piece.length > longest) return encode(piece);
    const before = known.get(piece);
    if (before) return before;
    const ids = encode(piece);
    if (known.size >= most) known.clear();
    known.set(piece, ids);
    return ids;
  };
}
