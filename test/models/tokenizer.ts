// The tiny checkpoint's tokenizer.json: byte-level BPE with three special tokens and some whole words.

/** The letter that byte-level BPE writes for each byte: printable Latin-1 as itself, the others from U+0100 on. */
export const byteLetters: readonly string[] = (() => {
  const printable = (b: number) => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174 && b <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, b) => String.fromCodePoint(printable(b) ? b : next++));
})();

/** Every word is one token with a leading space; its pieces are merged from the left. */
export const tinyWords =
  "A B Yes No yes no great good wonderful excellent terrible bad awful horrible the is I you".split(" ");

export function tinyTokenizer() {
  const specials = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];
  const merges: [string, string][] = [];
  const pieces: string[] = [];
  for (const word of tinyWords) {
    let left = "Ġ";
    for (const letter of word) {
      if (!pieces.includes(left + letter)) {
        merges.push([left, letter]);
        pieces.push(left + letter);
      }
      left += letter;
    }
  }
  const vocab = Object.fromEntries([...specials, ...byteLetters, ...pieces].map((piece, id) => [piece, id]));
  const added = specials.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges,
    },
  };
}
