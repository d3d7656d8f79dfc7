// `steerlab compile`: the TypeScript that a program becomes.
import type { Command } from "./command.js";
import { soundProgram } from "./program.js";
import { passOn } from "./terminal.js";

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
