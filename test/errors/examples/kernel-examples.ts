// When each failure of cells, notebooks and the kernel happens, with the data of its words; test/kernel-ext brings them about.
import type { Happening } from "./runtime-examples.js";
import type { KernelCode, kernelErrors } from "../../../src/kernel-ext/errors/kernel-errors.js";
import { usingInstead } from "../../../src/kernel-ext/typescript/newer-syntax.js";

export const kernelExamples: {
  readonly [C in KernelCode]: Happening & { readonly data: Parameters<(typeof kernelErrors)[C]>[0] };
} = {
  E801: { data: undefined, when: "A person presses the square while an evaluation runs." },
  E802: {
    data: { path: "study.ipynb", reason: "it is no JSON" },
    when: "`steerlab notebook run` is given a file that was cut short.",
  },
  E803: {
    data: {
      path: "study.ipynb",
      cell: 4,
      reason: "E201: Nothing is called `Musik`; a concept is needed here.",
    },
    when: "`steerlab notebook run` comes to a cell that fails.",
  },
  E804: {
    data: { path: "study.ipynb", cell: 6, seconds: 60 },
    when: "`steerlab notebook run --timeout 60` comes to a cell that measures for minutes.",
  },
  E805: {
    data: { member: "createConverter" },
    when: "Another version of tslab was installed than the one that package-lock.json names.",
  },
  E806: {
    data: { path: "kernel.json", reason: "it lacks a port, a key or an address" },
    when: "The kernel is started by hand with a file that Jupyter did not write.",
  },
  E807: {
    data: { file: "dist/kernel-ext/main.js" },
    when: "`steerlab kernel install` is run in a clone that was not built.",
  },
  E808: {
    data: { reason: "EACCES: permission denied" },
    when: "The kernel runs from its sources, and node_modules cannot be written to.",
  },
  E809: {
    data: { path: "study.ipynb", how: "SIGKILL" },
    when: "The system ends the process of a notebook that needs more memory than there is.",
  },
  E810: { data: { how: "exit code 7" }, when: "A cell calls `process.exit(7)`." },
  E811: {
    data: { form: "using", since: "5.2", instead: usingInstead },
    when: "A TypeScript cell says `using file = await open(path)`.",
  },
  E813: {
    data: { path: "study.ipynb" },
    when: "A notebook is saved in an editor while `steerlab notebook run` executes it.",
  },
  E814: { data: { word: "%%Steer", first: true }, when: "A cell begins with `%%Steer`." },
  E815: { data: undefined, when: "A TypeScript cell holds some thousand brackets inside one another." },
};
