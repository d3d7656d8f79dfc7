// How loops are interrupted while nothing else can run in this process: a thread reads which run is to stop, and writes its
// number where the loops of cells look.
import { Worker } from "node:worker_threads";

export interface Stops {
  /** Not 0: loops ask `stop` whether they are meant. */
  readonly flag: Int32Array;
  /** Whether this run is to stop. */
  meant(id: number): boolean;
}

/** When the other process is gone the lines end; a cell that never waits would not notice. */
const patience = 6000;

/** Reads lines "ID" from file descriptor 4. */
const reader = `
  const { workerData } = require("node:worker_threads");
  const { Socket } = require("node:net");
  const flag = new Int32Array(workerData);
  const lines = new Socket({ fd: 4, readable: true, writable: false });
  lines.setEncoding("utf8").on("data", (text) => {
    const id = Number(text.trim().split("\\n").at(-1));
    if (id > 0) flag[0] = id;
  });
  lines.on("error", () => undefined);
  lines.on("close", () => setTimeout(() => process.kill(process.pid, "SIGKILL"), ${patience}));
`;

export function watchStops(): Stops {
  const shared = new SharedArrayBuffer(4);
  const flag = new Int32Array(shared);
  new Worker(reader, { eval: true, workerData: shared, execArgv: [] }).unref();
  return { flag, meant: (id) => flag[0] === id };
}
