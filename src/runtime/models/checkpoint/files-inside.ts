// Files of a model folder, by their real paths: a name, link or index entry that leads out of the folder is refused.
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, isAbsolute } from "node:path";
import { fail } from "../../errors/index.js";

/** The real path of a file in the folder, or null when there is none. Throws E308 when it lies elsewhere. */
export function findInside(folder: string, name: string): string | null {
  const path = join(folder, name);
  if (!within(folder, path)) fail("E308", { file: name, link: path });
  if (!existsSync(path)) return null;
  const real = realpathSync(path);
  const allowed = [realpathSync(folder), ...blobsOf(folder)];
  if (!allowed.some((root) => within(root, real))) fail("E308", { file: name, link: real });
  return real;
}

/** As findInside, but throws E302 when there is no such file. */
export function requireInside(folder: string, name: string): string {
  return findInside(folder, name) ?? fail("E302", { folder, file: name });
}

/** A snapshot of the Hugging Face cache consists of links into the blobs folder of the same model. */
function blobsOf(folder: string): string[] {
  const snapshots = dirname(realpathSync(folder));
  const blobs = join(dirname(snapshots), "blobs");
  return basename(snapshots) === "snapshots" && existsSync(blobs) ? [realpathSync(blobs)] : [];
}

function within(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith("../") && !way.startsWith("..\\") && !isAbsolute(way);
}
