// The parts of one row -> lines of text. A row that is too wide breaks before `->` and `|`, else after commas.
import type { Token } from "../syntax/lexer.js";
import { isComment } from "./rows.js";
import { blankBetween, type Told } from "./spacing.js";

/** Columns that lines keep to where the language lets them break. */
export const widest = 120;

/** Comments stand after the comma that follows them, so that the comma ends its line. */
function commasFirst(parts: readonly Token[]): Token[] {
  const ordered = [...parts];
  for (let i = 1; i < ordered.length; i++)
    for (let at = i; at > 0 && ordered[at]!.text === "," && isComment(ordered[at - 1]!); at--)
      [ordered[at - 1], ordered[at]] = [ordered[at]!, ordered[at - 1]!];
  return ordered;
}

/** Pieces of text that stay together; `breaks`: how readily a line ends before it. */
interface Chunk {
  text: string;
  readonly blank: boolean;
  readonly breaks: "never" | "list" | "side" | "always";
}

function chunks(parts: readonly Token[], told: Told): Chunk[] {
  const found: Chunk[] = [];
  commasFirst(parts).forEach((token, i, all) => {
    const before = all[i - 1];
    const blank = before !== undefined && blankBetween(before, token, told);
    const breaks =
      before?.type === "comment"
        ? "always"
        : token.text === "->" || token.text === "|"
          ? "side"
          : before?.text === "," && token.type !== "comment"
            ? "list"
            : "never";
    const text = token.text.trimEnd();
    if (breaks === "never" && found.length)
      found.at(-1)!.text += (token.type === "comment" ? "  " : blank ? " " : "") + text;
    else found.push({ text, blank, breaks });
  });
  return found;
}

const joined = (all: readonly Chunk[]) =>
  all.map(({ text, blank }, i) => (blank && i ? " " : "") + text).join("");

/** Whether this text fits into its lines when it begins at a column; lines within texts and holes are as they are. */
function fits(text: string, column: number): boolean {
  const first = text.search(/[\r\n]/);
  return column + (first < 0 ? text.length : first) <= widest;
}

/** Cuts the chunks where `cut` says so. */
function cutWhere(all: readonly Chunk[], cut: (chunk: Chunk) => boolean): Chunk[][] {
  const groups: Chunk[][] = [];
  for (const chunk of all)
    if (groups.length && !cut(chunk)) groups.at(-1)!.push(chunk);
    else groups.push([chunk]);
  return groups;
}

/** As many chunks on each line as fit. */
function filled(all: readonly Chunk[], column: number): string[] {
  const lines: Chunk[][] = [];
  for (const chunk of all) {
    const line = lines.at(-1);
    if (line && (chunk.breaks === "never" || fits(joined([...line, chunk]), column))) line.push(chunk);
    else lines.push([chunk]);
  }
  return lines.map(joined);
}

function laid(all: readonly Chunk[], column: number): string[] {
  if (fits(joined(all), column)) return [joined(all)];
  const sides = cutWhere(all, ({ breaks }) => breaks === "side");
  return sides.flatMap((side) => filled(side, column));
}

/** The parts on one line, however wide. */
export function lineOf(parts: readonly Token[], told: Told): string {
  return joined(chunks(parts, told));
}

/** The lines of a row from a column on; all but the first are to be indented as far. */
export function linesOf(parts: readonly Token[], column: number, told: Told): string[] {
  const always = cutWhere(chunks(parts, told), ({ breaks }) => breaks === "always");
  return always.flatMap((group) => laid(group, column));
}
