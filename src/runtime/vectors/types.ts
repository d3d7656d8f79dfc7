// Steering vectors: how they are made (an expression), and what comes out (a direction per layer).
import type { At, Place } from "../errors/index.js";
import type { Bound, Concept, ProtocolName, Shift, Where } from "../concepts/types.js";
import type { Model } from "../session/types.js";

/** One term of a layer list. Percentages are of the model's depth: layer floor(p * (layers - 1) / 100). */
export type LayerTerm =
  | "all"
  | number
  | { readonly last: number }
  | { readonly from: Bound; readonly to: Bound; readonly by?: number };

export type LayersSpec = readonly LayerTerm[];

export type Method = "mean difference";

/** How a vector comes about. Nothing is computed until a direction is needed. */
export type VectorExpression =
  | {
      readonly kind: "extract";
      readonly concept: Concept;
      readonly layers: LayersSpec;
      readonly layersAt?: At | undefined;
      readonly read: Where;
      readonly method: Method;
      readonly under: Shift;
      readonly protocol: ProtocolName | null;
    }
  | { readonly kind: "scale"; readonly factor: number; readonly of: Vector };

/** A declared steering vector. */
export interface Vector {
  readonly kind: "vector";
  readonly name: string;
  readonly model: Model;
  readonly expression: VectorExpression;
  readonly place?: Place | undefined;
  /** The direction after every extracted layer, [layers] -> [width]; computed once per session. */
  directions(): Promise<Directions>;
}

/** What an extraction found, layer by layer. */
export interface Directions {
  /** layer -> vector [width], not normalised. */
  readonly byLayer: ReadonlyMap<number, Float32Array>;
  /** layer -> Euclidean norm. */
  readonly norms: ReadonlyMap<number, number>;
  /** layer -> mean cosine between each pair's own difference and the mean (directional agreement). */
  readonly agreement: ReadonlyMap<number, number>;
  /** How many pairs it was made from. */
  readonly pairs: number;
  /** sha256 (hex) over the layers and their numbers: the identity of the vector. */
  readonly hash: string;
}

// vectors/index.ts exports: extract(spec: ExtractSpec): Vector; scale(spec: ScaleSpec): Vector; save(spec: SaveSpec): Promise<string>;
//   keptDirections(vector): Promise<Directions | null> (computes nothing); originOf(vector); layersOf(spec, depth, model)
