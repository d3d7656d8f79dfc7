// Files are written whole or not at all: into a temporary file beside the target, flushed to the disk, then renamed.
import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { failure } from "../errors/index.js";

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than this system allows",
  EACCES: "writing there is not permitted",
  EPERM: "writing there is not permitted",
  EROFS: "the disk can only be read",
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

/**
 * Writes a file so that a reader sees the old content or the new one, never a part. Missing folders are made.
 * On any failure the temporary file is removed and the target is as before.
 * @returns the absolute path. @throws E701 with a plain reason (disk full, not permitted, …).
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  steps: FileSteps = { open },
): Promise<string> {
  const target = resolve(path);
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomUUID()}.part`);
  try {
    await mkdir(dirname(target), { recursive: true });
    const file = await steps.open(temporary, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw failure("E701", { path, reason: reasonOf(error) }, { cause: error });
  }
  return target;
}
