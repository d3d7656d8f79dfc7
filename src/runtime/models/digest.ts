// sha256 of model files, remembered in the cache by real path, size and time of change, so that opening again is instant.
import { createHash } from "node:crypto";
import {
  createReadStream,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fail } from "../errors/index.js";
import { cacheFolder } from "./cache.js";
import { isObject, readable } from "./json.js";
import type { OnProgress } from "./types.js";

export interface Watch {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

/** What is remembered of one file. `finite`: every number in it was seen to be finite. */
export interface Memory {
  readonly sha256?: string;
  readonly finite?: boolean;
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const memoryPath = (file: string) => join(cacheFolder(), "digests", `${hash(file)}.json`);

function identity(file: string): string {
  const { size, mtimeNs, ctimeNs, ino } = statSync(file, { bigint: true });
  return [file, size, mtimeNs, ctimeNs, ino].join("|");
}

/** What is remembered of a file (by its real path) as it is now; empty when it changed since, or was never seen. */
export function recall(file: string): Memory {
  try {
    const record: unknown = JSON.parse(readFileSync(memoryPath(file), "utf8"));
    if (!isObject(record) || record.identity !== identity(file)) return {};
    const { sha256, finite } = record;
    return {
      ...(typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256) && { sha256 }),
      ...(finite === true && { finite }),
    };
  } catch {
    return {};
  }
}

/** Adds to what is remembered. A cache that cannot be written costs time later, nothing else. */
export function remember(file: string, news: Memory): void {
  const path = memoryPath(file);
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch {
    return;
  }
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, JSON.stringify({ ...recall(file), ...news, identity: identity(file) }));
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}

/** The sha256 (hex) of one file. Throws E313 when it cannot be read, E503 when interrupted. */
export async function fileDigest(file: string, watch: Watch = {}): Promise<string> {
  const known = recall(file).sha256;
  if (known) return known;
  const digest = createHash("sha256");
  try {
    const total = statSync(file).size;
    let done = 0;
    for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 22 })) {
      if (watch.signal?.aborted) fail("E503", {});
      digest.update(chunk as Buffer);
      done += (chunk as Buffer).length;
      watch.onProgress?.({ task: `Checking ${basename(file)}`, done, total, unit: "bytes" });
    }
  } catch (cause) {
    throw readable(file, cause);
  }
  const sha256 = digest.digest("hex");
  remember(file, { sha256 });
  return sha256;
}

/** One identity for several files: the sha256 over "digest  name" lines, sorted by name. */
export async function filesDigest(files: ReadonlyMap<string, string>, watch: Watch = {}): Promise<string> {
  const lines: string[] = [];
  for (const [name, path] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`${await fileDigest(path, watch)}  ${name}\n`);
  }
  return hash(lines.join(""));
}
