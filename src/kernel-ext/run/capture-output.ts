// What cells print goes to the cell that printed it, also after the cell has ended; other writers keep their streams.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Emit, StreamName } from "../host/outputs.js";

const cell = new AsyncLocalStorage<Emit>();

/** Where the running code's prints go, if it is a cell's. */
export const currentEmit = (): Emit | undefined => cell.getStore();

/** Runs work whose prints (now or later) go to `emit`. */
export const printingTo = <T>(emit: Emit, work: () => T): T => cell.run(emit, work);

type Write = typeof process.stdout.write;

function redirect(name: StreamName): () => void {
  const stream = process[name];
  const { write } = stream;
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const emit = cell.getStore();
    if (!emit) return (write as (...given: unknown[]) => boolean).call(stream, chunk, ...rest);
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    // Whoever takes the output may print as well, for itself.
    cell.exit(() => emit({ type: "stream", name, text }));
    const done = rest.find((value): value is () => void => typeof value === "function");
    if (done) process.nextTick(done);
    return true;
  }) as Write;
  return () => {
    stream.write = write;
  };
}

/** Text for notebooks has no colours, whatever the terminal or the environment asks for. */
function withoutColours(): () => void {
  const { FORCE_COLOR: before } = process.env;
  process.env["FORCE_COLOR"] = "0";
  return () => {
    if (before === undefined) delete process.env["FORCE_COLOR"];
    else process.env["FORCE_COLOR"] = before;
  };
}

/** Starts; the result ends it. */
export function captureStreams(): () => void {
  const restore = [redirect("stdout"), redirect("stderr"), withoutColours()];
  return () => restore.forEach((back) => back());
}
