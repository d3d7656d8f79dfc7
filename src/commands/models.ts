// `steerlab models`: the models that are on this machine, and where they lie.
import { models as found } from "./doctor/model-files.js";
import type { Command } from "./cli/command.js";
import { say } from "./output/terminal.js";

export const models: Command = {
  name: "models",
  takes: "",
  summary: "Lists the models that are there, and where they lie.",
  details:
    'A program names a model by a hub id, a folder with config.json and *.safetensors, a .gguf file, or "nano". ' +
    "`{ dtype q8 }` behind it rounds its weights to 8 bits (fp16 and q4 are the others); each run then says how far that moves its numbers.",
  options: {},
  async run() {
    for (const { name, says, remedy } of await found()) {
      say(`${name}: ${says}`);
      if (remedy) say(`  ${remedy}`);
    }
    return 0;
  },
};
