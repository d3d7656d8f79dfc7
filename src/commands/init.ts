// `steerlab init`: a folder to begin in, with a program, pairs and a notebook that work at once.
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { failure } from "../runtime/errors/index.js";
import { reasonOf, writeAtomically } from "../runtime/files/atomic-write.js";
import { CommandError, type Command } from "./cli/command.js";
import { starter } from "./init/starter-files.js";
import { say } from "./output/terminal.js";

const usual = "my-study";

export const init: Command = {
  name: "init",
  takes: "[FOLDER]",
  summary: "Makes a folder with a program, pairs and a notebook to start from.",
  details: `They work at once on the embedded model. The folder is ${usual} when none is named; nothing is ever overwritten.`,
  options: {},
  async run({ files }) {
    const name = files[0] ?? usual;
    const folder = resolve(name);
    const there = [...starter.keys()].filter((file) => existsSync(join(folder, file)));
    if (there.length)
      throw new CommandError(
        `"${name}" already has ${there.join(", ")}; nothing was written.`,
        "Name another folder: `steerlab init FOLDER`.",
        1,
      );
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw failure("E701", { path: name, reason: reasonOf(cause) }, { cause });
    });
    for (const [file, content] of starter) await writeAtomically(join(folder, file), content);
    say(account(folder));
    return 0;
  },
};

function account(folder: string): string {
  const here = relative(process.cwd(), folder) || ".";
  const shown = here.startsWith("..") ? folder : here;
  const quoted = /\s/.test(shown)
    ? (file: string) => `"${join(shown, file)}"`
    : (file: string) => join(shown, file);
  return [
    `Made ${shown}:`,
    "  study.steer   a program: model, concept, vector, evaluations, charts",
    "  pairs.jsonl   its contrast pairs, one on each line; put yours here",
    "  study.ipynb   the same as a notebook",
    "Next:",
    `  npx steerlab run ${quoted("study.steer")} --out ${quoted("results")}`,
    `  npx steerlab notebook run ${quoted("study.ipynb")}`,
    '  then your own pairs, and your own model in the line `model m = "nano"`',
  ].join("\n");
}
