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
import { fail } from "../../errors/index.js";
import { cacheFolder } from "../weights/cache-folder.js";
import { isObject, readable } from "./checked-json.js";
import type { OnProgress } from "../types.js";

export interface Watch {
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

/** What is remembered of one file. `finite`: every number in it was seen to be finite. */
export interface Memory {
  readonly sha256?: string;
  readonly finite?: boolean;
}

/** A record is taken only with the checksum that it was written with: a damaged one would give a model another name. */
const sealOf = ({ identity, sha256, finite }: Readonly<Record<string, unknown>>): string =>
  hash(JSON.stringify([identity, sha256, finite]));

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
    if (record.seal !== sealOf(record)) return {};
    const { sha256, finite } = record as Memory;
    return { ...(sha256 !== undefined && { sha256 }), ...(finite !== undefined && { finite }) };
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
    const record = { ...recall(file), ...news, identity: identity(file) };
    writeFileSync(temporary, JSON.stringify({ ...record, seal: sealOf(record) }));
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}

/** The sha256 (hex) of one file. Throws E313 when it cannot be read, E503 when interrupted. */
export async function fileDigest(file: string, watch: Watch = {}): Promise<string> {
  const known = recall(file).sha256;
  if (known) return known;
  const sha256 = await freshDigest(file, watch);
  remember(file, { sha256 });
  return sha256;
}

/** The same, read from the file whatever is remembered of it. */
export async function freshDigest(file: string, watch: Watch = {}): Promise<string> {
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
  return digest.digest("hex");
}

/** One identity for several files: the sha256 over "digest  name" lines, sorted by name. */
export async function filesDigest(files: ReadonlyMap<string, string>, watch: Watch = {}): Promise<string> {
  const lines: string[] = [];
  for (const [name, path] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`${await fileDigest(path, watch)}  ${name}\n`);
  }
  return hash(lines.join(""));
}
