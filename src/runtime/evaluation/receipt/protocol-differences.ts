// Where the published protocols differ (docs/protocols.md): one line for each difference, with its value, what it means, and
// what overrides it. The plan of an evaluation shows them.
import type { Protocol } from "../../paper/types.js";
import { namedSettings, valueOf, type NamedSetting, type SettingName } from "../../paper/named-settings.js";
import { describeWhere } from "../../concepts/index.js";
import type { PartSpec, SplitSpec } from "../../concepts/types.js";
import { describeScore } from "../design/scores.js";

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

/** A difference that is a named setting: what overrides it is `setting` with that name. */
function setting(name: SettingName): Difference {
  const { on, help, values }: NamedSetting = namedSettings[name];
  const where = on.includes("evaluation") ? "" : "Of a concept that has the protocol too. ";
  return {
    name: where ? `protocol's ${name}` : name,
    value: (protocol) => valueOf(name, protocol),
    sentence: `${where}${help} Override: \`setting ${name} = ${Object.keys(values).join(" | ")}\`.`,
  };
}

export const differences: readonly Difference[] = [
  {
    name: "protocol's split",
    value: ({ split }) => describeSplit(split),
    sentence: "Of a concept that has the protocol too. Which pairs train, tune and test. Override: `split`.",
  },
  setting("overlap"),
  setting("repeats"),
  {
    name: "protocol's data sets",
    value: ({ analysis }) => `${analysis.dataSets} for each model`,
    sentence:
      "How many sets the published run had for each model. Override: `mwe all` names all 40, names choose among them.",
  },
  {
    name: "protocol's score",
    value: ({ score }) => describeScore(score),
    sentence: "The propensity. Override: `score`.",
  },
  {
    name: "protocol's steering",
    value: ({ apply }) => `${apply.operator} ${describeWhere(apply.where)}`,
    sentence: "What is steered where. Override: `apply`.",
  },
  {
    name: "protocol's reading",
    value: ({ read }) => describeWhere(read),
    sentence: "Of a vector that has the protocol too. Where it is read. Override: `read`.",
  },
  setting("equal norms"),
  setting("template"),
  setting("prompt end"),
  setting("prompt space"),
  setting("answer space"),
  setting("before answer"),
  setting("after prefix"),
  setting("beginning of text"),
  setting("answers checked"),
  setting("persona sentences"),
  {
    name: "precision",
    value: () => "the model's dtype",
    sentence: "As run, it was fp16; steering-bench uses 8 bits. Override: `dtype` of the model.",
  },
  setting("ablate then add at zero"),
  setting("anti-steerable"),
  setting("relative steerability"),
  setting("factor groups"),
  setting("counted"),
  setting("fit error"),
  setting("sets drawn"),
  {
    name: "mean vector",
    value: () => "not made",
    sentence:
      "As run, the mean of the five shifts' vectors was measured too. Override: declare the sum, `vector mean = 0.2 * a + 0.2 * b + …`.",
  },
  {
    name: "published correlation",
    value: ({ analysis }) => (analysis.dataSets === 39 ? "0.917 / 0.662" : "0.891 / 0.694"),
    sentence:
      "Spearman of ID and OOD, Llama-2-7b / Qwen1.5-14b: recomputed from the figure, or as printed (origin unknown). Nothing that is computed depends on it.",
  },
  {
    name: "largest model",
    value: ({ analysis }) => (analysis.dataSets === 39 ? "Meta-Llama-3.1-70B-Instruct" : "not said"),
    sentence: "The 70B model of the published layer sweep. Override: `model` names any.",
  },
];
