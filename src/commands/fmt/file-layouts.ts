// Files whose programs `steerlab fmt` lays out, by the ends of their names: programs themselves, notebooks, Markdown.
import { extname } from "node:path";
import { format } from "../../dsl/index.js";
import { steerCell } from "../../dsl/syntax/steer-magic.js";
import { linesOf, parseNotebook, sourceOf } from "../../kernel-ext/notebook/nbformat.js";
import { Faults } from "../program/program.js";
import { sourceSpans } from "./notebook-source-spans.js";

/** The text of a file as it should be. @throws Faults when a program cannot be read */
type Layout = (text: string, name: string) => string;

/** Of a program, or of a cell of the language. */
export const program: Layout = (text, name) => {
  const formatted = format(text);
  if (!formatted.ok) throw new Faults({ text, name }, formatted.diagnostics);
  return formatted.text;
};

/** A cell's source as the file writes it: a list of lines or one text, indented as it was. */
function written(source: string, before: string): string {
  const indent = /^\[(\s*)/.exec(before)?.[1];
  if (indent === undefined) return JSON.stringify(source);
  const end = /(\s*)\]$/.exec(before)?.[1] ?? "";
  return `[${indent}${linesOf(source)
    .map((line) => JSON.stringify(line))
    .join(`,${indent || " "}`)}${end}]`;
}

/** `%%steer` cells; everything else, outputs above all, stays to the byte. */
const notebook: Layout = (text, name) => {
  const { cells } = parseNotebook(text, name);
  const spans = sourceSpans(text);
  let [made, end] = ["", 0];
  for (const [index, cell] of cells.entries()) {
    const source = sourceOf(cell);
    if (cell.cell_type !== "code" || !steerCell(source)) continue;
    const laidOut = program(source, `${name}, cell ${index + 1}`).trimEnd();
    if (laidOut === source) continue;
    const { start, end: after } = spans[index]!;
    made += text.slice(end, start) + written(laidOut, text.slice(start, after));
    end = after;
  }
  return made + text.slice(end);
};

const block = /^(```+|~~~+)steer[ \t]*\n([^]*?)^\1[ \t]*$/gm;

/** Blocks of ```steer that are whole programs; pieces of one and wrong ones stay as they are. */
const markdown: Layout = (text) =>
  text.replace(block, (whole, fence: string, inside: string) => {
    const formatted = format(inside);
    return formatted.ok ? `${fence}steer\n${formatted.text.trimEnd()}\n${fence}` : whole;
  });

const layouts: Readonly<Record<string, Layout>> = { ".ipynb": notebook, ".md": markdown };

export const layoutOf = (file: string): Layout => layouts[extname(file).toLowerCase()] ?? program;
