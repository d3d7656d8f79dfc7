// Temporary files that a killed process left behind. Their names say which process they belong to: ".NAME.HOST-PID.UUID.part".
import { createHash } from "node:crypto";
import { readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

export const partEnding = ".part";

/** Eight letters for this machine: folders may be shared between machines, whose process numbers mean nothing here. */
const host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);

/** What temporary files of this process have in their names. */
export const ownMark = `${host}-${process.pid}`;

const day = 24 * 3600 * 1000;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Names of our temporary files; those of older versions have no mark. */
const temporary =
  /^\..*?\.(?:(?<host>[0-9a-f]{8})-(?<pid>\d+)\.)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

/** Of this machine: the process is gone. Of another, or without a mark: untouched for a day. */
function isAbandoned(name: string, age: number): boolean {
  const mark = temporary.exec(name)?.groups;
  return mark?.["host"] === host ? !isRunning(Number(mark["pid"])) : age >= day;
}

/** Removes abandoned temporary files in a folder, the largest first. What cannot be removed stays. */
export async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const parts = await Promise.all(
    names
      .filter((name) => temporary.test(name))
      .map(async (name) => ({ name, found: await stat(join(folder, name)).catch(() => null) })),
  );
  const abandoned = parts.flatMap(({ name, found }) =>
    found?.isFile() && isAbandoned(name, Date.now() - found.mtimeMs) ? [{ name, size: found.size }] : [],
  );
  for (const { name } of abandoned.sort((a, b) => b.size - a.size))
    await rm(join(folder, name), { force: true }).catch(() => undefined);
}
