// `steerlab notebook export`: what is written where, what is refused, and that nothing is lost.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { explain } from "../../src/commands/output/failure-message.js";
import { notebookExport } from "../../src/commands/notebook/export-command.js";
import { format } from "../../src/dsl/index.js";

const test = suite<{ folder: string }>("notebook export");
test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "steerlab-export-"));
});
test.after.each(({ folder }) => rm(folder, { recursive: true, force: true }));

/** Exports a notebook of these cells; what the command fails with as people read it, or "". */
async function exported(folder: string, cells: readonly string[], out?: string): Promise<string> {
  const code = (source: string) => ({ cell_type: "code", metadata: {}, source, outputs: [] });
  const notebook = { cells: cells.map(code), metadata: {}, nbformat: 4, nbformat_minor: 5 };
  const file = join(folder, "study.ipynb");
  await writeFile(file, JSON.stringify(notebook));
  const { log, error } = console;
  console.log = console.error = () => {};
  try {
    return await notebookExport.run({ files: [file], text: { out }, flags: {} }).then(
      () => "",
      (failure: unknown) => explain(failure),
    );
  } finally {
    Object.assign(console, { log, error });
  }
}

const model = '%%steer\nmodel   m = "nano"';

test("the program lies beside the notebook, laid out; the same again is no matter", async ({ folder }) => {
  const cells = [model, "const x = 1;", '%%steer\n// a concept\nconcept C { pair "a" -> "b"|"c" }'];
  assert.is(await exported(folder, cells), "");
  const text = await readFile(join(folder, "study.steer"), "utf8");
  assert.match(text, /^model m = "nano"\n/);
  assert.equal(format(text), { ok: true, text });
  assert.is(await exported(folder, cells), "");
});

test("another program of that name stays, unless --out names it", async ({ folder }) => {
  const path = join(folder, "study.steer");
  await writeFile(path, "// somebody's work\n");
  assert.match(await exported(folder, [model]), /study.steer" is there already, and says something else/);
  assert.is(await readFile(path, "utf8"), "// somebody's work\n");
  assert.is(await exported(folder, [model], path), "");
  assert.is(await readFile(path, "utf8"), 'model m = "nano"\n');
});

test("errors are located in their cells, and nothing is written", async ({ folder }) => {
  assert.match(
    await exported(folder, [model, "%%steer\n\nmodel n = nano"]),
    "steer E101  study.ipynb, cell 2, line 3",
  );
  assert.match(await exported(folder, [model, model]), "`m` is declared in cell 1 and again in cell 2;");
  assert.match(
    await exported(folder, ["%%steer\nvector v = extract C from m"]),
    "the program of study.ipynb, line 1",
  );
  assert.is(await readFile(join(folder, "study.steer"), "utf8").catch(() => "none"), "none");
});

test.run();
