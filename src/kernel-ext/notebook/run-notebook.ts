// Runs a notebook without Jupyter, and writes it with its outputs or compares them with those that it had. The same notebook gives the same bytes: no times, no
// fresh ids, and no progress displays, which say how much the store already had.
import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { SteerError } from "../../runtime/errors/index.js";
import { writeAtomically } from "../../runtime/files/index.js";
import {
  compareCells,
  usualTolerances,
  type Difference,
  type Tolerances,
} from "./compare/compare-outputs.js";
import { kernelFailure } from "../errors/kernel-errors.js";
import { languageInfo, specification } from "../kernel/language-info.js";
import {
  fileOutput,
  hasTag,
  notebookText,
  parseNotebook,
  readSource,
  sourceOf,
  type NotebookCell,
} from "./nbformat.js";
import { noiseOf } from "./tolerances.js";
import { Folded } from "../host/outputs.js";
import { openSession, type NotebookSession } from "../host/notebook-session.js";

export interface NotebookOptions {
  /** File to write; default: the notebook itself, or none when it is checked. */
  readonly out?: string | undefined;
  /**
   * Compare what comes out with the outputs in the file, numbers within these tolerances; what is not given is the usual one, and for `absolute`
   * what the evaluations in the file say of themselves.
   */
  readonly check?: Partial<Omit<Tolerances, "noise">> | undefined;
  /** Run the cells after a failed one too. A cell tagged `raises-exception` may always fail. */
  readonly allowErrors?: boolean | undefined;
  /** Seconds that one cell may take; default: as long as it likes. */
  readonly timeout?: number | undefined;
  /** Ends the cell at hand and the run. */
  readonly signal?: AbortSignal | undefined;
}

/** Where a cell stands in its notebook, counted from 1 over cells of all types. */
type Numbered<T> = T & { readonly cell: number };

export interface NotebookReport {
  /** The file that was written, if any. */
  readonly path: string | null;
  /** Code cells that were run, and how long each took. */
  readonly cells: readonly Numbered<{ readonly seconds: number }>[];
  /** What is not as in the file; empty unless that was asked. */
  readonly differences: readonly Numbered<Difference>[];
  /** What failed (E803, E804, E813), in order; empty when all went well. */
  readonly failures: readonly SteerError[];
  /** Whether the run was interrupted before its end. */
  readonly interrupted: boolean;
}

/** A cell with this tag may put out what it likes. */
const freeTag = "ignore-output";

/** What a check was told, then what the outputs up to here say of themselves, then the usual tolerances. */
function tolerancesOf(
  { relative, absolute }: NonNullable<NotebookOptions["check"]>,
  shown: readonly unknown[],
): Tolerances {
  const noise = noiseOf(shown);
  return {
    relative: relative ?? usualTolerances.relative,
    absolute: absolute ?? noise?.absolute ?? usualTolerances.absolute,
    ...(noise && { noise }),
  };
}

/** Runs one cell and keeps its outputs in it. @returns what went wrong, or null */
async function runCell(
  session: NotebookSession,
  cell: NotebookCell,
  number: number,
  path: string,
  timeout: number | undefined,
): Promise<SteerError | null> {
  const folded = new Folded();
  let late = false;
  const stop = (): void => {
    late = true;
    session.interrupt();
  };
  const timer = timeout === undefined ? undefined : setTimeout(stop, timeout * 1000);
  const { executionCount, error } = await session.execute(sourceOf(cell), {
    onOutput(event) {
      if (!("passing" in event && event.passing)) folded.add(event);
    },
  });
  clearTimeout(timer);
  cell.execution_count = executionCount;
  cell.outputs = folded.outputs().map(fileOutput);
  if (late && timeout !== undefined) return kernelFailure("E804", { path, cell: number, seconds: timeout });
  if (!error || hasTag(cell, "raises-exception")) return null;
  const said = error.ename === "SteerError" ? error.evalue : `${error.ename}: ${error.evalue}`;
  return kernelFailure("E803", { path, cell: number, reason: said });
}

/**
 * Runs the notebook's code cells in its folder, up to the first failure, and writes it (whole or not at all), or compares.
 * The notebook itself is written only when everything ran; `out` also gets what an interrupted or failed run came to.
 * One at a time in a process: the working directory belongs to the process.
 * @throws E802 when it is no notebook, E701 when it cannot be written
 */
export async function runNotebook(path: string, options: NotebookOptions = {}): Promise<NotebookReport> {
  const source = resolve(path);
  const { signal } = options;
  const before = await readSource(source);
  const notebook = parseNotebook(before, source);
  const folder = process.cwd();
  const failures: SteerError[] = [];
  const cells: Numbered<{ seconds: number }>[] = [];
  const differences: Numbered<Difference>[] = [];
  let complete = true;
  process.chdir(dirname(source));
  try {
    const session = await openSession();
    const interrupt = (): void => session.interrupt();
    signal?.addEventListener("abort", interrupt);
    try {
      const shown: unknown[] = [];
      for (const [index, cell] of notebook.cells.entries()) {
        if (cell.cell_type !== "code") continue;
        const kept = cell.outputs ?? [];
        shown.push(...kept);
        cell.outputs = [];
        cell.execution_count = null;
        delete cell.metadata.execution;
        const skipped = sourceOf(cell).trim() === "" || hasTag(cell, "skip-execution");
        if (skipped || (failures.length > 0 && !options.allowErrors)) continue;
        if (signal?.aborted) {
          complete = false;
          break;
        }
        const began = performance.now();
        const number = index + 1;
        const failure = await runCell(session, cell, number, basename(path), options.timeout);
        cells.push({ cell: number, seconds: (performance.now() - began) / 1000 });
        if (signal?.aborted && failure) complete = false;
        else if (failure) failures.push(failure);
        else if (options.check && !hasTag(cell, freeTag))
          for (const found of compareCells(kept, cell.outputs, tolerancesOf(options.check, shown)))
            differences.push({ cell: number, ...found });
      }
    } finally {
      signal?.removeEventListener("abort", interrupt);
      await session.close();
    }
  } finally {
    process.chdir(folder);
  }
  notebook.metadata = { kernelspec: specification, ...notebook.metadata, language_info: languageInfo };
  const whole = complete && (failures.length === 0 || options.allowErrors === true);
  const target = options.out ?? (options.check || !whole ? null : path);
  const written = target === null ? null : resolve(target);
  const over = written === source;
  if (over && (await readFile(source, "utf8").catch(() => null)) !== before)
    failures.push(kernelFailure("E813", { path: basename(path) }));
  else if (written !== null) await writeAtomically(written, notebookText(notebook));
  const left = over && failures.some(({ code }) => code === "E813");
  return { path: left ? null : written, cells, differences, failures, interrupted: !complete };
}
