// The machine: cores, memory, and the folder for what can be made again.
import { readdir, stat } from "node:fs/promises";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../../runtime/models/index.js";
import type { Finding } from "./finding.js";

const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

export async function machine(): Promise<readonly Finding[]> {
  const cache = cacheFolder();
  const size = await folderSize(cache);
  return [
    {
      name: "cores",
      state: "there",
      says: `${availableParallelism()} (${cpus()[0]?.model.trim() ?? "unknown"})`,
    },
    { name: "memory", state: "there", says: `${gib(totalmem())}, ${gib(freemem())} free` },
    {
      name: "cache",
      state: "there",
      says: `${cache}${size === null ? " (not made yet)" : `, ${gib(size)}`}`,
    },
  ];
}

/** Bytes of all files below, links not followed; null when the folder is not there. */
async function folderSize(folder: string): Promise<number | null> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => null);
  if (!entries) return null;
  const sizes = entries.map(async (entry) =>
    entry.isFile() ? ((await stat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0) : 0,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
