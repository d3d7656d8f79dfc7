// Classes of characters that Oniguruma knows by name, as JavaScript classes (flag v).

const marks = "Mn Mc Me".split(" ");
const categories =
  "L Lu Lt Lm M N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Co Cn".split(" ");
const scripts =
  "Arabic Armenian Bengali Bopomofo Cherokee Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Mongolian Myanmar Sinhala Tamil Telugu Thai Tibetan".split(
    " ",
  );

/** Word characters inside a class; \w outside one also has the superscript digits and fractions of Latin-1. */
const word = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}";

/** U+0295 is a small letter for Oniguruma, and a letter without case since Unicode 17. */
const small = { Ll: "[\\p{Ll}\\u0295]", Lo: "[\\p{Lo}--\\u0295]" };
const lower = "[\\p{Lowercase}\\u0295]";

/** By name in small letters without spaces, hyphens and underscores, which Oniguruma does not look at. */
const properties: ReadonlyMap<string, string> = new Map([
  ...[...categories, ...marks].map((name): [string, string] => [name.toLowerCase(), `\\p{${name}}`]),
  ...Object.entries(small).map(([name, source]): [string, string] => [name.toLowerCase(), source]),
  ...scripts.map((name): [string, string] => [name.toLowerCase(), `\\p{Script=${name}}`]),
  ["letter", "\\p{L}"],
  ["number", "\\p{N}"],
  ["mark", "\\p{M}"],
  ["punctuation", "\\p{P}"],
  ["symbol", "\\p{S}"],
  ["separator", "\\p{Z}"],
  ["decimalnumber", "\\p{Nd}"],
  ["uppercaseletter", "\\p{Lu}"],
  ["lowercaseletter", small.Ll],
  ["alphabetic", "\\p{Alphabetic}"],
  ["whitespace", "\\p{White_Space}"],
  ["alpha", "\\p{Alphabetic}"],
  ["alnum", "[\\p{Alphabetic}\\p{Nd}]"],
  ["digit", "\\p{Nd}"],
  ["punct", "\\p{P}"],
  ["space", "\\p{White_Space}"],
  ["upper", "\\p{Uppercase}"],
  ["lower", lower],
  ["word", `[${word}]`],
]);

/** The inside of \p{…}. */
export const property = (name: string): string | undefined =>
  properties.get(name.toLowerCase().replace(/[ _-]/g, ""));

/** The name of [:…:]. */
export const posix: Readonly<Record<string, string>> = {
  alpha: "\\p{Alphabetic}",
  alnum: "[\\p{Alphabetic}\\p{Nd}]",
  digit: "\\p{Nd}",
  punct: "[\\p{P}\\p{S}]",
  space: "\\p{White_Space}",
  upper: "\\p{Uppercase}",
  lower,
  word: `[${word}]`,
  xdigit: "[0-9A-Fa-f]",
  cntrl: "\\p{Cc}",
  blank: "[\\p{Zs}\\t]",
};

/** Classes that a letter behind a backslash names, inside a class. */
export const shorthand: Readonly<Record<string, string>> = {
  s: "\\p{White_Space}",
  d: "\\p{Nd}",
  h: "[0-9A-Fa-f]",
  w: `[${word}]`,
};

/** \w outside a class, and what \b looks at. */
export const wordOutside = `[${word}\\xB2\\xB3\\xB9\\xBC-\\xBE]`;
