// What cells print goes to the cell that printed it, also after the cell has ended; other writers keep their streams.
import { AsyncLocalStorage } from "node:async_hooks";
import type { Emit, StreamName } from "./outputs.js";

const cell = new AsyncLocalStorage<Emit>();

/** Runs work whose prints (now or later) go to `emit`. */
export const printingTo = <T>(emit: Emit, work: () => T): T => cell.run(emit, work);

type Write = typeof process.stdout.write;

function redirect(name: StreamName): () => void {
  const stream = process[name];
  const { write, isTTY } = stream;
  stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const emit = cell.getStore();
    if (!emit) return (write as (...given: unknown[]) => boolean).call(stream, chunk, ...rest);
    emit({ type: "stream", name, text: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString() });
    const done = rest.find((value): value is () => void => typeof value === "function");
    if (done) process.nextTick(done);
    return true;
  }) as Write;
  // A console on a terminal would colour what it prints.
  stream.isTTY = false;
  return () => {
    stream.write = write;
    stream.isTTY = isTTY;
  };
}

/** Starts; the result ends it. */
export function captureStreams(): () => void {
  const restore = [redirect("stdout"), redirect("stderr")];
  return () => restore.forEach((back) => back());
}
