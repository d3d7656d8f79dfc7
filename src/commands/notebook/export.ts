// `steerlab notebook export`: the program in a notebook, for the command line and for CI.
import { basename, dirname, join, resolve } from "node:path";
import { compile, format } from "../../dsl/index.js";
import { writeAtomically } from "../../runtime/files/index.js";
import { counted } from "../../runtime/report/numbers.js";
import { CommandError, type Command } from "../command.js";
import { Faults } from "../failure.js";
import { faultsOf } from "../program.js";

export const notebookExport: Command = {
  name: "notebook export",
  takes: "FILE",
  summary: "Makes a program of a notebook: its %%steer cells, its texts as comments.",
  details:
    "Writes NAME.steer beside NAME.ipynb, where paths in it mean the same files, or where --out says. TypeScript cells, and\n" +
    "statements that need their names, become comments and are named. The program gives the numbers of the notebook, from\n" +
    "the same store. A program that does not check (a name that cells declare twice) is told, and not written.",
  options: {
    out: { type: "string", value: "FILE", help: "where the program goes; - prints it" },
  },
  async run({ files, text }) {
    const [file] = files as [string];
    if (!file.endsWith(".ipynb"))
      throw new CommandError(`"${file}" is no notebook.`, "Name a file that ends in .ipynb.", 2);
    const { exportNotebook } = await import("../../kernel-ext/index.js");
    const { text: written, leftOut } = await exportNotebook(file);
    const laidOut = format(written);
    const program = laidOut.ok ? laidOut.text : written;
    const out = text["out"] ?? join(dirname(file), `${basename(file, ".ipynb")}.steer`);
    const compiled = compile(program);
    const faults = faultsOf({
      path: resolve(out),
      name: out,
      folder: dirname(resolve(file)),
      text: program,
      compiled,
    });
    if (faults.length) throw new Faults({ text: program, name: `the program of ${basename(file)}` }, faults);
    if (out === "-") process.stdout.write(program);
    else {
      await writeAtomically(out, program);
      console.log(`Wrote ${out}. Run it with: npx steerlab run ${out}`);
    }
    const cells = leftOut.filter(({ statement }) => statement === null).length;
    if (cells > 0) console.error(`Left out: ${counted(cells, "TypeScript cell")}.`);
    for (const { cell, statement, needs } of leftOut)
      if (statement !== null)
        console.error(
          `Left out of cell ${cell}: ${statement} (needs ${needs.join(", ")} of a TypeScript cell)`,
        );
    return 0;
  },
};
