// What an evaluation yields: rows (the truth), items, summary, receipt.
import type { Analysis, Protocol } from "../paper/types.js";
import type { MarkedToken, SamePrompts } from "../concepts/types.js";
import type { Cost } from "../engine/types.js";
import type { Dtype } from "../models/types.js";
import type { Interval, Resolution, ShareInterval, SlopeInterval } from "../stats/types.js";

/** The propensity of one item at one multiplier. `item` is the 0-based row in the concept's source. */
export interface Row {
  readonly concept: string;
  readonly item: number;
  readonly train_shift: string;
  readonly test_shift: string;
  readonly vector: string;
  readonly layer: number;
  readonly multiplier: number;
  readonly propensity: number;
}

/** One item's propensity curve in numbers: propensity ~ intercept + slope * multiplier, least squares. */
export interface Item {
  readonly concept: string;
  readonly item: number;
  readonly train_shift: string;
  readonly test_shift: string;
  readonly vector: string;
  readonly layer: number;
  /** Steerability, in propensity units (logits) per unit multiplier. */
  readonly slope: number;
  readonly intercept: number;
  /** Residual sum of squares of the fit. */
  readonly rss: number;
  readonly letter: "A" | "B" | null;
  readonly yes: boolean | null;
  readonly domain: string | null;
}

/**
 * Slopes of directions of equal norm beside the vector's, all on the same items and between the same two multipliers. One mean slope per
 * direction, over `items` items.
 */
export interface RandomBaseline {
  readonly directions: number;
  readonly items: number;
  readonly multipliers: readonly number[];
  /** The vector's own mean slope on these items between these multipliers: what the directions are compared with. */
  readonly vectorMean: number;
  readonly mean: number;
  readonly sd: number;
  /** Smallest and largest mean slope among the directions. */
  readonly low: number;
  readonly high: number;
  /** Directions whose mean slope is as large as the vector's or larger, whatever the signs. */
  readonly asLarge: number;
  /** (1 + asLarge) / (1 + directions): p of a test with two sides. */
  readonly pValue: number;
}

/** What a prompt does without steering: mean propensity under the shift minus that under BASE, on the same items. */
export interface PromptEffect {
  readonly shift: string;
  /** Items that it was tried on. */
  readonly n: number;
  readonly effect: number;
  /** Bootstrap interval of the effect over items. */
  readonly interval: Interval;
  /** The effect on each item: [row, effect]. */
  readonly byItem: readonly (readonly [item: number, effect: number])[];
}

/** One line per concept x shifts x vector x layer. */
export interface Summary {
  readonly concept: string;
  readonly train_shift: string;
  readonly test_shift: string;
  readonly vector: string;
  readonly layer: number;
  readonly n: number;
  /** Mean steerability and its interval: a bootstrap over items, or with `over training pairs` one of both. */
  readonly mean: number;
  readonly interval: SlopeInterval;
  /** Of a t test of the mean against 0, with two sides, over what the interval is over; NaN for one item. */
  readonly pValue: number;
  readonly sd: number; // ddof 1
  readonly median: number;
  /** Share of the items on which the vector acts backwards, and of those on which it has no effect that can be resolved. */
  readonly antiSteerable: number;
  readonly antiSteerableInterval: ShareInterval;
  readonly noEffect: number;
  /** Mean propensity without steering. */
  readonly baseline: number;
  /** Random directions of equal norm; null where none were tried. */
  readonly randomBaseline: RandomBaseline | null;
  /** Random directions of equal norm, orthogonal to the vector. */
  readonly orthogonalBaseline: RandomBaseline | null;
  /** The persona's sentences as prompts, not steered; null where there is no persona or none were tried. */
  readonly promptBaseline: readonly PromptEffect[] | null;
}

/** A layer, or a layer with a multiplier, that could be chosen. */
export interface Candidate {
  readonly layer: number;
  /** Multiplier that is chosen, or the largest, at which drift was measured where only the layer is chosen. */
  readonly multiplier: number;
  /** Steerability: mean slope, or mean effect m(λ) - m(0) of the multiplier. Reliability: share of items steered the right way. */
  readonly score: number;
  /** Mean KL(unsteered || steered) of the next token after the prompts, in nats; of several vectors the largest. */
  readonly kl: number;
  readonly allowed: boolean;
}

