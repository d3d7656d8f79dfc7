// Runs a notebook in a process of its own, which can be ended when it no longer listens.
import { fork } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { SteerError } from "../../runtime/errors/index.js";
import { kernelFailure } from "../errors/kernel-errors.js";
import type { NotebookOptions, NotebookReport } from "./run-notebook.js";

/** What a failure is between processes. */
export type Told = Pick<SteerError, "code" | "sentence" | "remedy">;

export type Answer =
  | { readonly report: Omit<NotebookReport, "failures"> & { readonly failures: readonly Told[] } }
  | { readonly failure: Told };

const failureOf = ({ code, sentence, remedy }: Told): SteerError => new SteerError(code, sentence, remedy);

/**
 * Like `runNotebook`, in a child process, which ends when this one does.
 * @throws E802, E701, E809 when the process ends without an answer
 */
export function runNotebookApart(
  path: string,
  { signal, ...options }: NotebookOptions = {},
): Promise<NotebookReport> {
  const entry = fileURLToPath(new URL(`./notebook-main${extname(import.meta.url)}`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = fork(entry, [path, JSON.stringify(options)], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const stop = (): void => void child.send("stop", () => undefined);
    signal?.addEventListener("abort", stop);
    let answer: Answer | null = null;
    child.once("message", (message) => (answer = message as Answer));
    child.once("error", reject);
    child.once("exit", (code, by) => {
      signal?.removeEventListener("abort", stop);
      if (!answer) {
        const how = by ?? `exit code ${code}`;
        reject(kernelFailure("E809", { path, how }));
      } else if ("failure" in answer) reject(failureOf(answer.failure));
      else resolve({ ...answer.report, failures: answer.report.failures.map(failureOf) });
    });
  });
}
