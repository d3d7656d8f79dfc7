// How what went wrong in a cell is shown: a name, a value, and the lines of a traceback.
import { inspect } from "node:util";
import { visible } from "../../runtime/report/words/visible-text.js";
import type { SteerError } from "../../runtime/errors/index.js";
import { codeFrame, placeAt } from "./cell-frame.js";
import type { CellError } from "../host/outputs.js";

/** At most this many errors of one cell are shown. */
const most = 10;

/** One thing wrong with a cell's text, formatted. */
export interface Problem {
  readonly ename: string;
  readonly evalue: string;
  readonly lines: readonly string[];
}

/** TypeScript's word on a span of the cell. */
export function typescriptProblem(
  text: string,
  { start, end, code, messages }: { start: number; end: number; code: number; messages: readonly string[] },
): Problem {
  const [message = "", ...details] = messages;
  const place = placeAt(text, start, end);
  return {
    ename: "TypeScriptError",
    evalue: `TS${code}: ${message}`,
    lines: [
      `${place.line}:${place.column} - TS${code}: ${message}`,
      ...details.map((detail) => `  ${detail}`),
      ...codeFrame(text, place),
    ],
  };
}

/** The first problem gives the name and value; the traceback shows them all, up to a sensible number. */
export function problemsError(problems: readonly Problem[]): CellError {
  const first = problems[0]!;
  const rest = problems.length - most;
  const shown = problems.slice(0, most).flatMap(({ lines }, index) => (index ? ["", ...lines] : lines));
  return {
    ename: first.ename,
    evalue: first.evalue,
    traceback: rest > 0 ? [...shown, "", `… and ${rest} more`] : shown,
  };
}

/** A failure of the language or the runtime, already formatted. */
export const steerError = (error: Pick<SteerError, "code" | "sentence">, formatted: string): CellError => ({
  ename: "SteerError",
  evalue: visible(`${error.code}: ${error.sentence}`),
  traceback: visible(formatted).split("\n"),
});

/** Frames from here on belong to the machinery that runs cells. */
const machinery = /[\\/]modules[\\/]load-module\.[jt]s|[\\/]tslab[\\/]dist[\\/]|runInThisContext|node:vm\b/;
const internal = /\(?node:internal|<anonymous>\)?$/;

/** `cell-3:5:1` and the like: lines of the emitted text, which would mislead. */
const cellPlace = /\bcell-(\d+):\d+:\d+/g;

const onlyCell = /^\s+at cell \d+$/;

function frames(stack: string): string[] {
  const lines = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const end = lines.findIndex((line) => machinery.test(line));
  return (
    (end < 0 ? lines : lines.slice(0, end))
      .filter((line) => !internal.test(line))
      .map((line) => line.replace(cellPlace, "cell $1").replace(/\bat Proxy\./, "at "))
      // A cell that does not wait shows twice: its text, and the call of it.
      .filter((line, i, all) => !(line === all[i - 1] && onlyCell.test(line)))
  );
}

/** Any other value that a cell threw. */
export function thrownError(thrown: unknown): CellError {
  if (!(thrown instanceof Error) && !(thrown && typeof thrown === "object" && "stack" in thrown)) {
    const evalue = inspect(thrown);
    return { ename: "Thrown", evalue, traceback: [`Thrown: ${evalue}`] };
  }
  const { name, message, stack, cause } = thrown as Error;
  const traceback = [...`${name}: ${message}`.split("\n"), ...frames(String(stack ?? ""))];
  if (cause instanceof Error) traceback.push(`  caused by ${cause.name}: ${cause.message}`);
  return { ename: String(name), evalue: String(message), traceback };
}
