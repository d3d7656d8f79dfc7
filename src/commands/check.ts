// `steerlab check`: everything that is wrong with programs, without running them.
import type { Command } from "./cli/command.js";
import { Faults } from "./program/program.js";
import { explain } from "./output/failure-message.js";
import { faultsOf, readProgram } from "./program/load-program.js";
import { complain, say } from "./output/terminal.js";

export const check: Command = {
  name: "check",
  takes: "FILE…",
  summary: "Says what is wrong with programs, without running them.",
  details: "Checks the words, names, kinds and types of each program. Opens no model and no data.",
  options: {},
  async run({ files }) {
    let wrong = 0;
    for (const file of files) {
      try {
        const program = await readProgram(file);
        const faults = faultsOf(program);
        if (faults.length) throw new Faults(program, faults);
        say(`${program.name}: nothing wrong`);
      } catch (error) {
        wrong += 1;
        complain(explain(error));
      }
    }
    return wrong ? 1 : 0;
  },
};
