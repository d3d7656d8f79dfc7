// `steerlab notebook run`: executes notebooks without Jupyter, each in a process of its own, and writes or checks them.
import { basename, join } from "node:path";
import { availableParallelism } from "node:os";
import { pluralise } from "../../runtime/report/words/format-number.js";
import { CommandError, type Command, type Input } from "../cli/command.js";
import { explain } from "../output/failure-message.js";
import { interruptedCode, interruption } from "../process/interrupts.js";
import { notebooksOf } from "./find-notebooks.js";
import { inOrder } from "./worker-pool.js";
import { differenceWords, reportWords } from "./run-summary.js";
import { complain, say } from "../output/terminal.js";

/** Each notebook's engine uses all processors anyway, and takes memory. */
const usualJobs = (): number => Math.min(4, availableParallelism());

export const notebookRun: Command = {
  name: "notebook run",
  takes: "FILE…",
  summary: "Executes notebooks (files, or all in a folder), and writes or checks their results.",
  details:
    "Needs neither Jupyter nor Python. The same notebook gives the same bytes. A failed cell ends its notebook, and\n" +
    "a notebook that failed or was interrupted stays as it was; --out writes what it came to.\n" +
    "With --check nothing is written: numbers, texts and the data of charts are compared with the outputs in the file,\n" +
    "and every difference is told. A cell tagged `ignore-output` may put out what it likes.",
  options: {
    out: {
      type: "string",
      value: "DIR",
      help: "folder for the executed notebooks; without it they are overwritten",
    },
    check: { type: "boolean", help: "compare with the outputs that are there instead of overwriting them" },
    relative: { type: "string", value: "NUMBER", help: "how far numbers may differ for --check; 1e-3" },
    absolute: {
      type: "string",
      value: "NUMBER",
      help: "… plus this much; by default half of the resolution that each evaluation states, else 1e-4",
    },
    jobs: { type: "string", value: "COUNT", help: "notebooks at a time; one for each processor, at most 4" },
    "allow-errors": { type: "boolean", help: "run the cells after a failed one too" },
    timeout: { type: "string", value: "SECONDS", help: "how long one cell may take" },
  },
  async run({ files, text, flags }) {
    const { runNotebookApart, usualTolerances } = await import("../../kernel-ext/index.js");
    const folder = text["out"];
    const timeout = numberOf(text, "timeout", "a number of seconds", "600", aboveZero);
    const jobs = numberOf(text, "jobs", "how many notebooks run at a time", "2", wholeAboveZero);
    const check = flags["check"]
      ? {
          relative: numberOf(text, "relative", "a share", "1e-3", notNegative),
          absolute: numberOf(text, "absolute", "a number", "1e-4", notNegative),
        }
      : undefined;
    if (!check && (text["relative"] ?? text["absolute"]) !== undefined)
      throw new CommandError("Tolerances are for --check.", "Give --check too, or leave them out.", 2);
    const allowErrors = flags["allow-errors"] ?? false;
    const notebooks = await notebooksOf(files);
    const stop = interruption((sentence) => complain(sentence));
    let faults = 0;
    try {
      await inOrder(
        notebooks,
        jobs ?? usualJobs(),
        (file) => {
          const out = folder === undefined ? undefined : join(folder, basename(file));
          const { signal } = stop;
          return runNotebookApart(file, { out, check, timeout, allowErrors, signal }).catch(
            (error: unknown) => ({ error }),
          );
        },
        (file, result) => {
          if ("error" in result) {
            complain(explain(result.error));
            faults++;
            return;
          }
          say(reportWords(file, result, check !== undefined));
          for (const failure of result.failures) complain(explain(failure));
          for (const line of differenceWords(file, result.differences)) complain(line);
          faults += result.failures.length + result.differences.length;
        },
        () => stop.signal.aborted,
      );
      if (stop.signal.aborted) return interruptedCode;
      if (check && faults === 0)
        say(
          `${pluralise(notebooks.length, "notebook")} as before (${toleranceWords(check, usualTolerances.relative)}).`,
        );
      return faults ? 1 : 0;
    } finally {
      stop.release();
    }
  },
};

const toleranceWords = (
  { relative, absolute }: { relative: number | undefined; absolute: number | undefined },
  usual: number,
): string =>
  `numbers within ${relative ?? usual} relative, ${absolute ?? "the evaluations' own resolution"} absolute`;

const aboveZero = (value: number): boolean => value > 0;
const wholeAboveZero = (value: number): boolean => Number.isInteger(value) && value > 0;
const notNegative = (value: number): boolean => value >= 0;

function numberOf(
  text: Input["text"],
  name: string,
  what: string,
  example: string,
  good: (value: number) => boolean,
): number | undefined {
  const given = text[name];
  if (given === undefined) return undefined;
  const value = Number(given);
  if (Number.isFinite(value) && good(value)) return value;
  throw new CommandError(
    `The option --${name} cannot be "${given}".`,
    `Give ${what}, e.g. --${name} ${example}.`,
    2,
  );
}
