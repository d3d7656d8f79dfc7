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

/** Runs a command that must end well; returns all that it says. */
async function steerlab(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: "pipe",
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  assert.is(code, 0, said);
  return said;
}

/** Runs `steerlab notebook run FILE --check`; fails with every difference that it names. */
export async function checked(notebook: string, environment: NodeJS.ProcessEnv): Promise<void> {
  await steerlab(["notebook", "run", join("notebooks", notebook), "--check"], environment);
}

/** Exports a notebook that was run with this cache; the program must find all of its numbers there. */
async function exported(
  notebook: string,
  environment: NodeJS.ProcessEnv & { readonly STEERLAB_CACHE: string },
): Promise<void> {
  const program = join(environment.STEERLAB_CACHE, "exported.steer");
  await steerlab(["notebook", "export", join("notebooks", notebook), "--out", program], {});
  const plan = await steerlab(["plan", program], environment);
  assert.match(plan, "Together: 0 passes, 0 tokens.");
}

/**
 * A test for each notebook, in order, with one cache: what one has measured the next does not measure again, and neither does the
 * program that is exported from the first. With a seed, every number of the model is disturbed, as another processor might: the committed
 * outputs must come out all the same (`npm run disturb` tries all notebooks with three seeds).
 */
export function checkedTogether(test: Test, notebooks: readonly string[], seed?: number): void {
  const environment = seed === undefined ? {} : { STEERLAB_TEST_DISTURB: String(seed) };
  let cache: string;
  test.before(async () => {
    cache = await mkdtemp(join(tmpdir(), "steerlab-notebooks-"));
  });
  test.after(() => rm(cache, { recursive: true, force: true }));
  for (const [i, notebook] of notebooks.entries())
    test(`${notebook} comes out as committed`, async () => {
      await checked(notebook, { ...environment, STEERLAB_CACHE: cache });
      if (i === 0) await exported(notebook, { ...environment, STEERLAB_CACHE: cache });
    });
}
