// `steerlab fmt`: programs in their canonical layout, also those in notebooks and Markdown.
import { text as textOf } from "node:stream/consumers";
import { writeAtomically } from "../runtime/files/index.js";
import type { Command } from "./cli/command.js";
import { explain } from "./output/failure-message.js";
import { layoutOf } from "./fmt/file-layouts.js";
import { readText } from "./program/load-program.js";
import { complain, passOn, say } from "./output/terminal.js";

/** The file's text as it is and as it should be; `-`: what stands on standard input. */
async function laidOut(file: string): Promise<{ before: string; after: string }> {
  const before = file === "-" ? await textOf(process.stdin) : await readText(file);
  return { before, after: layoutOf(file)(before, file === "-" ? "standard input" : file) };
}

export const fmt: Command = {
  name: "fmt",
  takes: "FILE…",
  summary: "Lays programs out in their canonical form.",
  details:
    "Writes over the files whose layout changes, and names them. The file - is standard input; its program is printed.\n" +
    "Comments stay, and the meaning is the same. A program that cannot be read is left as it is.\n" +
    "Of a notebook (.ipynb) the %%steer cells are laid out and nothing else changes; of Markdown (.md) the ```steer blocks that are whole programs.",
  options: { check: { type: "boolean", help: "writes nothing; exit code 1 when a layout would change" } },
  async run({ files, flags }) {
    let faults = 0;
    for (const file of files) {
      try {
        const { before, after } = await laidOut(file);
        const same = before === after;
        if (flags["check"]) faults += same ? 0 : 1;
        else if (file === "-") passOn(after);
        else if (!same) await writeAtomically(file, after);
        if (!same && (flags["check"] || file !== "-"))
          say(flags["check"] ? `${file}: would be reformatted` : `${file}: reformatted`);
      } catch (error) {
        faults += 1;
        complain(explain(error));
      }
    }
    return faults ? 1 : 0;
  },
};
