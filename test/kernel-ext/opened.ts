// A notebook session in a folder of its own, for one suite of tests.
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Test } from "uvu";
import { openSession, type NotebookSession } from "../../src/kernel-ext/host/notebook-session.js";
import type { CellResult } from "../../src/kernel-ext/host/notebook-session.js";

/** The loader of the sources, by a name that child processes in other folders find too. */
export const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
process.execArgv = process.execArgv.map((word) => (word === "tsx" ? tsx : word));

export interface Opened {
  session: NotebookSession;
  folder: string;
}

/** Opens the session before the suite's tests and closes it after them; `below`: in this folder of the new one. */
export function withSession(
  test: Test,
  prepare: (folder: string) => Promise<void> = async () => {},
  below = ".",
): Opened {
  const opened = {} as Opened;
  const before = process.cwd();
  test.before(async () => {
    opened.folder = await mkdtemp(join(tmpdir(), "steerlab-kernel-"));
    await prepare(opened.folder);
    process.chdir(join(opened.folder, below));
    opened.session = await openSession();
  });
  test.after(async () => {
    await opened.session.close();
    process.chdir(before);
    await rm(opened.folder, { recursive: true, force: true });
  });
  return opened;
}

/** The text of the result of a cell that went well. */
export function resultText({ outputs, error }: CellResult): string {
  if (error) throw new Error(error.traceback.join("\n"));
  const result = outputs.find((output) => output.output_type === "execute_result");
  return String(result && "data" in result && result.data["text/plain"]);
}

/** The lines of the error of a cell that failed. */
export function errorText({ error }: CellResult): string {
  if (!error) throw new Error("the cell went well");
  return [`${error.ename} | ${error.evalue}`, ...error.traceback].join("\n");
}
