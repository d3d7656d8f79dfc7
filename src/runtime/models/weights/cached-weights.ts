// Converted weights in the cache: written once, with the sha256 beside them, and checked against it before they are used.
import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  removeAbandoned,
  writeAtomically,
  writeWhole,
  type Append,
  type FileSteps,
} from "../../files/index.js";
import { cacheFolder } from "./cache-folder.js";
import { fileDigest, freshDigest, remember, type Watch } from "../checkpoint/file-digests.js";

export const weightsFolder = (): string => join(cacheFolder(), "weights");

const digestPath = (path: string): string => `${path}.sha256`;

export interface KeptOptions extends Watch {
  readonly onNotice?: ((text: string) => void) | undefined;
  /** Replaces how the file is opened, to try out a full disk. */
  readonly steps?: FileSteps | undefined;
}

/** Paths of converted weights that are not as they were written; sorted. Reads all of them, whatever is remembered. */
export async function damagedWeights(): Promise<string[]> {
  const names = await readdir(weightsFolder()).catch(() => [] as string[]);
  const paths = names.filter((name) => name.endsWith(".safetensors")).sort();
  const damaged: string[] = [];
  for (const path of paths.map((name) => join(weightsFolder(), name)))
    if ((await writtenDigest(path)) !== (await freshDigest(path).catch(() => ""))) damaged.push(path);
  return damaged;
}

const writtenDigest = (path: string): Promise<string | null> =>
  readFile(digestPath(path), "utf8").then(
    (text) => text.trim(),
    () => null,
  );

/** Whether the file is byte for byte what was written. It is read only when it changed since it was last looked at. */
export async function isAsWritten(path: string, watch: Watch = {}): Promise<boolean> {
  const written = await writtenDigest(path);
  return written !== null && written === (await fileDigest(realpathSync(path), watch));
}

/**
 * What `read` makes of the file of this name; the file is written first when it is not there, is damaged, or when `read` gives null.
 * Throws E701 when the disk does not take it, and what `write` throws.
 */
export async function keptWeights<T>(
  name: string,
  read: (path: string) => T | null,
  write: (append: Append) => Promise<void>,
  { steps, onNotice, ...watch }: KeptOptions = {},
): Promise<T> {
  const path = join(weightsFolder(), name);
  await removeAbandoned(weightsFolder());
  if (existsSync(path)) {
    const known = (await isAsWritten(path, watch)) ? attempted(read, realpathSync(path)) : null;
    if (known) return known;
    onNotice?.("The converted weights in the cache are damaged; they are made again from the model's files.");
  }
  const digest = createHash("sha256");
  await writeWhole(
    path,
    (append) =>
      write((bytes) => {
        digest.update(bytes);
        return append(bytes);
      }),
    steps,
  );
  const sha256 = digest.digest("hex");
  await writeAtomically(digestPath(path), `${sha256}\n`);
  remember(realpathSync(path), { sha256 });
  return read(realpathSync(path))!;
}

function attempted<T>(read: (path: string) => T | null, path: string): T | null {
  try {
    return read(path);
  } catch {
    return null;
  }
}
