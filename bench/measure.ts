// Side-by-side timing: the two ways take turns in one run; ratios are of medians.
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

/** Runs of the first (quick) way before and after each run of the second. */
const around = 3;

/** Both ways, turn by turn, so that a busy machine slows both; the first runs once before that, uncounted, to warm up. */
export async function sideBySide<T>(
  quick: () => Promise<T>,
  slow: () => Promise<T>,
  rounds: number,
): Promise<[quick: Timed<T>, slow: Timed<T>]> {
  const clock = (work: () => Promise<T>) => {
    const times: number[] = [];
    let result: T;
    const run = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) {
        const start = performance.now();
        result = await work();
        times.push(performance.now() - start);
      }
    };
    return { run, timed: (): Timed<T> => ({ milliseconds: median(times), result }) };
  };
  const [first, second] = [clock(quick), clock(slow)];
  await quick();
  for (let round = 0; round < rounds; round += 1) {
    await first.run(around);
    await second.run(1);
    await first.run(around);
  }
  return [first.timed(), second.timed()];
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
