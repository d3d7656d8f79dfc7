// A suite's own cache folder: set before its tests, put back and removed after them.
// (All test files are loaded before any runs, so a file must not change the environment while it is loaded.)
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Test } from "uvu";

export function ownCache(test: Test): void {
  const kept = process.env.STEERLAB_CACHE;
  let folder: string;
  test.before(async () => {
    folder = await mkdtemp(join(tmpdir(), "steerlab-cache-"));
    process.env.STEERLAB_CACHE = folder;
  });
  test.after(async () => {
    if (kept === undefined) delete process.env.STEERLAB_CACHE;
    else process.env.STEERLAB_CACHE = kept;
    await rm(folder, { recursive: true, maxRetries: 3 });
  });
}
