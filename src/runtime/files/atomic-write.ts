// Files are written whole or not at all: into a temporary file beside the target, flushed to the disk, then renamed.
import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { failure, SteerError } from "../errors/index.js";
import { ownMark, partEnding, removeAbandoned } from "./leftover-files.js";

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than this system allows",
  EACCES: "writing there is not permitted",
  EPERM: "writing there is not permitted",
  EROFS: "the disk can only be read",
  ENOENT: "the folder is not there and cannot be made",
  EISDIR: "a folder has that name",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "a part of the path is a file, not a folder",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EBUSY: "another program is using the file",
  ELOOP: "the path runs in a circle of links",
  EIO: "the disk reported an error",
};

/** Why the system refused, in plain words. */
export const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (code ? `the system said ${code}` : String(error));
};

/** The steps that touch the disk; a caller may pass its own, e.g. to try out a full disk. */
export interface FileSteps {
  readonly open: typeof open;
}

/** Appends bytes to the file that is being written. */
export type Append = (bytes: string | Uint8Array) => Promise<void>;

const isSystem = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^E[A-Z0-9]+$/.test(String(error.code));

/**
 * Writes a file piece by piece so that a reader sees the old content or the new one, never a part. Missing folders are made.
 * On any failure the temporary file is removed and the target is as before.
 * @returns the absolute path. @throws E701 with a plain reason (disk full, not permitted, …); what `write` itself throws
 * passes unchanged.
 */
export async function writeWhole(
  path: string,
  write: (append: Append) => Promise<void>,
  steps: FileSteps = { open },
): Promise<string> {
  const target = resolve(path);
  const temporary = temporaryOf(target);
  try {
    await mkdir(dirname(target), { recursive: true });
    await sweepOnce(dirname(target));
    const file = await steps.open(temporary, "wx");
    try {
      await write((bytes) => file.writeFile(bytes));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (error instanceof SteerError || !isSystem(error)) throw error;
    throw failure("E701", { path, reason: reasonOf(error) }, { cause: error });
  }
  return target;
}

/** The same for content that is there already. */
export const writeAtomically = (
  path: string,
  content: string | Uint8Array,
  steps?: FileSteps,
): Promise<string> => writeWhole(path, (append) => append(content), steps);

const temporaryOf = (target: string): string =>
  join(dirname(target), `.${basename(target).slice(0, 100)}.${ownMark}.${randomUUID()}${partEnding}`);

const swept = new Set<string>();

/** What killed runs left in a folder goes when this process first writes there. */
async function sweepOnce(folder: string): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  await removeAbandoned(folder);
}
