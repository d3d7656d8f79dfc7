// An example of every failure of the runtime.
import type { RuntimeCode } from "../../../src/runtime/errors/index.js";
import { conceptExamples } from "./concepts-examples.js";
import { engineExamples } from "./engine-examples.js";
import { evaluationExamples } from "./evaluation-examples.js";
import type { RuntimeExamples } from "./example.js";
import { fileExamples } from "./files-examples.js";
import { generationExamples } from "./generation-examples.js";
import { modelExamples } from "./models-examples.js";

export const runtimeExamples: RuntimeExamples<RuntimeCode> = {
  ...modelExamples,
  ...conceptExamples,
  ...engineExamples,
  ...evaluationExamples,
  ...fileExamples,
  ...generationExamples,
};
export type { Failing, Happening } from "./example.js";
