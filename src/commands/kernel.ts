// `steerlab kernel install` and `uninstall`: tells Jupyter where our kernel is.
import type { Command, Option } from "./cli/command.js";
import { say } from "./output/terminal.js";

const prefix: Option = {
  type: "string",
  value: "DIR",
  help: "install below DIR/share/jupyter (a virtual environment) instead of for the user",
};

export const kernelInstall: Command = {
  name: "kernel install",
  takes: "",
  summary: "Makes the steerlab kernel known to Jupyter.",
  details: 'Notebooks then offer "Steer (TypeScript)": %%steer cells and TypeScript cells in one session.',
  options: { prefix },
  async run({ text }) {
    const { install } = await import("../kernel-ext/index.js");
    const { folder } = await install({ prefix: text["prefix"] });
    say(`Installed the kernel: ${folder}`);
    return 0;
  },
};

export const kernelUninstall: Command = {
  name: "kernel uninstall",
  takes: "",
  summary: "Takes the steerlab kernel away from Jupyter.",
  details: "",
  options: { prefix: { ...prefix, help: "where it was installed with --prefix" } },
  async run({ text }) {
    const { uninstall } = await import("../kernel-ext/index.js");
    const folder = await uninstall({ prefix: text["prefix"] });
    say(folder ? `Removed ${folder}` : "The kernel was not installed.");
    return 0;
  },
};
