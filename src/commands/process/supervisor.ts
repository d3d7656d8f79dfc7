// The process that a person talks to: it starts the one that does the work, passes the first interrupt on and ends it at the second,
// also while JavaScript computes there and hears nothing.
import { fork } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { heard, interruptedCode } from "./interrupts.js";

const entry = fileURLToPath(new URL(`./worker${import.meta.url.slice(-3)}`, import.meta.url));

/** How long the other process may take to say that it heard, ms. */
const patience = 1000;

/** Runs a command line behind this process; returns its exit code. */
export function inFront(words: readonly string[]): Promise<number> {
  const child = fork(entry, [...words], { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  let interrupted = false;
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    if (interrupted) {
      child.kill("SIGKILL");
      return;
    }
    interrupted = true;
    child.send("stop", () => undefined);
    timer = setTimeout(
      () => console.error("It computes and cannot listen now; Ctrl-C again ends it at once."),
      patience,
    );
  };
  child.on("message", (message) => {
    if (message === heard) clearTimeout(timer);
  });
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, interrupt);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      if (interrupted && signal === "SIGKILL") return resolve(interruptedCode);
      if (signal)
        console.error(
          `The process that did the work was ended by ${signal}. What is finished is kept; if it ran out of memory, give Node more: NODE_OPTIONS=--max-old-space-size=8192.`,
        );
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}
