// Notebook files, format 4: reading them, and writing them byte for byte as Jupyter would (sorted keys, indent 1,
// texts as lists of lines).
import { readFile } from "node:fs/promises";
import { reasonOf } from "../../runtime/files/index.js";
import { kernelFailure } from "../errors/kernel-errors.js";
import type { Bundle, Output } from "../host/outputs.js";

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

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isLines = (value: unknown): boolean =>
  typeof value === "string" || (Array.isArray(value) && value.every((line) => typeof line === "string"));

/** What is wrong with a cell, in words; null when nothing is. Only what is read here is asked for. */
function faultOf(cell: unknown): string | null {
  if (!isObject(cell) || typeof cell["cell_type"] !== "string" || !("source" in cell))
    return "has no type or no source";
  const { source, metadata = {}, outputs = [], execution_count: count = null } = cell;
  if (!isLines(source)) return "has a source that is neither a text nor a list of texts";
  if (!isObject(metadata)) return "has metadata that are no object";
  if (
    !Array.isArray(outputs) ||
    !outputs.every((one) => isObject(one) && typeof one["output_type"] === "string")
  )
    return "has outputs that are no list of outputs";
  if (count !== null && !Number.isInteger(count)) return "has an execution count that is no whole number";
  return null;
}

/** Most values inside one another: what is deeper cannot be written again, and no front end makes it. */
const deepest = 500;

function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((one): unknown[] =>
      typeof one === "object" && one !== null ? Object.values(one) : [],
    );
  }
  return false;
}

/** The text of a notebook file. @throws E802 */
export function readSource(path: string): Promise<string> {
  return readFile(path, "utf8").catch((cause: unknown) => {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const reason = missing ? "it does not exist" : reasonOf(cause);
    throw kernelFailure("E802", { path, reason }, { cause });
  });
}

/** @throws E802 */
export const readNotebook = async (path: string): Promise<Notebook> =>
  parseNotebook(await readSource(path), path);

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
  if (isTooDeep(value)) return refuse(`its values are more than ${deepest} deep inside one another`);
  if (!isObject(value) || !Array.isArray(value.cells)) return refuse("it has no cells");
  if (value.nbformat !== 4) return refuse(`it has the format ${JSON.stringify(value.nbformat) ?? "none"}`);
  if (value.metadata !== undefined && !isObject(value.metadata)) return refuse("its metadata are no object");
  if (value.nbformat_minor !== undefined && !Number.isInteger(value.nbformat_minor))
    return refuse("its minor format is no whole number");
  for (const [index, cell] of value.cells.entries()) {
    const fault = faultOf(cell);
    if (fault !== null) return refuse(`cell ${index + 1} ${fault}`);
  }
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
