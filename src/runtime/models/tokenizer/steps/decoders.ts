// `decoder` of tokenizer.json: tokens back to text.
import { byteOfLetter } from "./byte-alphabet.js";
import { readStep, type Part, type Reader } from "../tokenizer-part.js";
import { readPattern } from "./pattern.js";

export type Decoder = (tokens: readonly string[]) => readonly string[];

const each =
  (change: (token: string, i: number, all: readonly string[]) => string): Decoder =>
  (tokens) =>
    tokens.map(change);

/** The bytes of letters of the byte-level alphabet; the text's own where one is not of it. */
function bytesOf(token: string): Buffer {
  const bytes = Array.from(token, (letter) => byteOfLetter.get(letter));
  return bytes.every((byte): byte is number => byte !== undefined) ? Buffer.from(bytes) : Buffer.from(token);
}

const loose = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** Neighbouring byte tokens as text; one U+FFFD for each where they are none. */
const byteFallback: Decoder = (tokens) => {
  const made: string[] = [];
  let run: number[] = [];
  const flush = () => {
    if (run.length === 0) return;
    try {
      made.push(strict.decode(Uint8Array.from(run)));
    } catch {
      made.push(...run.map(() => "\ufffd"));
    }
    run = [];
  };
  for (const token of tokens) {
    const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token);
    if (byte) run.push(Number.parseInt(byte[1]!, 16));
    else {
      flush();
      made.push(token);
    }
  }
  flush();
  return made;
};

/** English as it is usually set, as the reference's WordPiece decoder has it. */
const cleaned: readonly (readonly [string, string])[] = [
  [" .", "."],
  [" ?", "?"],
  [" !", "!"],
  [" ,", ","],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" do not", " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];
const cleanUp = (text: string) => cleaned.reduce((now, [from, to]) => now.replaceAll(from, to), text);

function strip(part: Part): Decoder {
  const content = part.character("content");
  const [start, stop] = [part.count("start"), part.count("stop")];
  return each((token) => {
    const letters = [...token];
    let from = 0;
    while (from < Math.min(start, letters.length) && letters[from] === content) from++;
    let to = letters.length;
    while (letters.length - to < stop && to > from && letters[to - 1] === content) to--;
    return letters.slice(from, to).join("");
  });
}

const readers: Readonly<Record<string, Reader<Decoder>>> = {
  Sequence(part) {
    const steps = part.parts("decoders").map(readDecoder);
    return (tokens) => steps.reduce((now, step) => step(now), tokens);
  },
  ByteLevel(part) {
    part.harmless("add_prefix_space", "trim_offsets", "use_regex");
    return (tokens) => [loose.decode(Buffer.concat(tokens.map(bytesOf)))];
  },
  ByteFallback: () => byteFallback,
  Fuse: () => (tokens) => [tokens.join("")],
  Strip: strip,
  Replace(part) {
    const pattern = readPattern(part, "pattern");
    const content = part.text("content");
    return each((token) => {
      let made = "";
      let last = 0;
      for (const [from, to] of pattern.matches(token)) {
        made += token.slice(last, from) + content;
        last = to;
      }
      return made + token.slice(last);
    });
  },
  Metaspace(part) {
    const mark = part.character("replacement");
    const scheme = part.choice("prepend_scheme", ["always", "first", "never"], "always");
    part.flag("split", true);
    part.harmless("str_rep", "add_prefix_space");
    return each((token, i) => token.replaceAll(mark, i === 0 && scheme !== "never" ? "" : " "));
  },
  WordPiece(part) {
    const prefix = part.text("prefix");
    const clean = part.flag("cleanup");
    return each((token, i) => {
      const joined = i === 0 ? token : token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
      return clean ? cleanUp(joined) : joined;
    });
  },
  BPEDecoder(part) {
    const suffix = part.text("suffix");
    return each((token, i, all) => token.replaceAll(suffix, i === all.length - 1 ? "" : " "));
  },
};

/** Reads a decoder. Throws E303, E330. */
export const readDecoder = (part: Part): Decoder => readStep(part, readers);
