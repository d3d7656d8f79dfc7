// `notebook run` interrupted or killed from outside: the file stays as it was, and no process is left.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isRunning } from "./processes.js";
import { builtCommand } from "./steerlab.js";

const test = suite<{ folder: string; path: string }>("notebook killed");

/** Its second cell says which process it is, then computes without waiting, then waits. */
const cells = [
  "1 + 1",
  `require("node:fs").writeFileSync("running", String(process.pid)); for (const end = Date.now() + 2000; Date.now() < end; ); await new Promise((done) => setTimeout(done, 20000))`,
  "'end'",
].map((source, i) => ({
  cell_type: "code",
  id: `c${i}`,
  execution_count: 5,
  metadata: {},
  outputs: [],
  source,
}));

test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "steerlab-killed-"));
  context.path = join(context.folder, "n.ipynb");
});
test.after(({ folder }) => rm(folder, { recursive: true, force: true }));

/** Waits until something holds; fails after so many seconds. */
async function until(holds: () => Promise<boolean> | boolean, seconds: number, what: string): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await delay(100)) if (await holds()) return;
  assert.unreachable(what);
}

async function interrupted(
  { folder, path }: { folder: string; path: string },
  how: (child: ChildProcess) => void,
): Promise<{ code: number | null; said: string }> {
  const before = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
  await writeFile(path, before);
  await rm(join(folder, "running"), { force: true });
  const child = spawn(process.execPath, builtCommand(["notebook", "run", path]), { stdio: "pipe" });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const code = new Promise<number | null>((resolve) => child.on("exit", resolve));
  let pid = 0;
  await until(
    async () => (pid = Number(await readFile(join(folder, "running"), "utf8").catch(() => ""))) > 0,
    60,
    `no cell began: ${said}`,
  );
  how(child);
  const outcome = await code;
  await until(() => !isRunning(pid), 15, "the process of the cells runs on");
  await delay(300);
  assert.is(await readFile(path, "utf8"), before);
  return { code: outcome, said };
}

test("SIGINT to the process alone, as `timeout` and CI send it", async (context) => {
  const { code, said } = await interrupted(context, (child) => child.kill("SIGINT"));
  assert.is(code, 130, said);
  assert.match(said, /interrupted, the file is as it was/);
});

test("SIGTERM", async (context) => {
  const { code } = await interrupted(context, (child) => child.kill("SIGTERM"));
  assert.is(code, 130);
});

test("SIGKILL, while the cell computes", async (context) => {
  await interrupted(context, (child) => child.kill("SIGKILL"));
});

test("a second SIGINT ends it at once", async (context) => {
  const { code } = await interrupted(context, (child) => {
    child.kill("SIGINT");
    setTimeout(() => child.kill("SIGINT"), 300);
  });
  assert.is(code, 130);
});

test.run();
