// Notebook files, format 4: reading them, and writing them byte for byte as Jupyter would (sorted keys, indent 1,
// texts as lists of lines).
import { readFile } from "node:fs/promises";
import { kernelFailure } from "./errors.js";
import type { Bundle, Output } from "./outputs.js";

export interface NotebookCell {
  cell_type: string;
  source: string | string[];
  metadata: { tags?: unknown; execution?: unknown; [name: string]: unknown };
  outputs?: unknown[];
  execution_count?: number | null;
  [name: string]: unknown;
}

export interface Notebook {
  cells: NotebookCell[];
  metadata: Record<string, unknown>;
  nbformat: number;
  nbformat_minor: number;
}

const isCell = (value: unknown): value is NotebookCell =>
  typeof value === "object" && value !== null && "cell_type" in value && "source" in value;

/** @throws E802 */
export async function readNotebook(path: string): Promise<Notebook> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw kernelFailure("E802", { path, reason: missing ? "it does not exist" : String(cause) }, { cause });
  });
  return parseNotebook(text, path);
}

/** @throws E802 */
export function parseNotebook(text: string, path: string): Notebook {
  const refuse = (reason: string, cause?: unknown): never => {
    throw kernelFailure("E802", { path, reason }, { cause });
  };
  let value: Partial<Notebook> | null;
  try {
    value = JSON.parse(text) as Partial<Notebook> | null;
  } catch (cause) {
    return refuse("it is not JSON", cause);
  }
  if (!value || typeof value !== "object" || !Array.isArray(value.cells)) return refuse("it has no cells");
  if (value.nbformat !== 4) return refuse(`it has the format ${String(value.nbformat)}`);
  const wrong = value.cells.findIndex((cell) => !isCell(cell));
  if (wrong >= 0) return refuse(`cell ${wrong + 1} has no type or no source`);
  for (const cell of value.cells) cell.metadata ??= {};
  return {
    ...(value as Notebook),
    metadata: value.metadata ?? {},
    nbformat_minor: value.nbformat_minor ?? 5,
  };
}

export const sourceOf = ({ source }: NotebookCell): string =>
  Array.isArray(source) ? source.join("") : source;

export const hasTag = ({ metadata }: NotebookCell, tag: string): boolean =>
  Array.isArray(metadata.tags) && metadata.tags.includes(tag);

/** A text as its lines, each with its end; the same ends as Python's `splitlines`. */
const ends = "\\n\\r\\v\\f\\u001c-\\u001e\\u0085\\u2028\\u2029";
const line = new RegExp(`[^${ends}]*(?:\\r\\n|[${ends}])|[^${ends}]+$`, "g");
export const linesOf = (text: string): string[] => text.match(line) ?? [];

const isText = (type: string): boolean =>
  type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";

const splitBundle = (data: Bundle): Bundle =>
  Object.fromEntries(
    Object.entries(data).map(([type, value]) => [
      type,
      typeof value === "string" && isText(type) ? linesOf(value) : value,
    ]),
  );

/** An output as the file has it. */
export function fileOutput(output: Output): object {
  if (output.output_type === "stream") return { ...output, text: linesOf(output.text) };
  return "data" in output ? { ...output, data: splitBundle(output.data) } : output;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!value || typeof value !== "object") return value;
  const made = "toJSON" in value && typeof value.toJSON === "function" ? (value.toJSON() as unknown) : value;
  if (!made || typeof made !== "object" || Array.isArray(made)) return made;
  return Object.fromEntries(
    Object.entries(made)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** The text of a notebook file. */
export function notebookText(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({ ...cell, source: linesOf(sourceOf(cell)) }));
  return `${JSON.stringify(sorted({ ...notebook, cells }), null, 1)}\n`;
}
