// The cache: how large it is, and whether everything in it is as it was written.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder, damagedWeights } from "../../runtime/models/index.js";
import { pluralise } from "../../runtime/report/words/format-number.js";
import { verifyStore } from "../../runtime/store/index.js";
import type { Finding } from "./finding.js";

const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** Reads the whole cache. */
export async function cache(): Promise<readonly Finding[]> {
  const folder = cacheFolder();
  const size = await folderSize(folder);
  if (size === null) return [{ name: "cache", state: "there", says: `${folder} (not made yet)` }];
  const store = await verifyStore(join(folder, "store"));
  const damaged = [...store.damaged, ...(await damagedWeights())];
  const where: Finding = { name: "cache", state: "there", says: `${folder}, ${gib(size)}` };
  if (damaged.length === 0)
    return [
      { ...where, says: `${where.says}; ${pluralise(store.files, "stored file")}, all as they were written` },
    ];
  const shown = damaged.slice(0, 5).map((path) => path.slice(folder.length + 1));
  const more = damaged.length > shown.length ? `, and ${damaged.length - shown.length} more` : "";
  return [
    where,
    {
      name: "damaged files",
      state: "missing",
      says: `${pluralise(damaged.length, "file")} in the cache: ${shown.join(", ")}${more}`,
      remedy:
        "They are not used: a run that needs them makes them again. Delete them to be rid of this line.",
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
