// One append-only file of results: lines {"k": key, "v": [number, …]}. A line is written in one piece, so two
// processes may append to the same segment; a line that a killed run left unfinished is passed over on reading.
import { open, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface Segment {
  /** What is kept under a key: of several lines, the last. */
  get(key: string): readonly number[] | undefined;
  /** Keeps numbers under a key. */
  append(key: string, numbers: readonly number[]): Promise<void>;
}

/** Reads a segment, empty where there is none. `folder` null: kept in memory only. */
export async function openSegment(folder: string | null, name: string): Promise<Segment> {
  const path = folder && join(folder, "results", `${name}.jsonl`);
  const text = path ? await readFile(path, "utf8").catch(absent) : "";
  const kept = new Map<string, readonly number[]>(finishedLines(text));
  // The line break before each line ends whatever an interrupted run left behind.
  const line = (key: string, numbers: readonly number[]) => `\n${JSON.stringify({ k: key, v: numbers })}\n`;
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

function absent(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
  throw error;
}

async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, "a");
  try {
    await file.write(line);
  } finally {
    await file.close();
  }
}

function* finishedLines(text: string): Generator<[string, readonly number[]]> {
  for (const line of text.split("\n")) {
    const found = line.endsWith("}") ? parsed(line) : null;
    if (found) yield [found.k, found.v];
  }
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
