// Examples of what can be wrong with files that are written, and with charts.
import type { fileErrors } from "../../../src/runtime/errors/file-errors.js";
import { openingWithVector, type RuntimeExamples } from "./example.js";

export const fileExamples: RuntimeExamples<keyof typeof fileErrors> = {
  E701: {
    data: { path: "folder.safetensors", reason: "a folder has that name" },
    program: `${openingWithVector}\nsave v to "folder.safetensors"`,
    files: { "folder.safetensors/notes.txt": "a folder with the name of a file" },
  },
  E702: {
    data: { path: "../v.safetensors", folder: "results" },
    when: 'A program with `save v to "../v.safetensors"` runs with `--out results`.',
  },
  E710: {
    data: { evaluation: "e", chart: "propensity curve" },
    when: "A TypeScript cell draws an evaluation whose rows it took away.",
  },
  E711: {
    data: { evaluation: "e", what: "propensity", item: 3 },
    when: "A model answers an item with logits so large that their difference overflows.",
  },
  E712: {
    data: { evaluation: "e", item: 3, multiplier: 1 },
    when: "A TypeScript cell draws an evaluation whose rows it changed.",
  },
  E713: {
    data: { evaluation: "e", chart: "layer sweep", what: "layer", only: 3 },
    program: `${openingWithVector}\nevaluation e = measure v on C { layers 3 }\nchart e as layer sweep`,
  },
  E714: {
    data: { chart: "propensity curve", reason: "there is no font" },
    when: "The drawing program inside steerlab fails.",
  },
  E715: {
    data: { chart: "propensity curve", takes: "one evaluation", given: "2 evaluations" },
    when: "A TypeScript cell draws a chart of more evaluations than it takes; in a program that is E236.",
  },
  E716: {
    data: {
      chart: "generalisation",
      evaluation: "e",
      needs: "results under BASE and under another shift",
      remedy: "Write for example `tested under BASE, USER_NEG, USER_POS`.",
    },
    program: `${openingWithVector}\nevaluation e = measure v on C { layers 3 }\nchart e as generalisation`,
  },
  E720: {
    data: { model: "SmolLM2-135M", known: "Llama-2-7b-chat, Qwen1.5-14B-Chat" },
    program: `${openingWithVector}\nevaluation e = measure v on C\nchart e, \${published("SmolLM2-135M")} as mean and variance`,
  },
};
