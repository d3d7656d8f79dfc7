// `steerlab notebook run`: executes notebooks without Jupyter, each in a process of its own.
import { basename, join } from "node:path";
import { CommandError, type Command } from "./command.js";
import { explain } from "./failure.js";
import { interruptedCode, interruption } from "./interrupt.js";

export const notebookRun: Command = {
  name: "notebook run",
  takes: "FILE…",
  summary: "Executes notebooks and writes them with their results.",
  details:
    "Needs neither Jupyter nor Python. The same notebook gives the same bytes. A failed cell ends its notebook.",
  options: {
    out: {
      type: "string",
      value: "DIR",
      help: "folder for the executed notebooks; without it they are overwritten",
    },
    "allow-errors": { type: "boolean", help: "run the cells after a failed one too" },
    timeout: { type: "string", value: "SECONDS", help: "how long one cell may take" },
  },
  async run({ files, text, flags }) {
    const { runNotebookApart } = await import("../kernel-ext/apart.js");
    const folder = text["out"];
    const timeout = secondsOf(text["timeout"]);
    const stop = interruption((sentence) => console.error(sentence));
    let failed = 0;
    try {
      for (const file of files) {
        const out = folder === undefined ? undefined : join(folder, basename(file));
        const options = { out, timeout, allowErrors: flags["allow-errors"] ?? false };
        const found = await runNotebookApart(file, options).then(
          ({ path, cells, failures }) => {
            console.log(
              `${file}: ${cells} cells run, ${failures.length} failed; wrote ${folder ? out : path}`,
            );
            return failures;
          },
          (error: unknown) => [error],
        );
        for (const failure of found) console.error(explain(failure));
        failed += found.length;
        if (stop.signal.aborted) return interruptedCode;
      }
      return failed ? 1 : 0;
    } finally {
      stop.release();
    }
  },
};

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new CommandError(
    `The option --timeout cannot be "${text}".`,
    "Give a number of seconds, e.g. --timeout 600.",
    2,
  );
}
