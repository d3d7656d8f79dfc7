// What a compiled program says: one object per declaration. The language emits exactly these calls; a TypeScript cell
// may write them by hand. Every field but the name has a sensible default, filled in by the function that takes it.
import type { At } from "./errors/index.js";
import type { Bound, Concept, ConceptSet, Format, ProtocolName, Shift, Where } from "./concepts/types.js";
import type { FieldNames } from "./concepts/readers/field-names.js";
import type { WrittenOn } from "./paper/named-settings.js";
import type { Device } from "./engine/types.js";
import type { Dtype } from "./models/types.js";
import type { ChartKind, Source } from "./results/chart.js";
import type { Model } from "./session/types.js";
import type { LayersSpec, Method, Vector, VectorSet } from "./vectors/types.js";

export type { At } from "./errors/index.js";
export type { Bound, ProtocolName } from "./concepts/types.js";
export type { LayersSpec, LayerTerm } from "./vectors/types.js";

interface Named {
  readonly name: string;
  readonly at?: At;
}

/** A part of a split: as many as this after the parts before it, or a slice [from, to) of the shuffled list. */
export type PartSpec =
  Bound | { readonly from: Bound; readonly to?: Bound } | { readonly from: Bound; readonly plus: number };

export interface SplitSpec {
  readonly train?: PartSpec;
  readonly tune?: PartSpec;
  readonly test?: PartSpec;
  /** Seed of CPython's random.Random(seed).shuffle; absent: file order. */
  readonly shuffled?: number;
  readonly at?: At;
}

/** One text for both sides of a pair, or one for each. */
export type Sided = string | { readonly positive: string; readonly negative: string };

/** pair "prompt" -> "positive" | "negative"; with the prompt "" two sentences. */
export interface PairSpec {
  readonly prompt: string;
  readonly positive: string;
  readonly negative: string;
  readonly at?: At;
}

/** pair system "…" | "…" user "…" -> "…", or pair "prompt" | "prompt" -> "…": a prompt for each side, or one written as messages. */
export interface PromptPairSpec {
  /** The prompt as it stands; `user`: the message of the user, in chat format. One of the two. */
  readonly prompt?: Sided;
  readonly user?: Sided;
  readonly system?: Sided;
  /** Default: none. */
  readonly answer?: Sided;
  readonly at?: At;
}

/** model smol = "source" { device …, system … } */
export interface ModelSpec extends Named {
  readonly source: string;
  readonly device?: Device | "auto";
  readonly dtype?: Dtype;
  readonly system?: string;
}

/** concept Name { … } or concept Name = mwe "dataset" { … } */
export interface ConceptSpec extends Named {
  readonly about?: string;
  readonly pairs?: readonly (PairSpec | PromptPairSpec)[];
  readonly from?: readonly { readonly path: string; readonly at?: At }[];
  /** Names of the files' fields that are not the usual ones; null: there is no such field. */
  readonly fields?: FieldNames;
  /** A model-written evaluation set by name, e.g. "interest-in-science"; `folder` says where the sets lie. */
  readonly mwe?: { readonly dataset: string; readonly folder?: string; readonly at?: At };
  /** Default: chat for published sets and for prompts written as messages, else plain. */
  readonly format?: Format;
  readonly persona?: { readonly positive: string; readonly negative: string };
  readonly split?: SplitSpec;
  /** Gives the split where none is written, and lets its parts overlap where the protocol's do. */
  readonly protocol?: ProtocolName;
  /** Single settings in place of the protocol's. */
  readonly settings?: WrittenOn<"concept" | "mwe">;
}

/** concepts Paper = mwe "openness", "narcissism" { … } or concepts Both = C, D */
export interface ConceptsSpec
  extends Named, Omit<ConceptSpec, "name" | "at" | "pairs" | "from" | "fields" | "mwe"> {
  /** Model-written evaluation sets by name, each a concept of that name; "all": the 40 sets of the paper, in its order. */
  readonly mwe?: { readonly datasets: readonly string[] | "all"; readonly folder?: string; readonly at?: At };
  /** Declared concepts and sets; the other clauses do not change these. */
  readonly members?: readonly (Concept | ConceptSet)[];
}

/** shift Name = system "…" | user prefix "…" */
export interface ShiftSpec extends Named {
  readonly system?: string;
  readonly prefix?: string;
}

/** vector v = extract Concept from model { … } */
export interface ExtractSpec extends Named {
  readonly concept: Concept;
  readonly model: Model;
  readonly layers?: LayersSpec; // default: all
  readonly layersAt?: At;
  readonly read?: Where; // default: answer
  readonly by?: Method; // default: mean difference
  readonly under?: Shift; // default: BASE
  readonly protocol?: ProtocolName;
  /** Single settings in place of the protocol's. */
  readonly settings?: WrittenOn<"vector">;
}

/** vectors own = extract Paper from model { … }: one vector per concept of the set */
export interface ExtractEachSpec extends Omit<ExtractSpec, "concept"> {
  readonly concepts: ConceptSet;
}

/** vector w = 0.5 * v - u: the sum of factor * vector */
export interface CombineSpec extends Named {
  readonly terms: readonly { readonly factor: number; readonly of: Vector }[];
}

