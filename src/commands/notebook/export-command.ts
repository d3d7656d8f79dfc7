// `steerlab notebook export`: the program in a notebook, for the command line and for CI.
import { basename, dirname, join, resolve } from "node:path";
import { readFile } from "node:fs/promises";
import { compile } from "../../dsl/index.js";
import { writeAtomically } from "../../runtime/files/index.js";
import { pluralise } from "../../runtime/report/words/format-number.js";
import { CommandError, type Command } from "../cli/command.js";
import { Faults } from "../program/program.js";
import { program } from "../fmt/file-layouts.js";
import { faultsOf } from "../program/load-program.js";
import { complain, passOn, say } from "../output/terminal.js";

/** Whether a file is there that holds another text. */
const differs = (path: string, text: string): Promise<boolean> =>
  readFile(path, "utf8").then(
    (there) => there !== text,
    () => false,
  );

export const notebookExport: Command = {
  name: "notebook export",
  takes: "FILE",
  summary: "Makes a program of a notebook: its %%steer cells, its texts as comments.",
  details:
    "Writes NAME.steer beside NAME.ipynb, where paths in it mean the same files, unless another program is there; or where\n" +
    "--out says, over what is there. TypeScript cells, and statements that need their names, become comments and are named.\n" +
    "The program gives the numbers of the notebook, from the same store. A program that does not check is not written.",
  options: {
    out: { type: "string", value: "FILE", help: "where the program goes; - prints it" },
  },
  async run({ files, text }) {
    const [file] = files as [string];
    if (!file.endsWith(".ipynb"))
      throw new CommandError(`"${file}" is no notebook.`, "Name a file that ends in .ipynb.", 2);
    const { exportNotebook } = await import("../../kernel-ext/index.js");
    const cellNamed = (cell: number) => `${basename(file)}, cell ${cell}`;
    const made = await exportNotebook(file, (source, cell) => program(source, cellNamed(cell)));
    const [again] = made.twice;
    if (again)
      throw new CommandError(
        `\`${again.name}\` is declared in cell ${again.cells[0]} and again in cell ${again.cells[1]}; a program declares a name once.`,
        "Give one of the two another name.",
        1,
      );
    const out = text["out"] ?? join(dirname(file), `${basename(file, ".ipynb")}.steer`);
    const whole = { path: resolve(out), name: out, folder: dirname(resolve(file)), text: made.text };
    const faults = faultsOf({ ...whole, compiled: compile(made.text) });
    if (faults.length)
      throw new Faults({ text: made.text, name: `the program of ${basename(file)}` }, faults);
    if (text["out"] === undefined && (await differs(out, made.text)))
      throw new CommandError(
        `"${out}" is there already, and says something else.`,
        "Say where the program goes: --out FILE.",
        1,
      );
    if (out === "-") passOn(made.text);
    else {
      await writeAtomically(out, made.text);
      say(`Wrote ${out}. Run it with: npx steerlab run ${out}`);
    }
    const cells = made.leftOut.filter(({ statement }) => statement === null).length;
    if (cells > 0) complain(`Left out: ${pluralise(cells, "TypeScript cell")}.`);
    for (const { cell, statement, needs } of made.leftOut)
      if (statement !== null)
        complain(`Left out of cell ${cell}: ${statement} (needs ${needs.join(", ")} of a TypeScript cell)`);
    return 0;
  },
};
