// Tries inputs one after the other in a process of their own, which is killed where it takes too long.
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { fileURLToPath } from "node:url";
import { kinds } from "./kinds/index.js";

/** `seconds`: generous, for a busy machine. `memory`: MB that an input may add to its own size. */
export const limits = { seconds: 10, memory: 300 };

/** What came of an input; `fault` is null where it was read, or refused with an error of steerlab's own. */
export interface Trial {
  readonly fault: string | null;
  readonly refused: boolean;
}

interface Answer extends Trial {
  readonly grown: number;
}

const program = fileURLToPath(new URL("reader.ts", import.meta.url));

export class Trials {
  #child: ChildProcessWithoutNullStreams | null = null;
  #lines: AsyncIterator<string> | null = null;
  #reader: Interface | null = null;
  readonly #folder = mkdtemp(join(tmpdir(), "steerlab-fuzz-"));

  async #open(): Promise<void> {
    const child = spawn(process.execPath, ["--import", "tsx", program]);
    child.stdin.on("error", () => {});
    child.stderr.resume();
    this.#child = child;
    this.#reader = createInterface({ input: child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
    if ((await this.#lines.next()).done) throw new Error("the reader did not start");
  }

  async try(kind: string, input: Buffer): Promise<Trial> {
    const path = join(await this.#folder, `input${kinds[kind]!.ending}`);
    await writeFile(path, input);
    if (!this.#child) await this.#open();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#child?.kill("SIGKILL");
    }, limits.seconds * 1000);
    this.#child!.stdin.write(`${JSON.stringify({ kind, path })}\n`);
    const { value, done } = await this.#lines!.next();
    clearTimeout(timer);
    if (done) {
      this.#forget();
      return { refused: false, fault: late ? `takes more than ${limits.seconds} s` : "ends the process" };
    }
    const { fault, refused, grown } = JSON.parse(value) as Answer;
    const most = limits.memory + input.length / 2 ** 20;
    if (fault === null && grown > most)
      return { refused: false, fault: `takes ${Math.round(grown)} MB of memory` };
    return { fault, refused: fault === null && refused };
  }

  #forget(): void {
    this.#reader?.close();
    this.#child?.kill("SIGKILL");
    this.#child = null;
  }

  async close(): Promise<void> {
    this.#forget();
    await rm(await this.#folder, { recursive: true, force: true });
  }
}
