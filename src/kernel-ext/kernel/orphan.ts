// A kernel ends when whoever started it is gone, also while a cell computes without ever waiting.
import { Worker } from "node:worker_threads";

/** How often the kernel looks for its parent, ms. */
const often = 1000;
/** How long an orderly end may take before the process is killed, ms. */
const patience = 6000;

/** Runs beside the cells: nothing that a cell does can hold it up. */
const guard = `
  const parent = process.ppid;
  const look = () => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    setTimeout(() => process.kill(process.pid, "SIGKILL"), ${patience});
  };
  const timer = setInterval(look, ${often});
`;

/** Calls `end` when the parent process is gone; kills this process when that does not help. */
export function watchParent(end: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || end(), often).unref();
  new Worker(guard, { eval: true, stdout: true, stderr: true }).unref();
}
