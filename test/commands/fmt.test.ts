// The layout of programs inside other files: cells of notebooks, blocks of Markdown; and that what is committed is laid out.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Faults } from "../../src/commands/program/program.js";
import { layoutOf } from "../../src/commands/fmt/file-layouts.js";
import { sourceSpans } from "../../src/commands/fmt/notebook-source-spans.js";

const test = suite("fmt");
const notebook = layoutOf("a.ipynb");
const markdown = layoutOf("a.md");

const untidy = '%%steer\nconcept  C {\n pair "a" -> " b" | " c"\nformat plain }';
const tidy = '%%steer\nconcept C {\n  pair    "a" -> " b" | " c"\n  format  plain\n}';
const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

test("the sources of a notebook's cells are found, whatever stands around them", () => {
  const text =
    '{"x": [{"source": ["no"]}, "\\"]"], "cells": [ {"source":["a\\n","}"],"y":{}}, {"source" : "b\\"" } , {} ],"z":-1.0e5}';
  assert.equal(
    sourceSpans(text).map(({ start, end }) => JSON.parse(text.slice(start, end)) as unknown),
    [["a\n", "}"], 'b"'],
  );
});

test("a notebook: %%steer cells are laid out, and nothing else changes, to the byte", () => {
  // Numbers, order and indentation as other programs write them.
  const around = (source: string): string => `{
    "nbformat": 4, "cells": [
      { "outputs": [ { "output_type": "display_data", "data": { "x": 1.0, "y": "concept  C {" } } ], "source": ${source},
        "metadata": {}, "cell_type": "code" },
      { "cell_type": "code", "source": ["const  untouched = 1"], "metadata": {} },
      { "cell_type": "markdown", "source": ["%%steer\\n", "model  m"], "metadata": {} }
    ], "metadata": { "z": 0.10 }, "nbformat_minor": 5 }`;
  const list = (text: string): string =>
    `[\n          ${lines(text)
      .map((line) => JSON.stringify(line))
      .join(",\n          ")}\n        ]`;
  assert.is(notebook(around(list(untidy)), "n"), around(list(tidy)));
  assert.is(notebook(around(JSON.stringify(untidy)), "n"), around(JSON.stringify(tidy)));
  assert.is(notebook(around(list(tidy)), "n"), around(list(tidy)));
});

test("a cell that cannot be read is named", () => {
  const text = JSON.stringify({
    nbformat: 4,
    cells: [
      { cell_type: "code", source: ["1"] },
      { cell_type: "code", source: "%%steer\nconcept {" },
    ],
  });
  try {
    notebook(text, "study.ipynb");
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof Faults);
    assert.is(error.program.name, "study.ipynb, cell 2");
  }
});

test("Markdown: blocks that are whole programs; pieces stay, and so does every other language", () => {
  const piece = "```steer\nlayers   3\n```";
  const other = "```ts\nconcept  C {\n```";
  const text = (block: string): string => `# T\n\n${block}\n\n${piece}\n\n${other}\n`;
  const block = (program: string): string => `\`\`\`steer\n${program.replace("%%steer\n", "")}\n\`\`\``;
  assert.is(markdown(text(block(untidy)), "m"), text(block(tidy)));
  assert.is(markdown(text(block(tidy)), "m"), text(block(tidy)));
});

const root = fileURLToPath(new URL("../../", import.meta.url));
const below = (folder: string, end: string): string[] =>
  readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(end) && !name.includes(".ipynb_checkpoints"))
    .map((name) => `${folder}/${name}`);

test("the notebooks and pages that are committed are laid out", () => {
  const files = [...below("notebooks", ".ipynb"), ...below("docs", ".md"), ...below("examples", ".steer")];
  assert.ok(files.length > 15);
  const wrong = files.filter((file) => {
    const text = readFileSync(root + file, "utf8");
    return layoutOf(file)(text, file) !== text;
  });
  assert.equal(wrong, [], "npx steerlab fmt lays them out");
});

test.run();
