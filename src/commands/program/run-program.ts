// Running a program to its end: session, progress, interrupts, failures. `run` and `report` differ in what they make of the results.
import { SteerError } from "../../runtime/errors/index.js";
import type { Progress, Sink } from "../../runtime/session/types.js";
import type { Command } from "../cli/command.js";
import { explain } from "../output/failure-message.js";
import { interruptedCode, interruption } from "../process/interrupts.js";
import type { Program } from "./program.js";
import { execute } from "./load-program.js";
import type { ProgressLine } from "../output/terminal-progress.js";
import { complain } from "../output/terminal.js";

export interface Running {
  readonly program: Program;
  /** Folder that `save` writes to. */
  readonly out: string;
  /** Whether `save` stays in it. */
  readonly confined: boolean;
  readonly progress: ProgressLine;
  readonly sink: Sink;
  /** After the last declaration, while models are still open. */
  finish(): Promise<void>;
}

/** The option that lets `save` leave its folder. */
export const allowOutside: Command["options"] = {
  "allow-outside": { type: "boolean", help: "`save` may write outside the folder for results" },
};

/** Returns the exit code: 0 done, 1 the program is at fault, 130 interrupted. */
export async function running({ program, out, confined, progress, sink, finish }: Running): Promise<number> {
  const api = await import("../../index.js");
  const stop = interruption((sentence) => {
    progress.clear();
    complain(sentence);
  });
  let last: Progress | null = null;
  api.configureSession({
    base: program.folder,
    out,
    confined,
    signal: stop.signal,
    sink: { ...sink, progress: (event) => sink.progress((last = event)) },
  });
  try {
    await execute(program, api);
    await finish();
    return 0;
  } catch (error) {
    progress.clear();
    if (stop.signal.aborted && isInterruption(error)) {
      complain(interrupted(last));
      return interruptedCode;
    }
    complain(explain(error, program));
    return 1;
  } finally {
    progress.clear();
    await api.closeSession();
    stop.release();
  }
}

/** What the runtime throws when its signal aborts, and what Node does. */
const isInterruption = (error: unknown) =>
  error instanceof SteerError ? error.code === "E503" : error instanceof Error && error.name === "AbortError";

function interrupted(last: Progress | null): string {
  const so = last ? ` during ${last.task} (${last.done} of ${last.total} ${last.unit} done)` : "";
  return `Interrupted${so}. Finished items are kept: run the same command again to continue.`;
}
