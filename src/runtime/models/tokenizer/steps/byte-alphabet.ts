// Byte-level alphabets: every byte as a letter, as GPT-2 has it.

/** The letter that byte-level BPE writes for each byte: printable Latin-1 as itself, the others from U+0100 on. */
export const byteLetters: readonly string[] = (() => {
  const printable = (b: number) => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174 && b <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, b) => String.fromCodePoint(printable(b) ? b : next++));
})();

/** The byte of each letter. */
export const byteOfLetter: ReadonlyMap<string, number> = new Map(
  byteLetters.map((letter, byte) => [letter, byte]),
);

const plain = /^[!-~]*$/;

/** A text's UTF-8 bytes as letters. */
export function byteLettersOf(text: string): string {
  if (plain.test(text)) return text;
  let letters = "";
  for (const byte of Buffer.from(text)) letters += byteLetters[byte]!;
  return letters;
}

/** "<0x0A>" for 10, as byte-fallback vocabularies have it. */
export const byteToken = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