/** What the tuning pairs chose. */
export interface Selection {
  readonly layer: number;
  /** null where only the layer was chosen. */
  readonly multiplier: number | null;
  readonly for: "steerability" | "reliability";
  /** Drift budget in nats; null for none. */
  readonly maxKl: number | null;
  /** Tuning pairs. */
  readonly items: number;
  /** What drift was measured on, in words. */
  readonly prompts: string;
  readonly candidates: readonly Candidate[];
  /** Share of bootstrap resamples of the tuning pairs that choose the same. */
  readonly stability: number;
}

/** A vector in a receipt. */
export interface ReceiptVector {
  readonly name: string;
  /** Shift that it was trained under. */
  readonly trained: string;
  /** How it is made, in words. */
  readonly made: string;
  /** Training pairs; 0 for random directions and files that do not say. */
  readonly pairs: number;
  readonly hash: string;
  /** Its norm, by layer. */
  readonly norms: Readonly<Record<string, number>>;
  /** Size of the push against the hidden state it acts on, by layer: norm(multiplier * vector) / mean norm(h) at the largest multiplier. */
  readonly relativeNorm: Readonly<Record<string, number>>;
  /** How far the largest multiplier moves the next token after the prompts that the settings name, by layer: mean KL(unsteered || steered) in nats. */
  readonly kl: Readonly<Record<string, number>>;
}

/** A concept in a receipt. */
export interface ReceiptConcept {
  readonly name: string;
  readonly hash: string;
  /** Test pairs. */
  readonly items: number;
  /** Of these, so many repeat another; absent where none does. */
  readonly repeats?: number;
}

/** Absolute differences of propensities. */
export interface Difference {
  readonly mean: number;
  readonly largest: number;
}

/** One vector at one layer with rounded weights beside the same with the weights as they are, on the sampled items. */
export interface QuantisationLine {
  readonly vector: string;
  readonly trained: string;
  readonly layer: number;
  /** Items of the sample that it was tried on. */
  readonly n: number;
  /** At the largest multiplier. */
  readonly steered: Difference;
  /** Mean change of propensity from the untouched text to the largest multiplier, with rounded weights and with full ones. */
  readonly effect: number;
  readonly fullEffect: number;
  /** Mean absolute difference of an item's change. */
  readonly effectError: number;
  /** Cosine of the vector from a sample of its pairs with the one from the same pairs and full weights; of several extractions the smallest. */
  readonly cosine: number | null;
}

/** How far rounded weights move the numbers of this evaluation: a sample of its items was computed with full weights as well. */
export interface QuantisationEffect {
  readonly dtype: Exclude<Dtype, "fp32">;
  /** Sampled items, evenly spread over the evaluation. */
  readonly items: number;
  readonly multiplier: number;
  readonly unsteered: Difference;
  readonly lines: readonly QuantisationLine[];
}

