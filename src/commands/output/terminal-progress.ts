// Progress on a terminal: one line that updates in place, with rate and time left; elsewhere a line per tenth, at most one a second.
import { duration } from "../../runtime/report/words/format-number.js";
import { visibleLine } from "../../runtime/report/words/visible-text.js";
import type { Progress } from "../../runtime/session/types.js";

export interface Screen {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface ProgressLine {
  show(event: Progress): void;
  /** Takes the line away, so that other text can be printed. */
  clear(): void;
}

interface Task {
  readonly began: number;
  readonly doneThen: number;
  shown: number;
  tenth: number;
}

const between = 100; // milliseconds between two drawings of the line
const short = 1000; // milliseconds between two lines in a pipe; shorter work is not told at all

/** @param now milliseconds, for rate and time left only */
export function progressLine(screen: Screen, now: () => number = () => performance.now()): ProgressLine {
  const tasks = new Map<string, Task>();
  let drawn = false;
  const clear = () => {
    if (drawn) screen.write("\r\x1b[K");
    drawn = false;
  };
  const draw = (event: Progress, task: Task, finished: boolean) => {
    if (finished) return clear();
    if (drawn && now() - task.shown < between) return;
    task.shown = now();
    screen.write(`\r\x1b[K${barOf(event, task, now()).slice(0, (screen.columns ?? 80) - 1)}`);
    drawn = true;
  };
  const print = (event: Progress, task: Task, finished: boolean) => {
    const tenth = Math.floor((10 * event.done) / event.total);
    const last = Math.max(task.began, task.shown);
    const due = now() - last >= short || (finished && task.tenth > 0);
    if (tenth <= task.tenth || !due) return;
    task.tenth = tenth;
    task.shown = now();
    screen.write(
      `${visibleLine(event.task)}: ${10 * tenth} % (${amounts(event)})${pace(event, task, now())}\n`,
    );
  };
  return {
    clear,
    show(event) {
      if (!(event.total > 0)) return;
      const task = tasks.get(event.task) ?? {
        began: now(),
        doneThen: event.done,
        shown: -Infinity,
        tenth: 0,
      };
      tasks.set(event.task, task);
      const finished = event.done >= event.total;
      if (screen.isTTY) draw(event, task, finished);
      else print(event, task, finished);
      if (finished) tasks.delete(event.task);
    },
  };
}

function barOf(event: Progress, task: Task, time: number): string {
  const width = 24;
  const full = Math.min(width, Math.floor((width * event.done) / event.total));
  return `${visibleLine(event.task)}  [${"=".repeat(full)}${" ".repeat(width - full)}] ${amounts(event)}${pace(event, task, time)}`;
}

const mega = (bytes: number) => (bytes / 1e6).toFixed(1);

const amounts = ({ done, total, unit }: Progress): string =>
  unit === "bytes" ? `${mega(done)} of ${mega(total)} MB` : `${done} of ${total} ${unit}`;

/** Rate since the task began here (not counting what an earlier run had finished), and the time left at that rate. */
function pace(event: Progress, task: Task, time: number): string {
  const passed = (time - task.began) / 1000;
  const done = event.done - task.doneThen;
  if (passed < 0.2 || done <= 0) return "";
  const rate = done / passed;
  const words =
    event.unit === "bytes" ? `${mega(rate)} MB/s` : `${rate < 10 ? rate.toPrecision(2) : Math.round(rate)}/s`;
  const left = event.done >= event.total ? "" : `, ${duration((event.total - event.done) / rate)} left`;
  return `, ${words}${left}`;
}
