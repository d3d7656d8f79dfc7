// Where in the text of a notebook the sources of its cells stand, so that a layout changes them and not a byte besides.
import type { Span } from "../../dsl/index.js";

const blank = /[\s,:]*/y;
const atom = /[^\s,:[\]{}"]+/y;
const string = /"(?:[^"\\]|\\.)*"/y;

/** Walks a JSON text that is known to be well formed; `take` hears of every value, with the way to it. */
function walk(text: string, take: (way: readonly (string | number)[], span: Span) => void): void {
  let at = 0;
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const value = (way: readonly (string | number)[]): void => {
    match(blank);
    const start = at;
    const opening = text[at];
    if (opening === "{" || opening === "[") {
      at++;
      match(blank);
      for (let index = 0; text[at] !== "}" && text[at] !== "]"; index++, match(blank))
        value([...way, opening === "[" ? index : (JSON.parse(match(string)) as string)]);
      at++;
    } else if (!match(string)) match(atom);
    take(way, { start, end: at });
  };
  value([]);
}

/** The place of each cell's source, in order. */
export function sourceSpans(notebook: string): Span[] {
  const spans: Span[] = [];
  walk(notebook, (way, span) => {
    if (way.length === 3 && way[0] === "cells" && way[2] === "source") spans[way[1] as number] = span;
  });
  return spans;
}
