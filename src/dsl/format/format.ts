// The canonical layout of a program: two blanks before each clause, the values of a block in one column, pairs and
// comments under each other, one empty line at most. Comments stay, and the tree is the same but for its spans.
import type { Diagnostic } from "../diagnostics/language-errors.js";
import { parse } from "../syntax/parser.js";
import { openingOf } from "../syntax/steer-magic.js";
import { addComments, alignPairs, type Entry } from "./align.js";
import { lineOf, linesOf, widest } from "./lines.js";
import { rowsOf, type Row } from "./rows.js";
import { minuses, type Told } from "./spacing.js";

/** The formatted text, or why the program cannot be read. */
export type Formatted =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Columns before the lines in which a declaration outside a block goes on. */
const headerColumn = 4;

/** Columns from the indentation to the values: the longest first word of the block's clauses, and two blanks. */
function valueColumn(block: readonly Row[]): number {
  const words = block.flatMap(({ kind, parts }) => (kind === "line" ? [parts[0]!.text.length] : []));
  return Math.max(0, ...words) + 2;
}

function clause({ parts, depth }: Row, column: number, told: Told): string[] {
  const [word, ...rest] = parts;
  const indent = "  ".repeat(depth);
  const value = " ".repeat(indent.length + column);
  return linesOf(rest, value.length, told).map((line, i) =>
    i ? value + line : (indent + word!.text.padEnd(column) + line).trimEnd(),
  );
}

/** A declaration's lines up to its brace. */
function header({ parts, opens }: Row, told: Told): string[] {
  const lines = linesOf(parts, headerColumn, told).map(
    (line, i) => (i ? " ".repeat(headerColumn) : "") + line,
  );
  return opens ? [...lines.slice(0, -1), `${lines.at(-1)!} {`] : lines;
}

/** What follows the brace of a block that stands on one line; null where that would be too wide. */
function inline(before: string, block: readonly Row[], told: Told): string | null {
  const inner = block.map(({ parts }) => ` ${lineOf(parts, told)}`).join("");
  const line = block.length ? `${before}${inner} }` : `${before}}`;
  return line.length <= widest && !/[\r\n]/.test(inner) ? line : null;
}

function entriesOf(rows: readonly Row[], told: Told): Entry[] {
  const entries: Entry[] = [];
  let column = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (row.kind !== "line") {
      entries.push({ row, lines: ["  ".repeat(row.depth) + row.parts[0]!.text.trimEnd()] });
      continue;
    }
    const lines = row.depth ? clause(row, column, told) : header(row, told);
    if (!row.opens) {
      entries.push({ row, lines });
      continue;
    }
    const end = rows.findIndex(({ kind }, at) => at > i && kind === "close");
    const block = rows.slice(i + 1, end);
    column = valueColumn(block);
    const whole = row.opens === "inline" ? inline(lines.at(-1)!, block, told) : null;
    if (whole === null) entries.push({ row, lines });
    else {
      const trailing = rows[end]!.trailing;
      entries.push({ row: { ...row, opens: null, trailing }, lines: [...lines.slice(0, -1), whole] });
      i = end;
    }
  }
  return entries;
}

/** Whether an empty line stays before an entry: never at the beginning or the end of a block. */
const stays = (row: Row, before: Row | undefined) =>
  row.apart && before !== undefined && row.kind !== "close" && !before.opens;

/** Formats a program that can be read; names and values need not make sense. Line ends stay what the first one is. */
export function format(text: string): Formatted {
  const { statements, diagnostics } = parse(text);
  if (diagnostics.length) return { ok: false, diagnostics };
  const told = minuses(statements);
  const entries = entriesOf(rowsOf(text), told);
  alignPairs(entries, told);
  addComments(entries);
  const body = entries.flatMap(({ row, lines }, i) =>
    stays(row, entries[i - 1]?.row) ? ["", ...lines] : lines,
  );
  const opening = openingOf(text)
    .replace(/^\ufeff/, "")
    .trimEnd();
  const end = /\r\n|\r|\n/.exec(text)?.[0] ?? "\n";
  return { ok: true, text: [...(opening ? [opening] : []), ...body].map((line) => line + end).join("") };
}
