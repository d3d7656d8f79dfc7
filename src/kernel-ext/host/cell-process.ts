// The process that runs cells, as seen from the one that speaks with front ends: whatever a cell does, that one stays free.
import { fork, type ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";
import { extname } from "node:path";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Failure, ReadyCell, Report, Request } from "./cell-process-messages.js";
import type { Emit } from "./outputs.js";

/** How long loops and waits have to end before a signal stops whatever else is computed, ms. */
const patience = 1000;
/** How long engines may take to end, ms. */
const grace = 3000;

/** Runs whose later prints are still shown. */
const remembered = 100;
/** How long a process that no longer listens may take to end by itself, ms. */
const farewell = 200;
/** A cell that runs on this long after an interrupt ends with its process at the next interrupt, ms. */
const stubborn = 3000;

const entry = fileURLToPath(new URL(`../run/cell-process-main${extname(import.meta.url)}`, import.meta.url));

/** The process ended while it ran a cell: "exit code 7", "SIGKILL". */
export interface Ended {
  readonly kind: "ended";
  readonly how: string;
}

export interface ProcessOptions {
  /** The notebook's folder. */
  readonly folder: string;
  /** Folder that `save` writes to. */
  readonly out: string;
  /** Priority of cells and their engines, as for `os.setPriority`; the protocol goes before them. */
  readonly priority?: number;
}

interface Running {
  readonly id: number;
  end(failure: Failure | Ended | null): void;
}

export class CellProcess {
  private readonly child: ChildProcess;
  /** Where the outputs of a run go; those of the latest runs only, which may still print after they ended. */
  private readonly outputs = new Map<number, Emit>();
  private running: Running | null = null;
  private last = 0;
  /** Whether a signal would not end the process that is still starting. */
  private ready = false;
  private how: string | null = null;
  private closing = false;
  /** The run that was interrupted last, and when. */
  private interrupted: { readonly id: number; readonly at: number } | null = null;

  constructor({ folder, out, priority }: ProcessOptions) {
    this.child = fork(entry, [out], {
      cwd: folder,
      // What the machinery of modules says about itself is no output of a cell.
      execArgv: [...process.execArgv, "--disable-warning=ExperimentalWarning"],
      stdio: ["ignore", "inherit", "inherit", "ipc", "pipe"],
      // A group of its own: front ends send their signals to the whole group, and only `interrupt` knows what they are for.
      detached: process.platform !== "win32",
    });
    if (priority !== undefined && this.child.pid !== undefined) lower(this.child.pid, priority);
    this.child.on("message", (report: Report) => this.take(report));
    this.child.on("error", (error) => this.ended(error.message));
    this.child.on("exit", (code, signal) => this.ended(signal ?? `exit code ${code}`));
    this.child.on("disconnect", () => {
      if (!this.closing) this.kill("it no longer listened");
    });
    // What it no longer reads is lost with it.
    this.stops.on("error", () => undefined);
  }

  /** Whether the process is there. */
  get alive(): boolean {
    return this.how === null;
  }

  /** Whether it runs a cell. */
  get busy(): boolean {
    return this.running !== null;
  }

  /** A line here reaches the process while it computes: "ID\n" stops the loops of run ID. */
  private get stops(): Writable {
    return this.child.stdio[4] as Writable;
  }

  private send(request: Request): void {
    this.child.send(request, () => undefined);
  }

  private take(report: Report): void {
    if (report.kind === "ready") this.ready = true;
    else if (report.kind === "output") this.outputs.get(report.id)?.(report.event);
    else if (this.running?.id === report.id) this.running.end(report.failure);
  }

  private ended(how: string): void {
    this.how ??= how;
    this.running?.end({ kind: "ended", how: this.how });
  }

  /** Runs a cell; one at a time. `emit` takes what it puts out, also after it has ended. Never rejects. */
  run(cell: ReadyCell, emit: Emit): Promise<Failure | Ended | null> {
    if (this.how !== null) return Promise.resolve({ kind: "ended", how: this.how });
    const id = ++this.last;
    this.outputs.set(id, emit);
    this.outputs.delete(id - remembered);
    return new Promise((resolve) => {
      this.running = {
        id,
        end: (failure) => {
          this.running = null;
          resolve(failure);
        },
      };
      this.send({ kind: "run", id, cell });
    });
  }

  /** Ends the process and what it started, now. A process that is ending by itself says better why. */
  private kill(how: string): void {
    const { pid } = this.child;
    setTimeout(() => {
      this.ended(how);
      try {
        if (pid !== undefined && process.platform !== "win32") process.kill(-pid, "SIGKILL");
        else this.child.kill("SIGKILL");
      } catch {
        this.child.kill("SIGKILL");
      }
    }, farewell);
  }

  /**
   * Stops the running cell: its waiting, its loops, and (by a signal) whatever else it computes before it waits. One that heeds
   * nothing of this ends with its process when it is interrupted again.
   */
  interrupt(): void {
    const id = this.running?.id;
    if (id === undefined) return;
    const before = this.interrupted;
    if (before?.id !== id) this.interrupted = { id, at: performance.now() };
    else if (performance.now() - before.at > stubborn) return this.kill("it did not heed the interrupt");
    this.stops.write(`${id}\n`);
    this.send({ kind: "interrupt", id });
    setTimeout(() => {
      if (this.running?.id === id && this.ready && process.platform !== "win32") this.child.kill("SIGINT");
    }, patience).unref();
  }

  /** Ends the process and the engines that it started. */
  close(): Promise<void> {
    if (this.how !== null) return Promise.resolve();
    this.closing = true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.child.kill("SIGKILL"), grace);
      this.child.once("exit", () => {
        clearTimeout(timer);
        resolve();
      });
      this.interrupt();
      this.stops.end();
      this.child.disconnect();
    });
  }
}

/** Not every system lets a process do so; then cells are as important as the rest. */
function lower(pid: number, priority: number): void {
  // Linux may weigh groups of processes against each other instead, and then looks at the priority of the group only.
  const ways = [
    () => setPriority(pid, priority),
    () => process.platform === "linux" && writeFileSync(`/proc/${pid}/autogroup`, String(priority)),
  ];
  for (const way of ways)
    try {
      way();
    } catch {
      continue;
    }
}
