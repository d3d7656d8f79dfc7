// Finds the end of `${ TypeScript }`: the brace that closes it, past strings, templates, comments and inner braces.

/** A hole longer than this has lost its end; so an unclosed one costs little. */
const longest = 20_000;

/** `start` is the offset of `${`. An unclosed hole ends with its line; `oneLine`: so must a closed one. */
export function holeEnd(text: string, start: number, oneLine: boolean): { end: number; open: boolean } {
  const found = text.slice(start).search(/[\r\n]/);
  const line = found < 0 ? text.length : start + found;
  const end = closing(text.slice(start, oneLine ? line : start + longest));
  return end < 0 ? { end: line, open: true } : { end: start + end, open: false };
}

/** Offset after the brace that closes the `${` at 0, or -1. `within` are the braces and templates that are open. */
function closing(text: string): number {
  const within: ("{" | "`")[] = ["{"];
  let at = 2;
  while (at < text.length) {
    const inTemplate = within.at(-1) === "`";
    const step = (inTemplate ? templateStep : codeStep)(text, at, within);
    if (step < 0 || within.length === 0) return step;
    at = step;
  }
  return -1;
}

function templateStep(text: string, at: number, within: ("{" | "`")[]): number {
  if (text[at] === "\\") return at + 2;
  if (text[at] === "`") within.pop();
  if (text[at] !== "$" || text[at + 1] !== "{") return at + 1;
  within.push("{");
  return at + 2;
}

function codeStep(text: string, at: number, within: ("{" | "`")[]): number {
  const letter = text[at]!;
  if (letter === "{" || letter === "`") within.push(letter);
  else if (letter === "}") within.pop();
  else if (letter === '"' || letter === "'") return quotedEnd(text, at);
  else if (text.startsWith("//", at)) return after(text, "\n", at);
  else if (text.startsWith("/*", at)) return after(text, "*/", at + 2);
  return at + 1;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

function quotedEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length && text[i] !== "\n"; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === text[at]) return i + 1;
  }
  return -1;
}