/** vector u = unit(v) */
export interface UnitSpec extends Named {
  readonly of: Vector;
}

/** vector p = v without w */
export interface WithoutSpec extends Named {
  readonly of: Vector;
  readonly without: Vector;
}

/** vector r = random like v seed 3 */
export interface RandomLikeSpec extends Named {
  readonly like: Vector;
  readonly seed: number;
}

/** vector l = load "file.safetensors" for model; also .gguf */
export interface LoadSpec extends Named {
  readonly path: string;
  readonly model: Model;
}

export type Operator = "add" | "ablate" | "ablate then add";

type AnswerScore = "logit difference" | "log-prob difference" | "raw logit sum";

/** `over both orders`: the mean of an item's propensity as it is written and with its options (A) and (B) exchanged. */
export type ScoreSpec = AnswerScore | `${AnswerScore} over both orders` | WordScore;

/** Words in the answers' place. With a space before it a word is read as it stands; without one it is joined to the text as the answer is. */
export interface WordScore {
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}

/** What a vector is compared with: exactly what is named. Without it: random 19, orthogonal 19, prompt only. */
export interface AgainstSpec {
  /** Random directions of equal norm. */
  readonly random?: number;
  /** Random directions of equal norm, orthogonal to the vector. */
  readonly orthogonal?: number;
  /** What the persona's sentences do without steering, where the concept has a persona. */
  readonly promptOnly?: boolean;
}

/** What is chosen on the tuning pairs before the test pairs are measured. */
export interface ChooseSpec {
  readonly what: readonly ("layer" | "multiplier")[];
  readonly on: "tune";
  /** steerability: the largest mean; reliability: the most items steered the right way. */
  readonly for: "steerability" | "reliability";
  /** Most that steering may move the model elsewhere, in nats. */
  readonly drift?: number;
  readonly at?: At;
}

/** Bootstrap intervals; the mean slope's is over items, for the vector as it is, or over training pairs too. */
export interface IntervalsSpec {
  readonly level: number;
  readonly resamples: number;
  readonly seed: number;
  readonly over?: "items" | "training pairs"; // default: items
  readonly at?: At;
}

/** evaluation e = measure vectors on concepts { … } */
export interface MeasureSpec extends Named {
  readonly vector: Vector | VectorSet | readonly (Vector | VectorSet)[];
  readonly on: Concept | ConceptSet | readonly (Concept | ConceptSet)[];
  /** Vectors of a set: each on its own concept (default), or every vector on every concept. */
  readonly pairing?: "own" | "every";
  /** Shifts under which every vector is extracted anew. Default: as each vector was declared. */
  readonly trained?: readonly Shift[];
  readonly trainedAt?: At;
  /** Shifts under which items are tested. Default: BASE. */
  readonly under?: readonly Shift[];
  readonly layers?: LayersSpec; // default: every layer of each vector
  readonly layersAt?: At;
  readonly multipliers?: readonly number[]; // default: -1.5..1.5 by 0.5
  readonly apply?: { readonly operator: Operator; readonly where: Where; readonly at?: At }; // default: add from answer
  readonly score?: ScoreSpec; // default: logit difference
  readonly scoreAt?: At;
  readonly against?: AgainstSpec;
  readonly choose?: ChooseSpec;
  readonly intervals?: IntervalsSpec; // default: 95% from 1000 resamples, seed 0, over items
  readonly protocol?: ProtocolName;
  /** Single settings in place of the protocol's. */
  readonly settings?: WrittenOn<"evaluation">;
}

/** Draws each token from softmax(logits / temperature) over the `top` largest logits; absent: over all. */
export interface SampleSpec {
  readonly temperature: number;
  readonly top?: number;
  readonly seed: number;
}

/** generation g = continue "prompt", "…" from model with v, w { … } */
export interface GenerateSpec extends Named {
  readonly prompts: readonly string[];
  readonly model: Model;
  readonly vectors?: readonly (Vector | VectorSet)[]; // default: none, the model as it is
  /** Each vector is added at all of these layers at once. Default: the middle one of those that it has. */
  readonly layers?: LayersSpec;
  readonly layersAt?: At;
  readonly multipliers?: readonly number[]; // default: -1, 0, 1; for `ablate` 0, 1
  readonly apply?: { readonly operator: Operator; readonly where: Where; readonly at?: At }; // default: add from prompt end
  readonly under?: Shift; // default: BASE
  readonly format?: Format; // default: chat where the model has a template
  readonly tokens?: number; // default: 60
  readonly sample?: SampleSpec; // default: greedy
  readonly stop?: readonly string[];
  /** Single settings in place of the defaults. */
  readonly settings?: WrittenOn<"generation">;
}

/** chart e as propensity curve */
export interface ChartSpec {
  /** Evaluations; where a kind can use them also published numbers and diagnoses. */
  readonly of: Source | readonly Source[];
  readonly as: ChartKind;
  readonly at?: At;
}

/** save v to "file.safetensors"; also .gguf */
export interface SaveSpec {
  readonly vector: Vector;
  readonly to: string;
  readonly at?: At;
}