/** Proof that steering happened where it was meant to. */
export interface Receipt {
  /** Version of the fields of receipts, rows, items and summaries (docs/files.md). Absent in the first. */
  readonly format: 2;
  readonly evaluation: string;
  readonly model: { readonly label: string; readonly sha256: string; readonly dtype: string };
  /** `machine`: kernels by instructions, and threads; the same bytes come of the same words. */
  readonly engine: {
    readonly device: string;
    readonly runtime: string;
    readonly steerlab: string;
    readonly machine: string;
  };
  /** In the order of the tables. */
  readonly vectors: readonly ReceiptVector[];
  readonly concepts: readonly ReceiptConcept[];
  /** Shifts that make prompts which another makes as well; absent where there are none. */
  readonly prompts?: readonly SamePrompts[];
  readonly apply: string;
  readonly score: string;
  readonly protocol: string;
  readonly tokens: { readonly steered: number; readonly example: string };
  readonly check: {
    /** Multiplier 0 against untouched rows of the same pass: largest absolute difference of logits (must be 0). */
    readonly maxDiffAtZero: number;
    /** The largest multiplier against untouched rows: largest absolute difference (must be above the resolution of a number). */
    readonly maxDiffAtLargest: number;
    readonly passed: boolean;
  };
  /** How far apart numbers must be to count as different. */
  readonly resolution: Resolution;
  /** What the whole takes, whatever the store had. */
  readonly cost: {
    readonly passes: number;
    readonly tokens: number;
    readonly tokensUnshared: number;
    /** What drift takes beside that; `vocabularyRows`: positions where the whole vocabulary is computed. */
    readonly kl: Pick<Cost, "passes" | "tokens" | "vocabularyRows">;
  };
  /** Absent where the weights are what the checkpoint holds. */
  readonly quantisation?: QuantisationEffect;
  /** What was chosen on the tuning pairs, and out of how many candidates; null where nothing was. */
  readonly selection:
    | (Omit<Selection, "candidates"> & {
        readonly score: number;
        readonly kl: number;
        readonly candidates: number;
      })
    | null;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** What measures and charts do with the numbers, as protocol and settings say. */
  readonly analysis: Analysis & Pick<Protocol, "antiSteerable">;
}

/** A finished evaluation. */
export interface Evaluation {
  readonly kind: "evaluation";
  readonly name: string;
  readonly rows: readonly Row[];
  readonly items: readonly Item[];
  readonly summary: readonly Summary[];
  readonly selection: Selection | null;
  readonly receipt: Receipt;
}

export interface PlanSetting {
  readonly name: string;
  readonly value: string | number | boolean;
  /** What the setting means. */
  readonly sentence: string;
}

/** An extraction that an evaluation needs. */
export interface ExtractionPlan {
  /** Content key: the same for the same extraction in another evaluation. */
  readonly key: string;
  readonly pairs: number;
  readonly stored: boolean;
  readonly cost: Cost;
}

export interface QuantisationPlan {
  readonly dtype: Exclude<Dtype, "fp32">;
  /** Bytes of the weights, rounded and as fp32. */
  readonly bytes: number;
  readonly fullBytes: number;
  /** Items (or texts) that are computed with full weights as well, and the cost of what the store lacks. */
  readonly items: number;
  readonly cost: Cost;
}

/** What an evaluation would do; nothing has run. */
export interface Plan {
  readonly kind: "plan";
  readonly evaluation: string;
  /** What is measured on what, as the program names them: "v, w". */
  readonly vectors: string;
  readonly concepts: string;
  /** Test pairs times tested shifts. */
  readonly items: number;
  /** Numbers wanted: items times layers and multipliers, the untouched texts, and random directions. */
  readonly measurements: number;
  /** Of these, in the store already (0 while the vector is not extracted). */
  readonly stored: number;
  /** Cost of what is not in the store. */
  readonly cost: Cost;
  readonly extractions: readonly ExtractionPlan[];
  /** What choosing takes before that: numbers wanted and stored, and the cost of the rest; null where nothing is chosen. */
  readonly selection: { readonly cells: number; readonly stored: number; readonly cost: Cost } | null;
  /** What rounded weights save, and the comparison with full ones that they add; absent where they are not rounded. */
  readonly quantisation?: QuantisationPlan;
  /** What measuring drift takes beside that, as for choosing. */
  readonly kl: { readonly cells: number; readonly stored: number; readonly cost: Cost };
  /** Rows that come out, and the bytes that they and their items take, of those that there is room for. */
  readonly memory: { readonly rows: number; readonly bytes: number; readonly room: number };
  /** The first item's positive text. */
  readonly example: readonly MarkedToken[];
  readonly settings: readonly PlanSetting[];
}

// evaluation/index.ts exports: measure(spec: MeasureSpec): Promise<Evaluation>; planMeasure(spec): Promise<Plan>;
//   fitLine, bootstrapMean, mean, median, quantile, sd
