// One append-only file of results: lines {"k": key, "v": [number, …], "c": checksum}. A line is written in one piece, so two
// processes may append to the same segment; a line that a killed run left unfinished is passed over on reading, and so is a
// damaged one, which is told.
import { open, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isSealedLine, noticeDamage, sealedLine } from "./checksum.js";

export interface Segment {
  /** What is kept under a key: of several lines, the last. */
  get(key: string): readonly number[] | undefined;
  /** Keeps numbers under a key. */
  append(key: string, numbers: readonly number[]): Promise<void>;
}

/** Reads a segment, empty where there is none or where it cannot be read. `folder` null: kept in memory only. */
export async function openSegment(folder: string | null, name: string): Promise<Segment> {
  const path = folder && join(folder, "results", `${name}.jsonl`);
  const text = path ? await readFile(path, "utf8").catch(unreadable) : "";
  const { kept, damaged } = linesOf(text);
  if (damaged > 0) noticeDamage("results");
  // The line break before each line ends whatever an interrupted run left behind.
  const line = (key: string, numbers: readonly number[]) =>
    `\n${sealedLine(JSON.stringify({ k: key, v: numbers }))}\n`;
  let made: Promise<unknown> | null = null;
  return {
    get: (key) => kept.get(key),
    async append(key, numbers) {
      kept.set(key, numbers);
      if (!path) return;
      made ??= mkdir(dirname(path), { recursive: true });
      await made.catch((error: unknown) => {
        made = null;
        throw error;
      });
      await appendLine(path, line(key, numbers));
    },
  };
}

function unreadable(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") noticeDamage("results");
  return "";
}

async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, "a");
  try {
    await file.write(line);
  } finally {
    await file.close();
  }
}

/** The whole lines of a segment, and how many lines were damaged. A line without its end was never finished: no damage. */
export function linesOf(text: string): {
  readonly kept: Map<string, readonly number[]>;
  readonly damaged: number;
} {
  const kept = new Map<string, readonly number[]>();
  let damaged = 0;
  for (const line of text.split("\n")) {
    const found = isSealedLine(line) ? parsed(line) : null;
    if (found) kept.set(found.k, found.v);
    else if (line.endsWith("}")) damaged += 1;
  }
  return { kept, damaged };
}

/** A line as it was written, or null. Every value is a finite number, or the line is not ours. */
function parsed(line: string): { k: string; v: readonly number[] } | null {
  try {
    const { k, v } = JSON.parse(line) as { k: unknown; v: unknown };
    const whole = typeof k === "string" && Array.isArray(v) && v.every(Number.isFinite);
    return whole ? { k, v: v as number[] } : null;
  } catch {
    return null;
  }
}
