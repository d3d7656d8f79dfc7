// `steerlab models`: the models that are on this machine, and where they lie.
import { models as found } from "./doctor/models.js";
import type { Command } from "./command.js";

export const models: Command = {
  name: "models",
  takes: "",
  summary: "Lists the models that are there, and where they lie.",
  details:
    'A program names a model by a hub id, a folder with config.json and *.safetensors, a .gguf file, or "nano".',
  options: {},
  async run() {
    for (const { name, says, remedy } of found()) {
      console.log(`${name}: ${says}`);
      if (remedy) console.log(`  ${remedy}`);
    }
    return 0;
  },
};
