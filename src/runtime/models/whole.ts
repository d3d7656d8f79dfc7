// Writes a file as a whole or not at all: under a temporary name, flushed to disk, then renamed.
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { fail, SteerError } from "../errors/index.js";

/** Appends bytes to the file that is being written. */
export type Append = (bytes: Uint8Array) => Promise<void>;

/** Replaceable so that a full disk can be tried out. */
export type OpenFile = (path: string) => Promise<FileHandle>;

/** Runs `write`, then puts the file in its place. Throws E701 when writing fails; what `write` itself throws passes unchanged. */
export async function writeWhole(
  path: string,
  write: (append: Append) => Promise<void>,
  openFile: OpenFile = (temporary) => open(temporary, "wx"),
): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  let handle: FileHandle | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    removeAbandoned(path);
    handle = await openFile(temporary);
    const file = handle;
    await write((bytes) => file.writeFile(bytes));
    await handle.sync();
    await handle.close();
    await rename(temporary, path);
  } catch (cause) {
    await handle?.close().catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
    if (cause instanceof SteerError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    if (!/^E[A-Z]+$/.test(code)) throw cause;
    fail("E701", { path, reason: reasons[code] ?? code }, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would be too large",
  EACCES: "access is denied",
  EPERM: "access is denied",
  EROFS: "the disk is read-only",
  ENOTDIR: "a part of the path is a file",
};

const day = 24 * 3600 * 1000;

/** Temporaries of this file that a killed process left more than a day ago. */
function removeAbandoned(path: string): void {
  const mine = readdirSync(dirname(path)).filter(
    (name) => name.startsWith(`${basename(path)}.`) && name.endsWith(".tmp"),
  );
  for (const name of mine) {
    const temporary = join(dirname(path), name);
    const age = Date.now() - (statSync(temporary, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > day) rmSync(temporary, { force: true });
  }
}
