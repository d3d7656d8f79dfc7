// An example of every failure of the runtime.
import type { RuntimeCode } from "../index.js";
import { conceptExamples } from "./concepts.js";
import { engineExamples } from "./engine.js";
import { evaluationExamples } from "./evaluation.js";
import type { RuntimeExamples } from "./example.js";
import { fileExamples } from "./files.js";
import { generationExamples } from "./generation.js";
import { modelExamples } from "./models.js";

export const runtimeExamples: RuntimeExamples<RuntimeCode> = {
  ...modelExamples,
  ...conceptExamples,
  ...engineExamples,
  ...evaluationExamples,
  ...fileExamples,
  ...generationExamples,
};
export type { Failing, Happening } from "./example.js";
