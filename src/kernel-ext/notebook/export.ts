// A notebook as a program: its %%steer cells in order, its texts as comments, without its TypeScript cells and without what
// needs their names.
import type ts from "@tslab/typescript-for-tslab";
import { declares, exported, parse, steerCell, usesOf, withoutMark, type Span } from "../../dsl/index.js";
import { readNotebook, sourceOf } from "./nbformat.js";
import { readNested } from "../typescript/nesting.js";
import { repair } from "../typescript/repairs.js";
import { loadTslab } from "../typescript/tslab.js";

/** A cell of a notebook, as text. */
export interface ExportedCell {
  readonly type: string; // "markdown", "code", "raw"
  readonly source: string;
}

/** Something that the program does not have. */
export interface LeftOut {
  /** 1-based position of the cell in the notebook. */
  readonly cell: number;
  /** First line of the statement; null where the whole cell is TypeScript. */
  readonly statement: string | null;
  /** Names that only TypeScript cells, or statements that were left out, declare. */
  readonly needs: readonly string[];
}

/** A name that a program may declare once only, and the cells that declare it. */
export interface Twice {
  readonly name: string;
  readonly cells: readonly [first: number, again: number];
}

export interface Exported {
  readonly text: string;
  readonly leftOut: readonly LeftOut[];
  readonly twice: readonly Twice[];
}

/** Comments are at most this wide; a line of code or of a table stays as it is. */
const widest = 100;

function wrapped(line: string): string[] {
  if (line.length <= widest || /^(?: {4}|\t|\||```)/.test(line)) return [line];
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = lines.at(-1)!;
    if (last === "") lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= widest) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const asComment = (lines: readonly string[]): string =>
  lines.map((line) => (line.trim() ? `// ${line}` : "//").trimEnd()).join("\n");

/** A statement, line by line. */
const commented = (text: string): string => asComment(text.split("\n"));

/** The text of a cell. */
const told = (text: string): string => asComment(text.split("\n").flatMap(wrapped));

const fromSteerlab = new Set<string>(exported);

const firstLine = (text: string): string => text.split("\n")[0]!.trim();

const quoted = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

/** Puts texts in the place of spans, which are in order and do not overlap. */
function replaced(text: string, changes: readonly { span: Span; by: string }[]): string {
  let at = 0;
  const parts = changes.map(({ span, by }) => {
    const part = text.slice(at, span.start) + by;
    at = span.end;
    return part;
  });
  return parts.join("") + text.slice(at);
}

/** The program of a notebook's cells. What is wrong with it is left for the checker. */
export function programOf(compiler: typeof ts, cells: readonly ExportedCell[]): Exported {
  /** Names that are declared, but not in the program. */
  const absent = new Set<string>();
  const leftOut: LeftOut[] = [];
  /** Names that are in the program, and their cells. */
  const present = new Map<string, number>();
  const twice: Twice[] = [];
  const declare = (name: string, cell: number): void => {
    absent.delete(name);
    const first = present.get(name);
    if (first !== undefined && first !== cell) twice.push({ name, cells: [first, cell] });
    else present.set(name, cell);
  };

  const steer = (source: string, cell: number): string => {
    // The mark is blanked, so that offsets stay as they are.
    const text = withoutMark(source);
    const changes = parse(text).statements.flatMap((statement) => {
      const uses = usesOf(text, statement, (name) => absent.has(name)).map(({ name }) => name);
      const needs = [...new Set(uses.filter((name) => absent.has(name)))];
      for (const { name } of declares(statement))
        if (needs.length === 0) declare(name, cell);
        else absent.add(name);
      if (needs.length === 0) return [];
      const span = { start: statement.start, end: statement.end };
      const written = text.slice(span.start, span.end);
      leftOut.push({ cell, statement: firstLine(written), needs });
      return [
        {
          span,
          by: `// Left out, for it needs ${quoted(needs)} of a TypeScript cell:\n${commented(written)}`,
        },
      ];
    });
    return replaced(text, changes).trim();
  };

  const typescript = (source: string, cell: number): string => {
    const { declared } = readNested(() => repair(compiler, source));
    const names = declared.filter((name) => !fromSteerlab.has(name));
    for (const name of names) absent.add(name);
    leftOut.push({ cell, statement: null, needs: [] });
    return names.length > 0
      ? `// Left out: a TypeScript cell that declares ${quoted(names)}.`
      : "// Left out: a TypeScript cell.";
  };

  const parts = cells.map(({ type, source }, i) =>
    type !== "code"
      ? told(source.trim())
      : source.trim() === ""
        ? ""
        : steerCell(source)
          ? steer(source, i + 1)
          : typescript(source, i + 1),
  );
  return { text: `${parts.filter(Boolean).join("\n\n")}\n`, leftOut, twice };
}

/**
 * The program of a notebook file. `layOut` gives the canonical form of a cell, by its position from 1, and throws where it cannot be
 * read. Throws E802, a file that is no notebook.
 */
export async function exportNotebook(
  path: string,
  layOut: (source: string, cell: number) => string,
): Promise<Exported> {
  const { cells } = await readNotebook(path);
  return programOf(
    loadTslab().ts,
    cells.map((cell, i) => {
      const [type, source] = [cell.cell_type, sourceOf(cell)];
      return { type, source: type === "code" && steerCell(source) ? layOut(source, i + 1) : source };
    }),
  );
}
