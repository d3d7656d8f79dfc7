// A notebook session: `%%steer` and TypeScript cells that share their names. Here cells are read, completed and explained;
// a process of its own runs them, so that nothing they do can hold up what is asked here. No sockets, no Python.
import type { Kind } from "../../dsl/index.js";
import * as dsl from "../../dsl/index.js";
import { cellReader, type CellReading } from "../cells/read-cell.js";
import type { SteerCompiler } from "../cells/compiler.js";
import { Dates } from "../cells/staleness.js";
import { kernelFailure } from "../errors/kernel-errors.js";
import { problemsError } from "../errors/traceback.js";
import { givenDeclarations } from "../cells/prelude.js";
import type { Failure } from "./cell-process-messages.js";
import { Folded, type Bundle, type CellError, type Emit, type Output } from "./outputs.js";
import { Places } from "../errors/failure-cell.js";
import { CellProcess, type Ended } from "./cell-process.js";
import { SteerError } from "../../runtime/errors/index.js";
import { answerNested, readNested } from "../typescript/nesting.js";
import { loadTslab, type Completion } from "../typescript/tslab.js";

export interface SessionOptions {
  /** Folder that `save` writes to; default: the working directory, where relative inputs are taken from as well. */
  readonly out?: string | undefined;
  readonly compiler?: SteerCompiler;
  /** Priority of cells and engines, as for `os.setPriority`; default: like this process. */
  readonly priority?: number;
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
  readonly status: "complete" | "incomplete" | "invalid";
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
  close(): Promise<void>;
}

/** Opens a session in the working directory. */
export async function openSession(options: SessionOptions = {}): Promise<NotebookSession> {
  const compiler = options.compiler ?? dsl;
  const folder = process.cwd();
  const { out = folder, priority } = options;
  const start = (): CellProcess =>
    new CellProcess({ folder, out, ...(priority === undefined ? {} : { priority }) });
  // It starts while the compiler loads here.
  let cells = start();
  const tslab = loadTslab();
  const scope = new Map<string, Kind>();
  const reader = cellReader(tslab, compiler, scope);
  let places = new Places(compiler);
  let dates = new Dates();
  let declarations = givenDeclarations;
  let count = 0;
  let queue: Promise<unknown> = Promise.resolve();
  /** Cells that were asked for and have not ended, and whether the first is to stop before it runs. */
  let asked = 0;
  let stopping = false;

  const errorOf = (failure: Failure | Ended, reading: CellReading): CellError => {
    if (failure.kind === "thrown") return failure.error;
    if (failure.kind === "steer") return places.error(failure, reading);
    if (failure.kind === "interrupted") return places.error(kernelFailure("E801", undefined), null);
    return places.error(kernelFailure("E810", { how: failure.how }), null);
  };

  /** All values are gone with the process that held them. */
  const startAnew = (): void => {
    cells = start();
    scope.clear();
    places = new Places(compiler);
    dates = new Dates();
    declarations = givenDeclarations;
  };

  const keep = (reading: CellReading): void => {
    declarations = reading.declarations;
    for (const [name, kind] of reading.declared) scope.set(name, kind);
    const steer = compiler.steerCell(reading.source);
    dates.declare(reading.names.made, count, steer ? reading.source : null);
    if (steer) places.remember(reading, count);
  };

  const readOrRefuse = (code: string): CellReading | SteerError => {
    try {
      return readNested(() => reader.read(declarations, code));
    } catch (error) {
      if (error instanceof SteerError) return error;
      throw error;
    }
  };

  const perform = async (code: string, emit: Emit): Promise<CellError | null> => {
    const reading = readOrRefuse(code);
    if (reading instanceof SteerError) return places.error(reading, null);
    if (reading.problems.length) return problemsError(reading.problems);
    if (stopping) return places.error(kernelFailure("E801", undefined), null);
    for (const notice of dates.notices(reading.names.uses))
      emit({ type: "stream", name: "stderr", text: `${notice}\n` });
    const failure = reading.ready
      ? await cells.run({ ...reading.ready, count, declares: [...reading.declared.keys()] }, emit)
      : null;
    if (failure === null) keep(reading);
    const error = failure && errorOf(failure, reading);
    if (!cells.alive) startAnew();
    return error;
  };

  const run = async (code: string, { onOutput, counts = true }: ExecuteOptions): Promise<CellResult> => {
    let folded: Folded | null = new Folded();
    const emit: Emit = (event) => {
      folded?.add(event);
      onOutput?.(event);
    };
    if (counts) count++;
    const error = await perform(code, emit);
    if (error) emit({ type: "error", ...error });
    const outputs = folded.outputs();
    // What the cell still prints is passed on, and kept by nobody here.
    folded = null;
    return { status: error ? "error" : "ok", executionCount: count, outputs, error };
  };

  return {
    get executionCount() {
      return count;
    },
    execute(code, executeOptions = {}) {
      asked++;
      const result = queue.then(() => run(code, executeOptions));
      queue = result.finally(() => {
        asked--;
        stopping = false;
      });
      return result;
    },
    complete: (code, offset) =>
      answerNested(() => reader.complete(declarations, code, offset), {
        start: offset,
        end: offset,
        candidates: [],
      }),
    inspect: (code, offset) => answerNested(() => reader.inspect(declarations, code, offset), null),
    isComplete(code) {
      return answerNested(
        () => {
          const { completed, indent = "" } = compiler.steerCell(code)
            ? { completed: !compiler.unfinished(code), indent: "  " }
            : tslab.isCompleteCode(code);
          if (!completed) return { status: "incomplete", indent };
          return { status: reader.parses(code) ? "complete" : "invalid", indent: "" };
        },
        { status: "invalid" as const, indent: "" },
      );
    },
    interrupt() {
      if (cells.busy) cells.interrupt();
      else stopping = asked > 0;
    },
    async close() {
      reader.close();
      await cells.close();
    },
  };
}

/** The bundle of a cell's result, if it has one. */
export const resultOf = ({ outputs }: CellResult): Bundle | null =>
  outputs.find((output) => output.output_type === "execute_result")?.data ?? null;
