// The runner of notebooks on the command line: folders, several at a time, words, exit codes.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { notebooksOf } from "../../src/commands/notebook/find-notebooks.js";
import { inOrder } from "../../src/commands/notebook/worker-pool.js";
import { differenceWords, reportWords } from "../../src/commands/notebook/run-summary.js";

const test = suite<{ folder: string }>("notebook run");
test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "steerlab-notebooks-"));
});
test.after(({ folder }) => rm(folder, { recursive: true, force: true }));

test("a folder means the notebooks below it, each once, hidden folders left out", async ({ folder }) => {
  const paths = ["b.ipynb", "a/c.ipynb", "a/text.md", ".ipynb_checkpoints/b.ipynb", "node_modules/x/d.ipynb"];
  for (const path of paths) {
    await mkdir(join(folder, path, ".."), { recursive: true });
    await writeFile(join(folder, path), "{}");
  }
  const inside = [join(folder, "a", "c.ipynb"), join(folder, "b.ipynb")];
  assert.equal(await notebooksOf([folder]), inside);
  assert.equal(await notebooksOf([inside[1]!, folder]), [inside[1], inside[0]]);
  assert.equal(await notebooksOf(["absent.ipynb"]), ["absent.ipynb"]);
  const empty = join(folder, "empty");
  await mkdir(empty);
  const refused = await notebooksOf([empty]).catch((error: unknown) => error as Error);
  assert.match(String(refused), `There is no notebook in ${empty}.`);
});

test("several at a time, told in order; nothing begins after a stop", async () => {
  const told: number[] = [];
  let [running, most] = [0, 0];
  const work = async (ms: number): Promise<number> => {
    most = Math.max(most, ++running);
    await delay(ms);
    running--;
    return ms;
  };
  await inOrder([60, 10, 30, 1], 2, work, (_, ms) => told.push(ms));
  assert.equal([told, most], [[60, 10, 30, 1], 2]);
  const begun: string[] = [];
  await inOrder(
    ["a", "b", "c"],
    1,
    async (name) => begun.push(name),
    () => {},
    () => begun.length === 2,
  );
  assert.equal(begun, ["a", "b"]);
});

test("words: time of each cell, every difference up to a number", () => {
  const report = {
    path: null,
    cells: [2, 4].map((cell) => ({ cell, seconds: cell / 4 })),
    failures: [],
    interrupted: false,
  };
  assert.is(
    reportWords("n.ipynb", { ...report, differences: [] }, true),
    "n.ipynb: 2 cells run in 1.5 s, 0 failed, compared with its outputs\n  cell 2 0.5 s, cell 4 1.0 s",
  );
  const one = { cell: 3, at: "output 1, text/plain, line 2", before: "1", now: "2" };
  assert.equal(differenceWords("n.ipynb", [one]), [
    "n.ipynb: cell 3, output 1, text/plain, line 2: was 1, now 2",
  ]);
  const lines = differenceWords("n.ipynb", Array<typeof one>(25).fill(one));
  assert.equal([lines.length, lines.at(-1)], [21, "n.ipynb: cell 3, output 1: 5 more differences"]);
});

test.run();
