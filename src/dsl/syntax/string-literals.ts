// Texts in quotes -> what they say. `"""` texts lose the line break after the opening quotes and the indentation they share.
import type { Text } from "./ast.js";
import type { Span } from "../../runtime/errors/text-positions.js";

const simple: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  '"': '"',
  "\\": "\\",
  "/": "/",
  "0": "\0",
};

const escape = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|\r\n|([^]))/g;

function letter(code: string | undefined, plain: string | undefined): string | null {
  if (code !== undefined) {
    const point = parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : null;
  }
  if (plain === undefined || plain === "\n" || plain === "\r") return ""; // a line that goes on
  return simple[plain] ?? null;
}

function body(text: Text): { from: number; to: number; long: boolean } {
  const long = text.raw.startsWith('"""');
  const width = long ? 3 : 1;
  return { from: width, to: text.open ? text.raw.length : Math.max(width, text.raw.length - width), long };
}

/** Removes the indentation that all lines share, the first line break, and a last line of blanks. */
function unindent(raw: string): string {
  const lines = raw.replace(/\r\n?/g, "\n").split("\n");
  if (lines.length === 1) return raw;
  if (lines[0]!.trim() === "") lines.shift();
  const last = lines.at(-1)!;
  const full = lines.filter((line, i) => line.trim() !== "" || i === lines.length - 1);
  const shared = Math.min(...full.map((line) => /^[ \t]*/.exec(line)![0].length));
  if (last.trim() === "") lines.pop();
  return lines.map((line) => line.slice(shared)).join("\n");
}

/** What a text says. Escapes that are not known stand as written; `badEscapes` finds them. */
export function textValue(text: Text): string {
  const { from, to, long } = body(text);
  const raw = text.raw.slice(from, to);
  return (long ? unindent(raw) : raw).replace(
    escape,
    (whole, wide: string | undefined, code: string | undefined, plain: string | undefined) =>
      letter(wide ?? code, plain) ?? whole,
  );
}

/** Escapes of a text that mean nothing, with their spans. */
export function badEscapes(text: Text): { escape: string; span: Span }[] {
  const { from, to } = body(text);
  return [...text.raw.slice(from, to).matchAll(escape)]
    .filter((match) => letter(match[1] ?? match[2], match[3]) === null)
    .map((match) => {
      const start = text.start + from + (match.index ?? 0);
      return { escape: match[0], span: { start, end: start + match[0].length } };
    });
}
