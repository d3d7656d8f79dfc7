// What a published protocol fixes: how prompts are joined, what is read and steered, and what is done with the numbers.
import type { Joins, SplitSpec, Where } from "../concepts/types.js";
import type { ModelConfig } from "../models/types.js";
import type { Operator, ScoreSpec } from "../steering/types.js";

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
