// Where things stand: offsets into the text (UTF-16 units), and lines and columns made from them.
import type { Place } from "./index.js";

/** From `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push((match.index ?? 0) + match[0].length);
  return starts;
}

/** 1-based line and column of a span; a span of several lines is cut at the end of its first line. */
export function placeOf(text: string, starts: readonly number[], span: Span): Place {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= span.start) low = middle;
    else high = middle - 1;
  }
  const from = starts[low]!;
  const rest = text.slice(span.start, span.end);
  const cut = rest.search(/[\r\n]/);
  const length = cut < 0 ? rest.length : cut;
  return { line: low + 1, column: span.start - from + 1, length: Math.max(1, length) };
}

/** The text of a 1-based line, without its end. */
export function lineText(text: string, line: number): string {
  return text.split(/\r\n|\r|\n/)[line - 1] ?? "";
}
