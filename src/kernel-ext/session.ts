// A notebook session in this process: `%%steer` and TypeScript cells that share their names. No sockets, no Python.
import { setTimeout as delay } from "node:timers/promises";
import type { Kind } from "../dsl/index.js";
import * as dsl from "../dsl/index.js";
import { SteerError } from "../runtime/errors/index.js";
import type * as runtime from "../runtime/session/index.js";
import { captureStreams, printingTo } from "./capture.js";
import { cellConverter, runner, type CellReading } from "./cells.js";
import type { SteerCompiler } from "./compiler.js";
import { bundleOf } from "./display/index.js";
import { kernelFailure } from "./errors.js";
import { problemsError, thrownError } from "./failure.js";
import { provideModules } from "./modules.js";
import { Folded, type CellError, type Emit, type Output } from "./outputs.js";
import { Places } from "./places.js";
import { cellSink } from "./sink.js";
import { loadTslab, type Completion } from "./tslab.js";

/** How long the work of an interrupted cell may take to wind down before the next cell begins, ms. */
const grace = 1000;

/** What cells import as "steerlab"; the kernel configures the same module that cells call. */
export type Steerlab = Pick<typeof runtime, "configureSession" | "closeSession">;

export interface SessionOptions {
  /** Folder that `save` writes to; default: the working directory, where relative inputs are taken from as well. */
  readonly out?: string | undefined;
  readonly compiler?: SteerCompiler;
  readonly steerlab?: Steerlab;
}

export interface ExecuteOptions {
  /** Called with every output as it happens. */
  readonly onOutput?: Emit | undefined;
  /** Whether the cell counts (default: yes). */
  readonly counts?: boolean;
}

export interface CellResult {
  readonly status: "ok" | "error";
  readonly executionCount: number;
  readonly outputs: readonly Output[];
  readonly error: CellError | null;
}

export interface IsComplete {
  readonly status: "complete" | "incomplete";
  readonly indent: string;
}

/** Offsets count UTF-16 units. */
export interface NotebookSession {
  /** Cells counted so far. */
  readonly executionCount: number;
  /** Runs one cell; cells that are asked for while one runs wait for it. Never rejects. */
  execute(code: string, options?: ExecuteOptions): Promise<CellResult>;
  complete(code: string, offset: number): Completion;
  /** What is known about the name at the offset, or null. */
  inspect(code: string, offset: number): string | null;
  isComplete(code: string): IsComplete;
  /** Stops the running cell; the session stays usable. */
  interrupt(): void;
  /** Shows, with the latest cell, a failure that no cell waited for. For the process's own events. */
  unhandled(error: unknown): void;
  close(): Promise<void>;
}

/** Sends failures that nobody waits for to the session, for as long as the process is the session's. */
export function takeUnhandled(session: NotebookSession): () => void {
  const events = ["unhandledRejection", "uncaughtException"] as const;
  for (const event of events) process.on(event, session.unhandled);
  return () => {
    for (const event of events) process.off(event, session.unhandled);
  };
}

type Run = (work: () => Promise<unknown>) => Promise<unknown>;

/** Lets cells find the function that runs them; the result takes it away again. */
function provideRunner(run: Run): () => void {
  Object.defineProperty(globalThis, runner, { value: run, configurable: true });
  return () => void Reflect.deleteProperty(globalThis, runner);
}

