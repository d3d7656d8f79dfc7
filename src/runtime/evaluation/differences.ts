// Where the published protocols differ (experiment, section 12): one line for each difference, with its value, what it means, and
// what overrides it. The plan of an evaluation shows them.
import type { Protocol } from "../concepts/index.js";
import { describeWhere } from "../concepts/index.js";
import type { PartSpec, SplitSpec } from "../declarations.js";
import { describeScore } from "./scores.js";

export interface Difference {
  readonly name: string;
  readonly value: (protocol: Protocol) => string;
  /** What it means, and what overrides it. */
  readonly sentence: string;
}

function describePart(part: PartSpec | undefined): string {
  if (part === undefined) return "none";
  if (typeof part !== "object") return String(part);
  const to = "plus" in part ? `+${part.plus}` : (part.to ?? "");
  return `[${part.from}:${to}]`;
}

const describeSplit = ({ train, tune, test, shuffled }: SplitSpec): string =>
  [
    ...Object.entries({ train, tune, test }).flatMap(([name, part]) =>
      part === undefined ? [] : [`${name} ${describePart(part)}`],
    ),
    ...(shuffled === undefined ? [] : [`shuffled ${shuffled}`]),
  ].join(", ");

export const differences: readonly Difference[] = [
  {
    name: "protocol's split",
    value: ({ split, overlap }) => `${describeSplit(split)}${overlap ? ", may overlap" : ""}`,
    sentence: "Which pairs train, tune and test, unless the concept says `split`.",
  },
  {
    name: "protocol's data sets",
    value: ({ analysis }) => `${analysis.dataSets} for each model`,
    sentence: "How many sets the published run had for each model; `mwe all` names all 40.",
  },
  {
    name: "protocol's score",
    value: ({ score }) => describeScore(score),
    sentence: "The propensity, unless the evaluation says `score`.",
  },
  {
    name: "protocol's steering",
    value: ({ apply }) => `${apply.operator} ${describeWhere(apply.where)}`,
    sentence: "What is steered where, unless the evaluation says `apply`.",
  },
  {
    name: "protocol's reading",
    value: ({ read }) => describeWhere(read),
    sentence: "Where vectors are read, unless the vector says `read`.",
  },
  {
    name: "equal norms",
    value: ({ equalNorms }) => (equalNorms ? "on" : "off"),
    sentence: "Vectors get the norm of those trained under BASE. Override: the field settings.equalNorms.",
  },
  {
    name: "white space trimmed for",
    value: ({ trimmed }) => trimmed.join(", ") || "no model",
    sentence: "Model families whose chat prompts lose the white space at their end (repepo's Qwen form).",
  },
  {
    name: "white space stripped",
    value: ({ joins }) =>
      [...(joins.stripPrompt ? ["prompt"] : []), ...(joins.stripAnswer ? ["answer"] : [])].join(", "),
    sentence: "Which texts lose the white space around them when they are joined.",
  },
  {
    name: "beginning of text",
    value: ({ joins }) => (joins.bos === "once" ? "one token" : "once more where the template has one"),
    sentence: "How often the token that begins a text is put before a chat prompt.",
  },
  {
    name: "answers checked",
    value: ({ letters }) => (letters ? "letters" : "no"),
    sentence: "Whether both answers must be as long and differ in the last token but one only.",
  },
  {
    name: "persona sentences",
    value: ({ personas }) => personas,
    sentence:
      "The pair of believes-AIs-are-not-an-existential-threat-to-humanity, which the authors' code had swapped.",
  },
  {
    name: "precision",
    value: () => "the model's dtype",
    sentence:
      "As run, it was fp16; steering-bench uses 8 bits. No protocol changes it: `dtype` on the model does.",
  },
  {
    name: "template of layer sweeps",
    value: () => "the model's own",
    sentence: "As run, sweeps of all models used Qwen's form by mistake; that is not repeated.",
  },
  {
    name: "ablate then add at 0",
    value: ({ ablatedAtZero }) => (ablatedAtZero ? "ablated" : "untouched"),
    sentence: "What multiplier 0 does under that operator. Override: the field settings.ablatedAtZero.",
  },
  {
    name: "counted as anti-steerable",
    value: ({ antiSteerable }) => `slope ${antiSteerable}`,
    sentence: "Override: the field settings.antiSteerable.",
  },
  {
    name: "relative steerability",
    value: ({ analysis }) => analysis.relative,
    sentence:
      "Its divisor. relativeSteerability gives correlations with and without each concept's own vector.",
  },
  {
    name: "groups by factor",
    value: ({ analysis }) => analysis.groups,
    sentence:
      "Published figure 3 puts all rows of multipliers other than 0 under B with no; factorGroups and asPublished give both.",
  },
  {
    name: "counted in charts",
    value: ({ analysis }) => analysis.counted,
    sentence:
      "As published, every item enters violins and intervals once for each multiplier, which makes both too narrow.",
  },
  {
    name: "fit error",
    value: ({ analysis }) => `root of the ${analysis.fitError} of squares`,
    sentence: "fitError gives both.",
  },
  {
    name: "sets drawn",
    value: ({ analysis }) => analysis.drawn,
    sentence:
      "As published, yes and no are ignored for two sets and the sycophancy sets are pooled, in charts only.",
  },
  {
    name: "mean vector",
    value: () => "not made",
    sentence:
      "As run, the mean of the five shifts' vectors was measured too; a sum of vectors says the same.",
  },
  {
    name: "published correlation",
    value: ({ analysis }) => (analysis.dataSets === 39 ? "0.917 / 0.662" : "0.891 / 0.694"),
    sentence:
      "Spearman of ID and OOD, Llama-2-7b / Qwen1.5-14b: recomputed from the figure, or as printed (origin unknown).",
  },
  {
    name: "largest model",
    value: ({ analysis }) => (analysis.dataSets === 39 ? "Meta-Llama-3.1-70B-Instruct" : "not said"),
    sentence: "The 70B model of the published layer sweep.",
  },
];
