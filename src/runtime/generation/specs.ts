// What programs say about generations: the argument of generate(), clause by clause.
import type { Format, Shift, Where } from "../concepts/types.js";
import type { At, Named } from "../errors/index.js";
import type { WrittenOn } from "../paper/named-settings.js";
import type { Model } from "../session/types.js";
import type { Operator } from "../steering/types.js";
import type { LayersSpec, Vector, VectorSet } from "../vectors/types.js";

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
