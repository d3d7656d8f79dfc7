// Examples of what can be wrong with devices, the engine process and a pass.
import type { engineErrors } from "../../../src/runtime/errors/engine-errors.js";
import type { RuntimeExamples } from "./example.js";

export const engineExamples: RuntimeExamples<keyof typeof engineErrors> = {
  E501: {
    data: { device: "cuda", reason: "ONNX Runtime has no CUDA here" },
    when: "A model says `device cuda` or `device webgpu` on a machine without it.",
  },
  E502: {
    data: { reason: "it was ended by SIGKILL" },
    when: "The system ended the engine, most often for want of memory.",
  },
  E503: { data: {}, when: "Somebody pressed Ctrl-C, or interrupted the kernel." },
  E504: {
    data: {
      text: "Row 0 of C (pair 1)",
      tokens: 307,
      context: 256,
      part: "306 of them are its prompt, 1 its positive answer",
    },
    program: `model m = "nano"
concept C { pair \${"The film was good . ".repeat(60)} -> " great" | " awful" }
vector v = extract C from m
evaluation e = measure v on C`,
  },
  E505: {
    data: { layer: 5 },
    when: "A multiplier is so large, or a model so delicate, that a hidden state overflows.",
  },
  E506: {
    data: { reason: "not enough memory" },
    when: "The model is too large for this machine, or its files are damaged in a way that only ONNX Runtime sees.",
  },
  E507: { data: { reason: "not enough memory" }, when: "There is no memory for the numbers of a pass." },
};
