// Side-by-side timing: the two ways take turns in one run, so that a busy machine slows both; ratios are of medians.
import { readFileSync } from "node:fs";

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};

/** Median milliseconds of one way, and what it gave the last time. */
export interface Timed<T> {
  readonly milliseconds: number;
  readonly result: T;
}

/** Both ways, turn by turn; the first way runs once before that, uncounted, to warm up. */
export async function sideBySide<T>(
  a: () => Promise<T>,
  b: () => Promise<T>,
  rounds: number,
): Promise<[a: Timed<T>, b: Timed<T>]> {
  const ways = [a, b].map((work) => ({ work, times: [] as number[], results: [] as T[] }));
  await a();
  for (let round = 0; round < rounds; round += 1)
    for (const way of ways) {
      const start = performance.now();
      way.results.push(await way.work());
      way.times.push(performance.now() - start);
    }
  const [first, second] = ways.map(({ times, results }) => ({
    milliseconds: median(times),
    result: results.at(-1)!,
  }));
  return [first!, second!];
}

/** Private (anonymous) and resident memory of a process in MiB, and its peak; null where the system has no /proc. */
export function memoryOf(pid: number): { anonymous: number; resident: number; peak: number } | null {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const read = (text: string, name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? NaN) / 1024;
    return {
      anonymous: read(rollup, "Anonymous"),
      resident: read(rollup, "Rss"),
      peak: read(status, "VmHWM"),
    };
  } catch {
    return null;
  }
}
