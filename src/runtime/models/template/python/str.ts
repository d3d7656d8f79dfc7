// Python's view of a text: code points, its own idea of white space and of what is printable.

/** Characters for which str.isspace() is true, as the inside of a character class. */
export const space = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const leading = new RegExp(`^[${space}]+`, "u");
const spaces: ReadonlySet<number> = new Set(
  Array.from({ length: 0x3001 }, (_, code) => code).filter((code) =>
    new RegExp(`[${space}]`, "u").test(String.fromCharCode(code)),
  ),
);

/** Without white space in front. */
export const trimStart = (text: string): string => text.replace(leading, "");

/** Without white space behind; linear also where a text is full of white space. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && spaces.has(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

export const isSpace = (character: string): boolean => spaces.has(character.charCodeAt(0));

/** Whether indexes in the text are the same in code points and in UTF-16 units. */
export const isNarrow = (text: string): boolean => !/[\ud800-\udfff]/.test(text);

/** Length in code points. */
export function pointCount(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const next = text.charCodeAt(i + 1);
    if (next >= 0xdc00 && next <= 0xdfff) {
      count--;
      i++;
    }
  }
  return count;
}

/** Compares by code points, as Python does: UTF-16 units order characters beyond U+FFFF before U+E000. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  let i = 0;
  while (i < shorter && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === shorter) return a.length - b.length;
  const surrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
  const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
  if (surrogate(x) !== surrogate(y)) return surrogate(x) ? 1 : -1;
  return x - y;
}

/** repr() of a str. */
export function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  if (!/['\\]/.test(text) && !hidden.test(text.replaceAll(" ", ""))) return quote + text + quote;
  let shown = quote;
  for (const character of text) shown += character === quote ? `\\${quote}` : escaped(character);
  return shown + quote;
}

const short: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u;

function escaped(character: string): string {
  if (Object.hasOwn(short, character)) return short[character]!;
  if (character === " " || !hidden.test(character)) return character;
  const code = character.codePointAt(0)!;
  const hex = code.toString(16);
  if (code < 256) return `\\x${hex.padStart(2, "0")}`;
  return code < 65536 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
