// Whether a path stays in a folder, links followed.
import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";

/** The path with its links followed, as far as it exists. */
async function followed(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(await followed(above), basename(path));
  }
}

/** Whether an absolute path leads out of an absolute folder, by its words or by a link. */
export async function leavesFolder(folder: string, path: string): Promise<boolean> {
  const way = relative(await followed(folder), await followed(path));
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}
