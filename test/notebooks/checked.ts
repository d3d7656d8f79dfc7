// A committed notebook, run again from its cells and compared with the outputs that are committed with it.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Test } from "uvu";
import * as assert from "uvu/assert";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cli = join(root, "dist", "cli.js");

/** Runs `steerlab notebook run FILE --check`; fails with every difference that it names. */
export async function checked(notebook: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const words = [cli, "notebook", "run", join("notebooks", notebook), "--check"];
  const child = spawn(process.execPath, words, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: "pipe",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  assert.is(code, 0, said);
}

/** A test for each notebook, in order, with one cache: what one has measured the next does not measure again. */
export function checkedTogether(test: Test, notebooks: readonly string[]): void {
  let cache: string;
  test.before(async () => {
    cache = await mkdtemp(join(tmpdir(), "steerlab-notebooks-"));
  });
  test.after(() => rm(cache, { recursive: true, force: true }));
  for (const notebook of notebooks)
    test(`${notebook} comes out as committed`, () => checked(notebook, { STEERLAB_CACHE: cache }));
}
