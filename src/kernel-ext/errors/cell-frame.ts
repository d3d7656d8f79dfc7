// Pieces of a cell's text in messages: the line in question with its span underlined, and two lines around it.
import type { Place } from "../../runtime/errors/index.js";

const around = 2;

export const linesOf = (text: string): string[] => text.split(/\r\n|\r|\n/);

/** 1-based line and column of an offset. */
export function placeAt(text: string, start: number, end = start): Place {
  const before = linesOf(text.slice(0, start));
  const [first = ""] = linesOf(text.slice(start, end));
  return { line: before.length, column: (before.at(-1) ?? "").length + 1, length: Math.max(1, first.length) };
}

/** The lines around a place, numbered, with the place underlined. */
export function codeFrame(text: string, place: Place): string[] {
  const lines = linesOf(text);
  const last = Math.min(lines.length, place.line + around);
  const width = String(last).length;
  const frame: string[] = [];
  for (let line = Math.max(1, place.line - around); line <= last; line++) {
    const content = lines[line - 1]!;
    frame.push(`  ${String(line).padStart(width)} | ${content}`.trimEnd());
    if (line !== place.line) continue;
    const indent = content.slice(0, place.column - 1).replace(/[^\t]/g, " ");
    const room = Math.max(1, content.length - place.column + 1);
    frame.push(`  ${" ".repeat(width)} | ${indent}${"^".repeat(Math.min(place.length ?? 1, room))}`);
  }
  return frame;
}
