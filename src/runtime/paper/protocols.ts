// Named settings of published protocols, as data (experiment, section 12). A written clause always wins.
// Where the paper's text is silent or the setting unknown, `paper` does what was run.
import type { Operator, ProtocolName, ScoreSpec, SplitSpec } from "../declarations.js";
import type { ModelConfig } from "../models/types.js";
import { withSettings, type Written } from "./named-settings.js";
import type { Joins, Where } from "../concepts/types.js";

export interface Protocol {
  readonly split: SplitSpec;
  /** Whether the test part may hold training pairs (as-run: "50:" without a % is index 50). */
  readonly overlap: boolean;
  /** What is done with pairs that stand more than once. */
  readonly repeats: "dropped" | "kept" | "refused";
  readonly joins: Omit<Joins, "template" | "trimPromptEnd">;
  /** The form of chat prompts: the model's own template, or the form that the authors' code had for Qwen. */
  readonly template: "own" | "qwen";
  /** Chat prompts of these model families lose the white space at their end. */
  readonly trimmed: readonly ModelConfig["family"][];
  /** Both answers must be as long and differ only in their token before the last. */
  readonly letters: boolean;
  readonly read: Where;
  readonly apply: { readonly operator: Operator; readonly where: Where };
  readonly score: ScoreSpec;
  /** Ablate then add at multiplier 0: only ablated, or left untouched. */
  readonly ablatedAtZero: boolean;
  /** Every vector is brought to the norm of the one trained under BASE. */
  readonly equalNorms: boolean;
  /** The persona sentences of the one set whose pair the authors' code had the wrong way round. */
  readonly personas: "as meant" | "as run";
  /** Which slopes count as anti-steerable. */
  readonly antiSteerable: "beyond resolution" | "below 0" | "at most 0";
  readonly analysis: Analysis;
}

/** What is done with finished evaluations: measures and charts offer both ways, and these are the protocol's. */
export interface Analysis {
  /** Data sets for each model: one of 40 was left out by mistake. */
  readonly dataSets: 40 | 39;
  /** Divisor of relative steerability: the own steerability, or its absolute value where it is above 0.25. */
  readonly relative: "own" | "absolute above 0.25";
  /** Groups by letter and yes/no: by the factors of each item, or with all rows of other multipliers than 0 under "B with no". */
  readonly groups: "by factor" | "as published";
  /** What violins and intervals count: items, or items once for every multiplier. */
  readonly counted: "items" | "items and multipliers";
  /** Fit error: root of the mean of squares, or of their sum. */
  readonly fitError: "mean" | "sum";
  /** Sets that charts treat specially: none, or yes/no ignored for two sets and the sycophancy sets pooled. */
  readonly drawn: "alike" | "as published";
}

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