/** Opens a session in the working directory. One at a time in a process: cells share its globals. */
export async function openSession(options: SessionOptions = {}): Promise<NotebookSession> {
  const compiler = options.compiler ?? dsl;
  const steerlab = options.steerlab ?? (await import("../index.js"));
  const folder = process.cwd();
  const tslab = loadTslab();
  const scope = new Map<string, Kind>();
  const places = new Places(compiler);
  let count = 0;
  let results: unknown[] = [];
  let thrown: unknown[] = [];
  let controller = new AbortController();
  let emitLast: Emit = () => undefined;
  let working: Promise<unknown> = Promise.resolve();
  let queue: Promise<unknown> = Promise.resolve();

  const converter = cellConverter(tslab, compiler, scope, () => `cell-${count}`);
  const release = [
    provideModules(steerlab, folder),
    captureStreams(),
    provideRunner((work) => (working = work())),
  ];
  const executor = tslab.createExecutor(
    folder,
    { node: converter, browser: converter, close: () => converter.close() },
    {
      log: (...values) => (results = values),
      // One argument: what the cell threw. More: a formatted diagnostic, which the converter keeps in full.
      error: (...values) => {
        if (values.length === 1) thrown = values;
      },
    },
  );

  const failed = (error: unknown, reading: CellReading | null): CellError =>
    controller.signal.aborted || wasInterrupted(error)
      ? places.error(kernelFailure("E801", undefined), null)
      : error instanceof SteerError
        ? places.error(error, reading)
        : thrownError(error);

  /** Takes back what a failed cell declared; changes to names of earlier cells stay. */
  const restore = (reading: CellReading | null, before: ReadonlyMap<string, unknown>): void => {
    for (const name of reading?.declared.keys() ?? []) {
      if (before.has(name)) executor.locals[name] = before.get(name);
      else Reflect.deleteProperty(executor.locals, name);
    }
  };

  const showResult = async (value: unknown, emit: Emit, shown: boolean): Promise<void> => {
    if (value === undefined || shown) return;
    const { signal } = controller;
    const interrupted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(kernelFailure("E801", undefined)), { once: true });
    });
    const data = await Promise.race([bundleOf(value), interrupted]);
    emit({ type: "execute_result", data, executionCount: count });
  };

  const run = async (code: string, { onOutput, counts = true }: ExecuteOptions): Promise<CellResult> => {
    const folded = new Folded();
    const emit: Emit = (event) => {
      folded.add(event);
      onOutput?.(event);
    };
    if (counts) count++;
    emitLast = emit;
    [results, thrown, working] = [[], [], Promise.resolve()];
    controller = new AbortController();
    const sink = cellSink(emit);
    steerlab.configureSession({ base: folder, out: options.out ?? folder, sink, signal: controller.signal });
    const before = new Map(Object.entries(executor.locals));
    let reading: CellReading | null = null;
    let error: CellError | null = null;
    try {
      const ok = await printingTo(emit, () => executor.execute(code));
      reading = converter.last?.source === code ? converter.last : null;
      if (reading?.problems.length) error = problemsError(reading.problems);
      else if (!ok) error = failed(thrown[0], reading);
      else if (!compiler.steerCell(code)) await showResult(results[0], emit, sink.hasShown(results[0]));
    } catch (unexpected) {
      error = failed(unexpected, reading);
    }
    // The executor stops waiting for an interrupted cell; what the cell had asked for winds down first.
    if (controller.signal.aborted) await Promise.race([working.catch(() => undefined), delay(grace)]);
    sink.settle();
    if (error) {
      restore(reading, before);
      emit({ type: "error", ...error });
    } else if (reading) {
      for (const [name, kind] of reading.declared) scope.set(name, kind);
      if (compiler.steerCell(code)) places.remember(reading, count);
    }
    return { status: error ? "error" : "ok", executionCount: count, outputs: folded.outputs(), error };
  };

  return {
    get executionCount() {
      return count;
    },
    execute(code, executeOptions = {}) {
      const result = queue.then(() => run(code, executeOptions));
      queue = result;
      return result;
    },
    complete: (code, offset) => executor.complete(code, offset),
    inspect(code, offset) {
      const known = converter.hover(code, offset);
      if (known !== null) return known;
      const info = executor.inspect(code, offset);
      return info ? tslab.printQuickInfo(info) : null;
    },
    isComplete(code) {
      const { completed, indent = "" } = compiler.steerCell(code)
        ? { completed: !compiler.unfinished(code), indent: "  " }
        : tslab.isCompleteCode(code);
      return { status: completed ? "complete" : "incomplete", indent: completed ? "" : indent };
    },
    unhandled: (error) =>
      emitLast({ type: "stream", name: "stderr", text: `${thrownError(error).traceback.join("\n")}\n` }),
    interrupt() {
      controller.abort(kernelFailure("E801", undefined));
      executor.interrupt();
    },
    async close() {
      executor.close();
      for (const back of release) back();
      await steerlab.closeSession();
    },
  };
}

/** What the executor throws for a cell that was stopped. */
const wasInterrupted = (error: unknown): boolean =>
  error instanceof Error &&
  (("code" in error && error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED") ||
    error.message === "Interrupted asynchronously");
