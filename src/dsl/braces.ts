// Finds the end of `${ TypeScript }`: the brace that closes it, past strings, templates, comments and inner braces.

/** `start` is the offset of `${`. An unclosed hole ends with its line. */
export function holeEnd(text: string, start: number): { end: number; open: boolean } {
  const end = skipBraces(text, start + 2);
  if (end >= 0) return { end, open: false };
  const line = text.slice(start).search(/[\r\n]/);
  return { end: line < 0 ? text.length : start + line, open: true };
}

/** Offset after the `}` that closes what opened just before `at`, or -1. */
function skipBraces(text: string, at: number): number {
  while (at >= 0 && at < text.length) {
    const letter = text[at]!;
    if (letter === "}") return at + 1;
    const skip = skippers[letter];
    at = skip ? skip(text, at) : at + 1;
  }
  return -1;
}

const skippers: Readonly<Record<string, (text: string, at: number) => number>> = {
  "{": (text, at) => skipBraces(text, at + 1),
  '"': skipQuoted,
  "'": skipQuoted,
  "`": skipTemplate,
  "/": (text, at) => {
    if (text[at + 1] === "/") return nextOr(text, text.indexOf("\n", at), at);
    if (text[at + 1] === "*") return nextOr(text, text.indexOf("*/", at + 2), at);
    return at + 1;
  },
};

function nextOr(text: string, found: number, at: number): number {
  if (found < 0) return -1;
  return text[at + 1] === "*" ? found + 2 : found + 1;
}

function skipQuoted(text: string, at: number): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === quote) return i + 1;
    else if (text[i] === "\n") return -1;
  }
  return -1;
}

function skipTemplate(text: string, at: number): number {
  for (let i = at + 1; i >= 0 && i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "`") return i + 1;
    else if (text[i] === "$" && text[i + 1] === "{") {
      const end = skipBraces(text, i + 2);
      if (end < 0) return -1;
      i = end - 1;
    }
  }
  return -1;
}
