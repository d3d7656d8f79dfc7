// What programs say about evaluations: the argument of measure(), clause by clause.
import type { Concept, ConceptSet, ProtocolName, Shift, Where } from "../concepts/types.js";
import type { At, Named } from "../errors/index.js";
import type { WrittenOn } from "../paper/named-settings.js";
import type { Operator, ScoreSpec } from "../steering/types.js";
import type { LayersSpec, Vector, VectorSet } from "../vectors/types.js";

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
