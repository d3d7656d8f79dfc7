// Entry of the process that runs one notebook: notebook-main.js FILE OPTIONS-AS-JSON; the answer goes to the parent.
import { SteerError } from "../../runtime/errors/index.js";
import type { Answer, Told } from "./run-in-child.js";
import { runNotebook, type NotebookOptions } from "./run-notebook.js";

const told = ({ code, sentence, remedy }: SteerError): Told => ({ code, sentence, remedy });

const stop = new AbortController();

async function answer(path: string, options: NotebookOptions): Promise<Answer> {
  try {
    const report = await runNotebook(path, { ...options, signal: stop.signal });
    return { report: { ...report, failures: report.failures.map(told) } };
  } catch (error) {
    if (error instanceof SteerError) return { failure: told(error) };
    throw error;
  }
}

// Whoever wants the notebook is gone: nothing is written any more, and cells and engines end with this process.
process.on("disconnect", () => process.exit(1));
// A terminal sends its signal to parent and child alike; the parent also says so, for when it alone was signalled.
process.on("SIGINT", () => stop.abort());
process.on("SIGTERM", () => stop.abort());
process.on("message", (message) => message === "stop" && stop.abort());

const [path = "", options = "{}"] = process.argv.slice(2);
const said = await answer(path, JSON.parse(options) as NotebookOptions);
process.send?.(said, () => process.exit(0));
