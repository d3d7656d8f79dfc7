// What stands under each other in neighbouring lines: the arrows and bars of pairs, and comments at the ends of lines.
import type { Token } from "../syntax/lexer.js";
import { lineOf, widest } from "./lines.js";
import { isComment, type Row } from "./rows.js";
import type { Told } from "./spacing.js";

/** A row with its lines, indented. */
export interface Entry {
  readonly row: Row;
  readonly lines: string[];
}

/** Neighbours that all are `alike`, without an empty line or another depth between them. */
function runs(entries: readonly Entry[], alike: (entry: Entry) => boolean): Entry[][] {
  const found: Entry[][] = [];
  let before: Entry | null = null;
  for (const entry of entries) {
    const fits = alike(entry);
    if (fits && before?.row.depth === entry.row.depth && !entry.row.apart) found.at(-1)!.push(entry);
    else if (fits) found.push([entry]);
    before = fits ? entry : null;
  }
  return found;
}

/** A prompt with its two answers on one line, without comments in it. */
const isPair = ({ row, lines }: Entry) =>
  lines.length === 1 &&
  row.parts.flatMap(({ text }) => (text === "->" || text === "|" ? [text] : [])).join(" ") === "-> |" &&
  row.parts[0]!.text === "pair" &&
  row.parts[1]!.text !== "user" &&
  !row.parts.some((part) => isComment(part) || /[\r\n]/.test(part.text));

/** The parts of a pair, its arrow and its bar at the beginnings of theirs. */
function cells(parts: readonly Token[]): Token[][] {
  const found: Token[][] = [[]];
  for (const part of parts)
    if (part.text === "->" || part.text === "|") found.push([part]);
    else found.at(-1)!.push(part);
  return found;
}

/** Arrows and bars of neighbouring pairs in one column each, where all the lines still fit. */
export function alignPairs(entries: readonly Entry[], told: Told): void {
  for (const run of runs(entries, isPair)) {
    const table = run.map(({ row }) => cells(row.parts.slice(1)).map((cell) => lineOf(cell, told)));
    const most = Math.max(...table.map(({ length }) => length));
    const widths = Array.from({ length: most }, (_, i) =>
      Math.max(...table.map((row) => row[i]?.length ?? 0)),
    );
    const texts = run.map(({ lines, row }, i) => {
      const before = lines[0]!.slice(0, -lineOf(row.parts.slice(1), told).length);
      return (
        before +
        table[i]!.map((cell, at) => cell.padEnd(widths[at]!))
          .join(" ")
          .trimEnd()
      );
    });
    if (texts.every((text) => text.length <= widest)) run.forEach(({ lines }, i) => (lines[0] = texts[i]!));
  }
}

/** A declaration or clause of one line that has a comment after it. */
const isNoted = ({ row, lines }: Entry) =>
  row.trailing.length > 0 && row.kind === "line" && row.opens === null && lines.length === 1;

/** Puts comments after their rows, those of neighbouring lines in one column. */
export function addComments(entries: readonly Entry[]): void {
  for (const run of runs(entries, isNoted)) {
    const column = Math.max(...run.map(({ lines }) => lines[0]!.length));
    for (const { lines } of run) lines[0] = lines[0]!.padEnd(column);
  }
  for (const { row, lines } of entries)
    if (row.trailing.length)
      lines.push(`${lines.pop()!}  ${row.trailing.map((text) => text.trimEnd()).join(" ")}`);
}
