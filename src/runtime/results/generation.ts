// What a generation yields: texts (the truth), and the receipt that says where they were steered and proves it.
import type { Format, MarkedToken } from "../concepts/types.js";
import type { Cost } from "../engine/types.js";
import type { ExtractionPlan, QuantisationPlan, Receipt } from "./evaluation.js";
import type { Dtype } from "../models/types.js";

/** Why a text ends: the model ended it, a written stop text came, or it has as many tokens as were asked for. */
export type Stopped = "end" | "stop text" | "length";

/** One text: a prompt continued under one multiplier of one vector. */
export interface GeneratedText {
  /** The prompt as it was written. */
  readonly prompt: string;
  /** Name of the vector; null: the model as it is. */
  readonly vector: string | null;
  /** Layers that the vector is added at, all of them at once; empty without a vector. */
  readonly layers: readonly number[];
  readonly multiplier: number;
  /** The continuation, without the stop text or the token that ended it. */
  readonly text: string;
  /** Ids of the chosen tokens, the one that ended the text too. */
  readonly tokens: readonly number[];
  readonly stopped: Stopped;
  /** Tokens of prompt and continuation that were steered in some pass. The last chosen token passes through no layer. */
  readonly steered: number;
  /** Mean of -log p of the chosen tokens under the unsteered model, in nats: how odd the model itself finds the text. */
  readonly meanNll: number;
}

/** How far rounded weights move the texts' numbers: some of them were read again with full weights, steered as they grew. */
export interface GenerationQuantisation {
  readonly dtype: Exclude<Dtype, "fp32">;
  readonly texts: number;
  /** Their chosen tokens. */
  readonly tokens: number;
  /** Absolute differences of the log-probabilities of these tokens, nats. */
  readonly mean: number;
  readonly largest: number;
}

/** Proof that steering happened at every token that it was meant to. */
export interface GenerationReceipt {
  /** Version of the fields of receipts and texts (docs/files.md). Absent in the first. */
  readonly format: 2;
  readonly generation: string;
  readonly model: { readonly label: string; readonly sha256: string; readonly dtype: string };
  readonly engine: Receipt["engine"];
  readonly vectors: readonly {
    readonly name: string;
    readonly hash: string;
    /** Layer -> norm of the vector. */
    readonly norms: Readonly<Record<string, number>>;
    /** Layer -> norm(largest multiplier * vector) / mean norm of the untouched hidden states at the steered tokens of the first text. */
    readonly relativeNorm: Readonly<Record<string, number>>;
  }[];
  readonly apply: string;
  readonly choice: string;
  /** Steered tokens over all texts, and the fewest and most in a text whose multiplier is not 0. */
  readonly steered: { readonly all: number; readonly fewest: number; readonly most: number };
  /** The end of the first prompt and the beginning of its first steered continuation; steered tokens in «». */
  readonly example: string;
  /** Null when nothing was steered. */
  readonly check: GenerationCheck | null;
  /** Absent where the weights are what the checkpoint holds. */
  readonly quantisation?: GenerationQuantisation;
  /** Passes and tokens that ran, and the tokens that a loop without a cache would have computed. */
  readonly cost: { readonly passes: number; readonly tokens: number; readonly tokensUnshared: number };
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

/** Of one steered text, whole in one pass, its chosen tokens; largest absolute differences, of log-probabilities in nats. */
export interface GenerationCheck {
  /** Steered by 0 against untouched, side by side, logits (must be 0). */
  readonly maxDiffAtZero: number;
  /** Steered as it was against untouched (must not be 0). */
  readonly maxDiffAtLargest: number;
  /** Steered as it was against the numbers that it grew with, token by token (must be rounding). */
  readonly maxDiffToGenerated: number;
  /** The same with only the prompt's tokens steered: what a tool that forgets the new tokens would give. */
  readonly promptOnly: number;
  readonly passed: boolean;
}

/** A finished generation. */
export interface Generation {
  readonly kind: "generation";
  readonly name: string;
  /** In the order prompt, vector, multiplier. */
  readonly texts: readonly GeneratedText[];
  readonly receipt: GenerationReceipt;
}

/** What a generation would do; nothing has run. */
export interface GenerationPlan {
  readonly kind: "generation plan";
  readonly generation: string;
  readonly prompts: number;
  /** Names of the vectors, "v, w"; empty without any. */
  readonly vectors: string;
  readonly texts: number;
  /** Of these, in the store already. */
  readonly stored: number;
  readonly cost: Cost;
  readonly extractions: readonly ExtractionPlan[];
  /** Cost of the self-check, and of reading every text in the untouched model; null when the store has them. */
  readonly selfCheck: Cost | null;
  /** What rounded weights save, and the texts that are read again with full ones; absent where they are not rounded. */
  readonly quantisation?: QuantisationPlan;
  readonly format: Format;
  /** The first prompt, token by token. */
  readonly example: readonly MarkedToken[];
  readonly settings: readonly {
    readonly name: string;
    readonly value: string | number | boolean;
    readonly sentence: string;
  }[];
}
