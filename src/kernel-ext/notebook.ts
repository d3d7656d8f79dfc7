// Runs a notebook without Jupyter and writes it with its outputs. The same notebook gives the same bytes: no times, no
// fresh ids, and no progress displays, which say how much the store already had.
import { basename, dirname, resolve } from "node:path";
import type { SteerError } from "../runtime/errors/index.js";
import { writeAtomically } from "../runtime/files/index.js";
import { kernelFailure } from "./errors.js";
import { languageInfo, specification } from "./language.js";
import { fileOutput, hasTag, notebookText, readNotebook, sourceOf, type NotebookCell } from "./nbformat.js";
import { Folded } from "./outputs.js";
import { openSession, takeUnhandled, type NotebookSession, type SessionOptions } from "./session.js";

export interface NotebookOptions extends Pick<SessionOptions, "steerlab"> {
  /** File to write; default: the notebook itself. */
  readonly out?: string | undefined;
  /** Run the cells after a failed one too. A cell tagged `raises-exception` may always fail. */
  readonly allowErrors?: boolean | undefined;
  /** Seconds that one cell may take; default: as long as it likes. Cells that never wait cannot be stopped from here. */
  readonly timeout?: number | undefined;
}

export interface NotebookReport {
  /** The file that was written. */
  readonly path: string;
  /** Code cells that were run. */
  readonly cells: number;
  /** What failed (E803, E804), in order; empty when all went well. */
  readonly failures: readonly SteerError[];
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
 * Runs the notebook's code cells in its folder, up to the first failure, and writes it, whole or not at all.
 * One at a time in a process: the working directory and printed text belong to the process.
 * @throws E802 when it is no notebook, E701 when it cannot be written
 */
export async function runNotebook(path: string, options: NotebookOptions = {}): Promise<NotebookReport> {
  const source = resolve(path);
  const target = resolve(options.out ?? path);
  const notebook = await readNotebook(source);
  const before = process.cwd();
  const failures: SteerError[] = [];
  let cells = 0;
  process.chdir(dirname(source));
  try {
    const session = await openSession(options.steerlab ? { steerlab: options.steerlab } : {});
    const interrupt = (): void => session.interrupt();
    process.on("SIGINT", interrupt);
    const release = takeUnhandled(session);
    try {
      for (const [index, cell] of notebook.cells.entries()) {
        if (cell.cell_type !== "code") continue;
        cell.outputs = [];
        cell.execution_count = null;
        delete cell.metadata.execution;
        const skipped = sourceOf(cell).trim() === "" || hasTag(cell, "skip-execution");
        if (skipped || (failures.length > 0 && !options.allowErrors)) continue;
        cells++;
        const failure = await runCell(session, cell, index + 1, basename(path), options.timeout);
        if (failure) failures.push(failure);
      }
    } finally {
      process.off("SIGINT", interrupt);
      release();
      await session.close();
    }
  } finally {
    process.chdir(before);
  }
  notebook.metadata = { kernelspec: specification, ...notebook.metadata, language_info: languageInfo };
  return { path: await writeAtomically(target, notebookText(notebook)), cells, failures };
}
