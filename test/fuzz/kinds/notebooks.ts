// Notebooks, as `fmt`, `notebook export` and `notebook run` read them.
import { readFileSync } from "node:fs";
import { layoutOf, program } from "../../../src/commands/fmt/file-layouts.js";
import { explain } from "../../../src/commands/output/failure-message.js";
import { exportNotebook } from "../../../src/kernel-ext/notebook/export.js";
import { notebookText, readNotebook, sourceOf } from "../../../src/kernel-ext/notebook/nbformat.js";
import { readNested } from "../../../src/kernel-ext/typescript/nesting.js";
import { repair } from "../../../src/kernel-ext/typescript/repairs.js";
import { loadTslab } from "../../../src/kernel-ext/typescript/tslab.js";
import { jsonDamages } from "../damage.js";
import type { Kind } from "../kind.js";

const code = { cell_type: "code", execution_count: 1, metadata: {} };
const stream = { name: "stdout", output_type: "stream", text: ["2\n"] };
const shown = {
  data: { "text/plain": ["2"] },
  execution_count: 1,
  metadata: {},
  output_type: "execute_result",
};
const notebook = {
  cells: [
    { cell_type: "markdown", id: "a", metadata: {}, source: ["# A title\n", "and a text"] },
    { ...code, id: "b", outputs: [], source: ["%%steer\n", 'model m = "tiny"'] },
    {
      ...code,
      id: "c",
      outputs: [stream, shown],
      source: "const { a } = await import('x'); export const b = [a]",
    },
  ],
  metadata: { kernelspec: { display_name: "steerlab", language: "typescript", name: "steerlab" } },
  nbformat: 4,
  nbformat_minor: 5,
};

const { ts } = loadTslab();

const uses: readonly ((path: string) => unknown)[] = [
  async (path) => notebookText(await readNotebook(path)),
  (path) => layoutOf(path)(readFileSync(path, "utf8"), path),
  (path) => exportNotebook(path, (source, cell) => program(source, `cell ${cell}`)),
  async (path) => {
    for (const cell of (await readNotebook(path)).cells)
      if (cell.cell_type === "code") readNested(() => repair(ts, sourceOf(cell)));
  },
];

export const notebooks: Kind = {
  ending: ".ipynb",
  damages: jsonDamages,
  seeds: () => [Buffer.from(JSON.stringify(notebook)), Buffer.from(JSON.stringify(notebook, null, 1))],
  async read(path) {
    let refused: unknown;
    for (const use of uses)
      try {
        await use(path);
      } catch (error) {
        if (explain(error).startsWith("Unexpected")) throw error;
        refused = error;
      }
    if (refused) throw refused;
  },
};
