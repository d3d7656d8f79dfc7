// `steerlab compile`: the TypeScript that a program becomes.
import type { Command } from "./cli/command.js";
import { soundProgram } from "./program/load-program.js";
import { passOn } from "./output/terminal.js";

export const compile: Command = {
  name: "compile",
  takes: "FILE",
  summary: "Prints the TypeScript that a program becomes.",
  details: 'It imports only "steerlab"; what runs is this text.',
  options: {},
  async run({ files }) {
    const { compiled } = await soundProgram(files[0]!);
    passOn(compiled.code.endsWith("\n") ? compiled.code : `${compiled.code}\n`);
    return 0;
  },
};
