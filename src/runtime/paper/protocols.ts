// Named settings of published protocols, as data (docs/protocols.md). A written clause always wins.
// Where the paper's text is silent or the setting unknown, `paper` does what was run.
import type { Protocol } from "./types.js";
import type { ModelConfig } from "../models/types.js";
import { withSettings, type Written } from "./named-settings.js";
import type { Joins, ProtocolName } from "../concepts/types.js";

const joins: Protocol["joins"] = {
  afterPrefix: "\n\n",
  beforeAnswer: " ",
  stripAnswer: true,
  stripPrompt: true,
  thinking: "open",
  bos: "once",
};

/** What holds when no protocol is named. Pairs from train and test never overlap. */
const ours: Protocol = {
  split: { train: "40%", tune: "10%", test: "50%", shuffled: 0 },
  overlap: false,
  repeats: "dropped",
  joins,
  template: "own",
  trimmed: [],
  letters: false,
  read: { kind: "answer" },
  apply: { operator: "add", where: { kind: "from answer" } },
  score: "logit difference",
  ablatedAtZero: true,
  equalNorms: false,
  personas: "as meant",
  antiSteerable: "beyond resolution",
  analysis: {
    dataSets: 40,
    relative: "absolute above 0.25",
    groups: "by factor",
    counted: "items",
    fitError: "mean",
    drawn: "alike",
  },
};

const paper: Protocol = {
  ...ours,
  // Published splits count every row.
  repeats: "kept",
  letters: true,
  read: { kind: "token", index: -2 },
  apply: { operator: "add", where: { kind: "from prompt end" } },
  equalNorms: true,
  antiSteerable: "below 0",
  analysis: { ...ours.analysis, relative: "own" },
};

const protocols: Readonly<Record<ProtocolName, Protocol>> = {
  paper,
  "as-run": {
    ...paper,
    split: { train: { from: 0, to: "50%" }, test: { from: 50 }, shuffled: 0 },
    overlap: true,
    trimmed: ["qwen2"],
    score: "raw logit sum",
    ablatedAtZero: false,
    personas: "as run",
    antiSteerable: "at most 0",
    analysis: {
      dataSets: 39,
      relative: "absolute above 0.25",
      groups: "as published",
      counted: "items and multipliers",
      fitError: "sum",
      drawn: "as published",
    },
  },
  "steering-bench": {
    ...paper,
    split: { train: { from: 0, to: "10%" }, test: { from: "99%" }, shuffled: 0 },
    joins: { ...joins, afterPrefix: "", stripAnswer: false, bos: "again" },
    apply: { operator: "add", where: { kind: "from answer" } },
    score: "log-prob difference",
    equalNorms: false,
  },
};

/** What a declaration says of protocols: the name of one, and single settings. */
export interface Chosen {
  readonly protocol?: ProtocolName | null | undefined;
  readonly settings?: Written | undefined;
}

/** The settings in force: written ones, then the protocol's; without a protocol this project's own defaults. */
export const protocolOf = ({ protocol, settings }: Chosen): Protocol =>
  withSettings(protocol ? protocols[protocol] : ours, settings);

/** How a protocol makes texts for a model of this family. */
export function joinsOf(chosen: Chosen, family: ModelConfig["family"]): Joins {
  const { joins, trimmed, template } = protocolOf(chosen);
  return { ...joins, template, trimPromptEnd: trimmed.includes(family) };
}
