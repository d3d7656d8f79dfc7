// The runner of notebooks: outputs, failures, and files that are the same byte for byte.
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runNotebook } from "../../src/kernel-ext/notebook/run-notebook.js";
import { runNotebookApart } from "../../src/kernel-ext/notebook/run-in-child.js";
import { usualTolerances } from "../../src/kernel-ext/notebook/compare/compare-outputs.js";
import { smallProgram } from "../end-to-end/steerlab.js";
import { ownCache } from "../models/cache.js";
import { tinyLlama } from "../models/tiny.js";
import "./opened.js";

const test = suite("notebook");
ownCache(test);

let folder: string;
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "steerlab-notebook-"));
  await rename(await tinyLlama({}), join(folder, "tiny"));
});
test.after(() => rm(folder, { recursive: true, force: true }));

interface Written {
  cells: { execution_count?: number | null; outputs?: Record<string, unknown>[]; source: string[] }[];
  metadata: { kernelspec: { name: string }; language_info: { name: string } };
}

type Source = string | { source: string; tags: string[] };

async function notebook(name: string, sources: readonly Source[]): Promise<string> {
  const cells = sources.map((cell, i) => ({
    id: `cell-${i}`,
    cell_type: "code",
    execution_count: 77,
    metadata: {
      execution: { "iopub.status.busy": "2020" },
      ...(typeof cell === "string" ? {} : { tags: cell.tags }),
    },
    outputs: [{ output_type: "stream", name: "stdout", text: "old" }],
    source: typeof cell === "string" ? cell : cell.source,
  }));
  const markdown = { id: "m", cell_type: "markdown", metadata: {}, source: "# Title\nText" };
  const path = join(folder, name);
  await writeFile(
    path,
    JSON.stringify({ cells: [markdown, ...cells], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
  );
  return path;
}

const read = async (path: string): Promise<Written> => JSON.parse(await readFile(path, "utf8")) as Written;

const wholeProgram = [
  `%%steer\n${smallProgram("  intervals   95% from 50 resamples seed 0\n", "chart e as propensity curve")}`,
  "e.summary.map(({ n }) => n)",
  "v",
];

test("a whole experiment; twice the same bytes, though the store has the results the second time", async () => {
  const path = await notebook("whole.ipynb", wholeProgram);
  const first = await runNotebook(path);
  assert.equal(first.failures, []);
  assert.equal(
    first.cells.map(({ cell }) => cell),
    [2, 3, 4],
  );
  const bytes = await readFile(path, "utf8");
  await runNotebook(path);
  assert.ok((await readFile(path, "utf8")) === bytes);
  const { cells, metadata } = await read(path);
  assert.equal([metadata.kernelspec.name, metadata.language_info.name], ["steer", "typescript"]);
  assert.equal(
    cells.map((cell) => cell.execution_count),
    [undefined, 1, 2, 3],
  );
  const [account, chart] = cells[1]!.outputs as { data: Record<string, unknown> }[];
  assert.match((account!.data["text/plain"] as string[])[0]!, /^e: .*\n$/);
  assert.equal(Object.keys(chart!.data), ["application/vnd.vegalite.v5+json", "image/png", "text/plain"]);
  assert.match(String(chart!.data["image/png"]), /^iVBORw0KGgo/);
  assert.is(cells[1]!.outputs!.length, 2);
  assert.equal((cells[2]!.outputs![0]!["data"] as Record<string, unknown>)["text/plain"], ["[ 6, 6 ]"]);
  assert.not.match(bytes, "<script");
  assert.not.match(bytes, folder);
});

test("checking: the same results are no difference; changed ones are told, and nothing is written", async () => {
  const path = await notebook("checked.ipynb", wholeProgram);
  await runNotebook(path);
  const check = usualTolerances;
  const same = await runNotebook(path, { check });
  assert.equal([same.path, same.differences, same.failures], [null, [], []]);

  const changed = JSON.parse(await readFile(path, "utf8")) as Written;
  const chart = changed.cells[1]!.outputs![1]!["data"] as Record<string, { data?: unknown }>;
  const spec = JSON.stringify(chart["application/vnd.vegalite.v5+json"]);
  const [, name = "", value = ""] = /"(propensity|mean)":(-?\d+\.\d+)/.exec(spec)!;
  const other = spec.replace(`"${name}":${value}`, `"${name}":${Number(value) + 1}`);
  chart["application/vnd.vegalite.v5+json"] = JSON.parse(other) as { data?: unknown };
  (changed.cells[2]!.outputs![0]!["data"] as Record<string, unknown>)["text/plain"] = ["[ 6, 7 ]"];
  changed.cells[3]!.outputs = [];
  const bytes = JSON.stringify(changed);
  await writeFile(path, bytes);
  const { differences } = await runNotebook(path, { check });
  assert.equal(
    differences.slice(1).map((found) => Object.values(found)),
    [
      [3, "output 1, text/plain, line 1", "7", "6"],
      [4, "outputs", "no output", "execute_result"],
    ],
  );
  assert.match(
    differences[0]!.at,
    /^output 2, application\/vnd\.vegalite\.v5\+json \$\..*\.(propensity|mean)$/,
  );
  assert.equal([differences[0]!.cell, Number(differences[0]!.before) - 1], [2, Number(differences[0]!.now)]);
  assert.is(await readFile(path, "utf8"), bytes);
});

test("a cell that may put out what it likes is not compared", async () => {
  const path = await notebook("free.ipynb", [{ source: "performance.now()", tags: ["ignore-output"] }]);
  assert.equal((await runNotebook(path, { check: usualTolerances })).differences, []);
});

test("the text is as Jupyter writes it: sorted keys, indent 1, texts as lines", async () => {
  const path = await notebook("text.ipynb", ["console.log('a\\nb')"]);
  await runNotebook(path);
  const text = await readFile(path, "utf8");
  assert.ok(text.startsWith('{\n "cells": [\n  {\n   "cell_type": "markdown",\n   "id": "m",\n'));
  assert.match(text, '   "source": [\n    "# Title\\n",\n    "Text"\n   ]\n');
  assert.match(
    text,
    '     "name": "stdout",\n     "output_type": "stream",\n     "text": [\n      "a\\n",\n      "b\\n"\n     ]\n',
  );
  assert.ok(text.endsWith(' "nbformat": 4,\n "nbformat_minor": 5\n}\n'));
  assert.not.match(text, "iopub");
});

test("the first failure ends the run; the notebook holds it, and later cells are empty", async () => {
  const path = await notebook("fails.ipynb", ["1", "%%steer\nvector v = extract Nothing from m", "3"]);
  const out = join(folder, "out", "fails.ipynb");
  const { failures, path: written } = await runNotebook(path, { out });
  assert.is(written, out);
  assert.equal(
    failures.map(({ message }) => message),
    [
      'E803: Cell 3 of "fails.ipynb" failed: E201: Nothing is called `Nothing`; a concept is needed here. The notebook is as it was; --out DIR writes what it came to, with the whole message; --allow-errors runs the cells after it too.',
    ],
  );
  const { cells } = await read(out);
  assert.is(cells[2]!.outputs![0]!["output_type"], "error");
  assert.equal([cells[3]!.execution_count, cells[3]!.outputs], [null, []]);
  assert.is((await read(path)).cells[1]!.execution_count, 77);
});

test("errors that are allowed, by option or by tag", async () => {
  const path = await notebook("allowed.ipynb", [
    { source: "throw new Error('wanted')", tags: ["raises-exception"] },
    "throw new Error('also')",
    { source: "never", tags: ["skip-execution"] },
    "'end'",
  ]);
  const { failures, cells } = await runNotebook(path, { allowErrors: true });
  assert.equal(
    failures.map(({ sentence }) => sentence),
    ['Cell 3 of "allowed.ipynb" failed: Error: also'],
  );
  assert.is(cells.length, 3);
  assert.equal(
    (await read(path)).cells.map((cell) => cell.execution_count),
    [undefined, 1, 2, null, 3],
  );
});

test("a notebook that failed stays as it was", async () => {
  const path = await notebook("stays.ipynb", ["1", "throw new Error('no')"]);
  const before = await readFile(path, "utf8");
  const { failures, path: written } = await runNotebook(path);
  assert.equal([failures.length, written], [1, null]);
  assert.is(await readFile(path, "utf8"), before);
});

test("an interrupted notebook stays as it was; --out gets what it came to", async () => {
  const waits = "await new Promise((done) => setTimeout(done, 60000))";
  const path = await notebook("interrupted.ipynb", ["1", waits, "3"]);
  const before = await readFile(path, "utf8");
  for (const out of [undefined, join(folder, "out", "interrupted.ipynb")]) {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1500);
    const report = await runNotebook(path, { signal: stop.signal, out });
    assert.equal([report.interrupted, report.failures, report.path], [true, [], out ?? null]);
    assert.is(await readFile(path, "utf8"), before);
  }
});

test("a notebook that is saved elsewhere while it runs is not written over", async () => {
  const path = await notebook("saved.ipynb", [
    `const { writeFileSync } = require("node:fs"); writeFileSync("saved.ipynb", "{}")`,
  ]);
  const { failures, path: written } = await runNotebook(path);
  assert.equal(
    failures.map(({ code }) => code),
    ["E813"],
  );
  assert.equal([written, await readFile(path, "utf8")], [null, "{}"]);
});

test("a cell that takes too long", async () => {
  const path = await notebook("slow.ipynb", ["await new Promise((done) => setTimeout(done, 6000))"]);
  const { failures } = await runNotebook(path, { timeout: 1 });
  assert.equal(
    failures.map(({ code, sentence }) => [code, sentence]),
    [["E804", 'Cell 2 of "slow.ipynb" took longer than 1 s and was interrupted.']],
  );
});

test("what is not a notebook is refused, and stays as it is", async () => {
  const failure = async (content: string | null): Promise<string> => {
    const path = join(folder, "bad.ipynb");
    await rm(path, { force: true });
    if (content !== null) await writeFile(path, content);
    try {
      await runNotebook(path);
    } catch (error) {
      if (content !== null) assert.is(await readFile(path, "utf8"), content);
      return (error as Error).message.replace(folder, "F");
    }
    return "";
  };
  const words = (reason: string): string =>
    `E802: The notebook "F/bad.ipynb" cannot be read: ${reason}. Give a notebook in format 4 (.ipynb), as Jupyter and this program write it.`;
  assert.is(await failure(null), words("it does not exist"));
  assert.is(await failure("{"), words("it is not JSON"));
  assert.is(await failure('{"nbformat": 4}'), words("it has no cells"));
  assert.is(await failure('{"nbformat": 3, "cells": []}'), words("it has the format 3"));
  assert.is(await failure('{"nbformat": 4, "cells": [{}]}'), words("cell 1 has no type or no source"));
  const cell = (members: string) => failure(`{"nbformat": 4, "cells": [{"cell_type": "code", ${members}}]}`);
  assert.is(
    await cell('"source": 5'),
    words("cell 1 has a source that is neither a text nor a list of texts"),
  );
  assert.is(
    await cell('"source": ["a", 5]'),
    words("cell 1 has a source that is neither a text nor a list of texts"),
  );
  assert.is(await cell('"source": "", "metadata": []'), words("cell 1 has metadata that are no object"));
  assert.is(
    await cell('"source": "", "outputs": [{}]'),
    words("cell 1 has outputs that are no list of outputs"),
  );
  assert.is(
    await cell('"source": "", "execution_count": "x"'),
    words("cell 1 has an execution count that is no whole number"),
  );
  assert.is(
    await failure('{"nbformat": 4, "cells": [], "metadata": 5}'),
    words("its metadata are no object"),
  );
});

test("in a process of its own, with a process's own end", async () => {
  const path = await notebook("apart.ipynb", ["process.cwd().length > 0", "%%steer\nmodel"]);
  const before = process.cwd();
  const { failures, cells } = await runNotebookApart(path);
  assert.is(cells.length, 2);
  assert.equal(
    failures.map(({ code }) => code),
    ["E803"],
  );
  assert.is(process.cwd(), before);
  const exits = await runNotebookApart(await notebook("exits.ipynb", ["process.exit(7)"]));
  assert.equal(
    exits.failures.map(({ sentence }) => sentence),
    [
      'Cell 2 of "exits.ipynb" failed: E810: The process that runs cells ended while it ran this one: exit code 7.',
    ],
  );
  assert.ok((await readdir(folder)).every((name) => !name.endsWith(".part")));
});

test.run();
