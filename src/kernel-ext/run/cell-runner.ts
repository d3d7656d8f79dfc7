// Runs compiled cells in this process, one after the other; they share `exports`.
import { setTimeout as delay } from "node:timers/promises";
import { runInThisContext } from "node:vm";
import { captureStreams, currentEmit, printingTo } from "./capture-output.js";
import { bundleOf } from "./display/display.js";
import { thrownError } from "../errors/traceback.js";
import { failureOf, Interrupted, withPlaces } from "./describe-error.js";
import { joined, type Joined } from "./output-batching.js";
import type { Failure, ReadyCell, Report } from "../host/cell-process-messages.js";
import { CellImports } from "./load-imports.js";
import { load, meta } from "../cells/prelude.js";
import { metaOf } from "./import-meta.js";
import { openScope } from "./cell-scope.js";
import { cellSink, type CellSink } from "./notebook-sink.js";
import { keepEssentials } from "./protected-globals.js";
import type { Stops } from "./interrupt-flag.js";

/** How long the work of an interrupted cell may take to wind down before the next cell begins, ms. */
const grace = 1000;

/** A cell may take the global one away. */
const Promises = Promise;

/** Global under which the running cell finds what its function takes. */
const given = Symbol.for("steerlab.cell");

export interface Runner {
  run(id: number, cell: ReadyCell): Promise<void>;
  /** Stops the cell of this run; another cell goes on. */
  interrupt(id: number): void;
  /** Shows, with the latest cell, a failure that no cell waited for. */
  readonly unhandled: (error: unknown) => void;
  close(): Promise<void>;
}

export interface RunnerOptions {
  readonly out: string;
  readonly stops: Stops;
  readonly send: (report: Report) => void;
}

/** What belongs to one run of a cell. */
interface Current {
  readonly id: number;
  readonly controller: AbortController;
  readonly output: Joined;
  readonly sink: CellSink;
  /** What the cell waits for at its top level. */
  working: Promise<unknown>;
}

/** Opens the scope of a notebook in the working directory. */
export async function openRunner({ out, stops, send }: RunnerOptions): Promise<Runner> {
  const folder = process.cwd();
  const steerlab = await import("../../index.js");
  const scope = openScope(folder);
  const imports = new CellImports(steerlab, folder);
  captureStreams();
  const putBack = keepEssentials();
  let current: Current | null = null;

  const stop = (): void => {
    if (current && stops.meant(current.id)) throw new Interrupted();
  };
  Object.defineProperty(globalThis, given, { value: [scope.exports, scope.require, stops.flag, stop] });

  const own = metaOf(folder);
  Object.assign(globalThis, { __dirname: own.dirname, __filename: own.filename });
  Object.assign(scope.values, {
    [meta]: () => own,
    [load]: (name: unknown): Promise<unknown> => imports.load(String(name)),
    display: async (value: unknown): Promise<void> => {
      const emit = currentEmit() ?? current?.output.emit;
      emit?.({ type: "display_data", data: await bundleOf(value) });
    },
    clearOutput: (wait = false): void => {
      const emit = currentEmit() ?? current?.output.emit;
      emit?.({ type: "clear_output", wait });
    },
  });

  const begin = (id: number): Current => {
    if (!stops.meant(id)) stops.flag[0] = 0;
    const output = joined((event) => send({ kind: "output", id, event }));
    const controller = new AbortController();
    const sink = cellSink(output.emit);
    steerlab.configureSession({ base: folder, out, sink, signal: controller.signal });
    return { id, controller, output, sink, working: Promises.resolve() };
  };

  /** Rejects when the run is interrupted, and never resolves. */
  const interruption = ({ signal }: AbortController): Promise<never> =>
    new Promises((_, reject) => {
      const end = (): void => reject(new Interrupted());
      if (signal.aborted) end();
      else signal.addEventListener("abort", end, { once: true });
    });

  const perform = async (run: Current, cell: ReadyCell): Promise<void> => {
    const interrupted = interruption(run.controller);
    interrupted.catch(() => undefined);
    imports.provide(cell.modules);
    const loading = async (): Promise<void> => {
      for (const name of cell.imports) scope.provide(name, await imports.required(name));
    };
    await Promises.race([printingTo(run.output.emit, loading), interrupted]);
    const text = `(${cell.waits ? "async " : ""}function(exports, require, __flag, __stop) { ${cell.code}
})(...globalThis[Symbol.for("steerlab.cell")])
//# sourceURL=cell-${cell.count}`;
    run.working = Promises.resolve(
      printingTo(run.output.emit, () => runInThisContext(text, { breakOnSigint: true }) as unknown),
    );
    run.working.catch(() => undefined);
    if (cell.waits) await Promises.race([run.working, interrupted]);
    if (cell.result === null) return;
    const value = scope.values[cell.result];
    Reflect.deleteProperty(scope.values, cell.result);
    if (value === undefined || value === null || run.sink.hasShown(value)) return;
    const data = await Promises.race([printingTo(run.output.emit, () => bundleOf(value)), interrupted]);
    run.output.emit({ type: "execute_result", data, executionCount: cell.count });
  };

  /** Takes back what a failed cell declared; changes to names of earlier cells stay. */
  const restore = (names: readonly string[], before: ReadonlyMap<string, unknown>): void => {
    for (const name of names) {
      if (before.has(name)) scope.values[name] = before.get(name);
      else Reflect.deleteProperty(scope.values, name);
    }
  };

  return {
    async run(id, cell) {
      const run = begin(id);
      current = run;
      const before = new Map(Object.entries(scope.values));
      let failure: Failure | null = null;
      try {
        await perform(run, cell);
      } catch (error) {
        const { aborted } = run.controller.signal;
        failure = failureOf(error, aborted, imports.loader);
        if (failure.kind === "interrupted" && !aborted) run.controller.abort(new Interrupted());
        restore(cell.declares, before);
      }
      // Nobody waits any longer for the work of an interrupted cell; it winds down before the next one.
      if (failure?.kind === "interrupted")
        await Promises.race([run.working.catch(() => undefined), delay(grace)]);
      const replaced = putBack();
      if (replaced.length > 0)
        run.output.emit({
          type: "stream",
          name: "stderr",
          text: `The cell replaced ${replaced.join(", ")} of globalThis, which the kernel needs; what was there is back.\n`,
        });
      run.sink.settle();
      run.output.flush();
      send({ kind: "ended", id, failure });
    },
    interrupt(id) {
      if (current?.id === id) current.controller.abort(new Interrupted());
    },
    unhandled(error) {
      const text = `${thrownError(withPlaces(error, imports.loader)).traceback.join("\n")}\n`;
      current?.output.emit({ type: "stream", name: "stderr", text });
    },
    close: () => steerlab.closeSession(),
  };
}
