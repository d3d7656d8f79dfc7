// Progress of a cell as one display that is updated in place: a line with a bar for each task, and once a task has ended
// one short line. Rate and time left are for the eye only and never part of the last state.
import { randomUUID } from "node:crypto";
import { duration } from "../../runtime/report/words/format-number.js";
import { visibleLine } from "../../runtime/report/words/visible-text.js";
import type { Progress } from "../../runtime/session/types.js";
import type { Emit } from "../host/outputs.js";

const width = 24;
/** Shortest time between two updates, ms. */
const pause = 100;

interface Task {
  readonly started: number;
  readonly from: number;
  last: Progress;
}

const bytes = (count: number): string =>
  count < 1e6 ? `${Math.round(count / 1e3)} kB` : `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} MB`;

const amounts = {
  bytes: ({ done, total }: Progress) => `${bytes(done)} of ${bytes(total)}`,
  passes: counted("passes"),
  items: counted("items"),
  tensors: counted("tensors"),
  tokens: counted("tokens"),
  layers: counted("layers"),
} satisfies Record<Progress["unit"], (event: Progress) => string>;

/** Units of work that is gone when it is done: what comes of it is shown elsewhere. */
const preparing: readonly Progress["unit"][] = ["bytes", "tensors", "layers"];

function counted(unit: string): (event: Progress) => string {
  return ({ done, total }) => `${done} of ${total} ${unit}`;
}

function running({ started, from, last }: Task, now: number): string {
  const { task, done, total, unit } = last;
  const filled = total > 0 ? Math.floor((Math.min(done, total) / total) * width) : 0;
  const bar = "█".repeat(filled) + "░".repeat(width - filled);
  const rate = (done - from) / ((now - started) / 1000);
  const speed =
    rate > 0 && Number.isFinite(rate)
      ? `, ${unit === "bytes" ? bytes(rate) : rate.toPrecision(2)}/s, ${duration((total - done) / rate)} left`
      : "";
  return `${task}  ${bar}  ${amounts[unit](last)}${speed}`;
}

function settled({ last }: Task): string {
  const amount = amounts[last.unit](last);
  return last.done < last.total ? `${last.task}: stopped at ${amount}` : `${last.task}: ${amount}`;
}

/** The progress display of one cell. `now` in ms. */
export class ProgressDisplay {
  private readonly tasks = new Map<string, Task>();
  private readonly id: string = randomUUID();
  private shown = false;
  private updated = -Infinity;

  constructor(
    private readonly emit: Emit,
    private readonly now: () => number = () => performance.now(),
  ) {}

  update(event: Progress): void {
    const now = this.now();
    const known = this.tasks.get(event.task);
    if (known) known.last = event;
    else this.tasks.set(event.task, { started: now, from: event.done, last: event });
    if (this.shown && event.done < event.total && now - this.updated < pause) return;
    this.show((task) => (task.last.done < task.last.total ? running(task, now) : settled(task)));
    this.updated = now;
  }

  /** Nothing more will come: every task that produced results becomes one line; preparations vanish. */
  settle(): void {
    if (!this.shown) return;
    for (const [name, { last }] of this.tasks) if (preparing.includes(last.unit)) this.tasks.delete(name);
    this.show(settled);
  }

  private show(line: (task: Task) => string): void {
    const data = { "text/plain": [...this.tasks.values()].map((task) => visibleLine(line(task))).join("\n") };
    const type = this.shown ? "update_display_data" : "display_data";
    this.shown = true;
    this.emit({ type, data, id: this.id, passing: true });
  }
}
