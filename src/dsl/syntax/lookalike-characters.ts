// Characters that look like others, or like nothing, named as Unicode names them, with what to write instead. No advice changes what
// a program means: a minus that is left out would.

interface Named {
  readonly name: string;
  readonly instead: string;
}

const dash = "Write - (the hyphen of the keyboard) for a minus or the arrow ->.";
const quotes = 'Put texts in double quotes: "…".';
const unseen = "It cannot be seen: delete it; the text around it stays as it is.";
const point = "Write . for a decimal point, and a comma between values.";

const known: ReadonlyMap<number, Named> = new Map<number, Named>([
  [0x2010, { name: "HYPHEN", instead: dash }],
  [0x2011, { name: "NON-BREAKING HYPHEN", instead: dash }],
  [0x2012, { name: "FIGURE DASH", instead: dash }],
  [0x2013, { name: "EN DASH", instead: "Write - for a minus, or .. for a range." }],
  [0x2014, { name: "EM DASH", instead: dash }],
  [0x2015, { name: "HORIZONTAL BAR", instead: dash }],
  [0x2212, { name: "MINUS SIGN", instead: "Write - instead." }],
  [0xfe63, { name: "SMALL HYPHEN-MINUS", instead: dash }],
  [0x2192, { name: "RIGHTWARDS ARROW", instead: "Write -> instead." }],
  [0x2026, { name: "HORIZONTAL ELLIPSIS", instead: "Write .. for a range." }],
  [0x00d7, { name: "MULTIPLICATION SIGN", instead: "Write * instead." }],
  [0x2217, { name: "ASTERISK OPERATOR", instead: "Write * instead." }],
  [0x00b7, { name: "MIDDLE DOT", instead: "Write * to multiply." }],
  [0x066b, { name: "ARABIC DECIMAL SEPARATOR", instead: point }],
  ...[0x2018, 0x2019, 0x201a, 0x201c, 0x201d, 0x201e, 0x00ab, 0x00bb, 0x2032, 0x2033].map(
    (code): [number, Named] => [code, { name: "TYPOGRAPHIC QUOTATION MARK", instead: quotes }],
  ),
  [0x00ad, { name: "SOFT HYPHEN", instead: unseen }],
  [0x200b, { name: "ZERO WIDTH SPACE", instead: unseen }],
  [0x200c, { name: "ZERO WIDTH NON-JOINER", instead: unseen }],
  [0x200d, { name: "ZERO WIDTH JOINER", instead: unseen }],
  [0x200e, { name: "LEFT-TO-RIGHT MARK", instead: unseen }],
  [0x200f, { name: "RIGHT-TO-LEFT MARK", instead: unseen }],
  [0x061c, { name: "ARABIC LETTER MARK", instead: unseen }],
  [0x2060, { name: "WORD JOINER", instead: unseen }],
  [0xfeff, { name: "ZERO WIDTH NO-BREAK SPACE (BYTE ORDER MARK)", instead: unseen }],
  [0x2028, { name: "LINE SEPARATOR", instead: "Write an ordinary line break." }],
  [0x2029, { name: "PARAGRAPH SEPARATOR", instead: "Write an ordinary line break." }],
  [0x0085, { name: "NEXT LINE", instead: "Write an ordinary line break." }],
]);

/** Characters by their kind, where each by itself has no entry. */
function byKind(code: number, text: string): Named | null {
  if (code >= 0xff01 && code <= 0xff5e)
    return {
      name: `FULLWIDTH ${String.fromCharCode(code - 0xfee0)}`,
      instead: `Write ${String.fromCharCode(code - 0xfee0)} instead.`,
    };
  if (code >= 0x202a && code <= 0x202e)
    return { name: "EMBEDDING OR OVERRIDE OF WRITING DIRECTION", instead: unseen };
  if (code >= 0x2066 && code <= 0x2069) return { name: "ISOLATE OF WRITING DIRECTION", instead: unseen };
  if (/^\p{Zs}$/u.test(text)) return { name: "SPACE OF ANOTHER KIND", instead: "Write an ordinary blank." };
  if (/^\p{Nd}$/u.test(text)) return { name: "DIGIT OF ANOTHER SCRIPT", instead: "Write the digits 0 to 9." };
  if (/^\p{Cc}$/u.test(text)) return { name: "CONTROL CHARACTER", instead: unseen };
  if (/^[\p{Cf}\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]$/u.test(text))
    return { name: "INVISIBLE CHARACTER", instead: unseen };
  return null;
}

/** "U+2212 MINUS SIGN" and what to write; null for a character that shows what it is. */
export function misleading(
  text: string,
): { readonly code: string; readonly name: string; readonly instead: string } | null {
  const point = text.codePointAt(0)!;
  const found = known.get(point) ?? byKind(point, String.fromCodePoint(point));
  return found && { code: `U+${point.toString(16).toUpperCase().padStart(4, "0")}`, ...found };
}
