// The reviewed pictures over many concepts: their names, kinds, and what they are drawn of.
import { MersenneTwister } from "../../../src/runtime/stats/mersenne-twister.js";
import type { Diagnosis } from "../../../src/runtime/results/diagnosis.js";
import { published } from "../../../src/runtime/paper/published-numbers.js";
import type { ChartKind } from "../../../src/runtime/report/chart-kinds.js";
import type { Source } from "../../../src/runtime/results/chart.js";
import { conceptsExample, type MadeConcept } from "./concepts-example.js";

const concepts: readonly MadeConcept[] = [
  { name: "corrigible-neutral-HHH", n: 120, slope: 1.6, spread: 0.7, letter: 0.9, bend: -0.4 },
  { name: "openness", n: 120, slope: 0.9, spread: 0.6, letter: 0.1, yes: 1.4 },
  { name: "interest-in-science", n: 120, slope: 1.2, spread: 0.5, letter: 0.2, yes: 0.1 },
  { name: "myopic-reward", n: 100, slope: -0.5, spread: 0.4, letter: 2.2, bend: -0.1 },
  {
    name: "willingness-to-use-physical-force-to-achieve-benevolent-goals",
    n: 100,
    slope: 0.1,
    spread: 0.5,
    letter: 0.4,
  },
  { name: "narcissism", n: 90, slope: 0.05, spread: 0.15, letter: 0.02, yes: 0.05 },
];
const few: readonly MadeConcept[] = [
  { name: "Delight", n: 12, slope: 1.2, spread: 0.4, letter: null },
  { name: "Calm", n: 6, slope: 0.3, spread: 0.5, letter: null },
];
const lettered = few.map((concept) => ({ ...concept, letter: 0.6, yes: -0.4 }));

const shifts = ["BASE", "SYS_POS", "USER_NEG"];
const grid = shifts.flatMap((train, i) =>
  shifts.map((test, j) => [train, test, i === j ? 1 : 1 - 0.35 * (i + j)] as const),
);
const some = [
  ["BASE", "BASE", 1],
  ["BASE", "USER_NEG", 0.6],
  ["BASE", "USER_POS", 0.95],
] as const;

const many = conceptsExample({ concepts });
const small = conceptsExample({ concepts: few });
const shifted = conceptsExample({ concepts, shifts: grid });
const oneConcept = conceptsExample({ concepts: few.slice(0, 1), shifts: some });
const other = conceptsExample({
  name: "others",
  model: "Qwen1.5-14B-Chat",
  concepts: concepts.map((one, i) => ({ ...one, slope: one.slope * (i % 2 ? 1.6 : 0.8) })),
  shifts: some,
});
const curves = conceptsExample({
  concepts: concepts.slice(1, 2),
  shifts: ["BASE", "SYS_POS", "SYS_NEG", "USER_POS", "USER_NEG"].map(
    (shift, i) => ["BASE", shift, 1 - 0.4 * i] as const,
  ),
});
const paperLike = conceptsExample({
  concepts: published("Llama-2-7b-chat")
    .summary.filter(({ train_shift, test_shift }) => train_shift === "BASE" && test_shift === "BASE")
    .map(({ concept, mean }, i) => ({
      name: concept,
      n: 40,
      slope: mean / 3,
      spread: 0.4,
      letter: i % 3 === 0 ? 0.5 : 0,
    })),
  shifts: [
    ["BASE", "BASE", 1],
    ["BASE", "USER_NEG", 0.5],
    ["BASE", "USER_POS", 0.9],
    ["SYS_POS", "USER_NEG", 0.4],
  ],
});
const layered = conceptsExample({
  concepts,
  layers: Array.from({ length: 16 }, (_, layer) => layer),
  atLayer: (layer, { n }) => 1.4 * Math.exp(-(((layer - 6 - n / 30) / 4) ** 2)) - 0.2,
});

const random = new MersenneTwister(9);
const diagnosis: Diagnosis = {
  kind: "diagnosis",
  name: "vectors",
  lines: shifted.summary
    .filter(({ train_shift, test_shift }) => train_shift === test_shift)
    .map(({ concept, train_shift, mean }) => ({
      concept,
      train_shift,
      vector: concept,
      layer: 12,
      pairs: 40,
      norm: 2,
      relativeNorm: 0.1 + 0.05 * random.unit(),
      agreement: 0.3 + 0.1 * mean + 0.05 * random.unit(),
      pairwiseAgreement: 0.1,
      discriminability: 3 + random.unit(),
      heldOutDiscriminability: 1 + mean + random.unit(),
      letter: concept.startsWith("will") ? null : 0.5 * random.unit() - 0.2,
      yes: null,
      output: mean / 10,
      topTokens: [],
      bottomTokens: [],
    })),
  cosines: concepts.flatMap(({ name }) =>
    shifts.flatMap((a, i) =>
      shifts.slice(i + 1).map((b) => ({ concept: name, layer: 12, a, b, cosine: 0.6 + 0.4 * random.unit() })),
    ),
  ),
};
const llama = published("Llama-2-7b-chat");
const qwen = published("Qwen1.5-14B-Chat");

export type Picture = readonly [name: string, kind: ChartKind, of: readonly Source[]];

export const pictures = (): readonly Picture[] => [
  ["curve-shifts", "propensity curve", [curves]],
  ["curve-published", "propensity curve", [conceptsExample({ concepts: concepts.slice(0, 1) }), llama]],
  ["variance", "variance", [many]],
  ["variance-few", "variance", [small]],
  ["variance-published", "variance", [many, llama]],
  ["factors", "spurious factors", [many]],
  ["factors-few", "spurious factors", [conceptsExample({ concepts: lettered })]],
  ["explained", "variance explained", [many, llama]],
  ["explained-few", "variance explained", [conceptsExample({ concepts: lettered })]],
  ["generalisation", "generalisation", [paperLike, llama]],
  ["generalisation-one", "generalisation", [oneConcept]],
  ["matrix", "shift matrix", [shifted]],
  ["matrix-published", "shift matrix", [llama, qwen]],
  ["models", "across models", [llama, qwen]],
  ["models-own", "across models", [conceptsExample({ concepts, shifts: some }), other]],
  ["relative", "relative steerability", [shifted]],
  ["cosine", "cosine by shift distance", [shifted, diagnosis]],
  ["range", "multiplier range", [many]],
  ["range-published", "multiplier range", [small, llama]],
  ["fit", "fit error", [many]],
  ["fit-published", "fit error", [small, qwen]],
  ["fit-few", "fit error", [conceptsExample({ concepts: few.slice(0, 1) })]],
  ["mean-variance", "mean and variance", [llama, qwen]],
  ["diagnostics", "diagnostics", [shifted, diagnosis]],
  ["sweep-concepts", "layer sweep", [layered]],
];
