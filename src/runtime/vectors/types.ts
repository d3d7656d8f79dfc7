// Steering vectors: how they are made (an expression), and what comes out (a direction per layer).
import type { At, Place } from "../errors/index.js";
import type { WrittenOn } from "../paper/named-settings.js";
import type { Bound, Concept, ProtocolName, Shift, Where } from "../concepts/types.js";
import type { Model } from "../session/types.js";

/** One term of a layer list. Percentages are of the model's depth: layer floor(p * (layers - 1) / 100). */
export type LayerTerm =
  | "all"
  | number
  | { readonly last: number }
  | { readonly from: Bound; readonly to: Bound; readonly by?: number };

export type LayersSpec = readonly LayerTerm[];

export type Method = "mean difference" | "pca" | "logistic";

/** A vector from the training pairs of a concept. */
export interface Extraction {
  readonly kind: "extract";
  readonly concept: Concept;
  readonly layers: LayersSpec;
  readonly layersAt?: At | undefined;
  readonly read: Where;
  readonly method: Method;
  readonly under: Shift;
  readonly protocol: ProtocolName | null;
  readonly settings?: WrittenOn<"vector"> | undefined;
}

/** One term of a sum of vectors. */
export interface VectorTerm {
  readonly factor: number;
  readonly of: Vector;
}

/** How a vector comes about. Nothing is computed until a direction is needed. */
export type VectorExpression =
  | Extraction
  | { readonly kind: "combine"; readonly terms: readonly VectorTerm[] }
  /** Norm 1 at every layer. */
  | { readonly kind: "unit"; readonly of: Vector }
  /** What is left of a vector when its part along another is taken out, layer by layer. */
  | { readonly kind: "without"; readonly of: Vector; readonly without: Vector }
  /** A random direction with the norm of another vector at every layer. */
  | { readonly kind: "random"; readonly like: Vector; readonly seed: number }
  | { readonly kind: "load"; readonly path: string; readonly file: VectorFile };

/** A vector as it lies in a file: numbers, and what the file says about them (names to texts; none for other tools' files). */
export interface VectorFile {
  readonly byLayer: ReadonlyMap<number, Float32Array>;
  readonly provenance: Readonly<Record<string, string>>;
}

/** A declared steering vector. */
export interface Vector {
  readonly kind: "vector";
  readonly name: string;
  readonly model: Model;
  readonly expression: VectorExpression;
  readonly place?: Place | undefined;
  /** The direction after every layer that the vector has, [layers] -> [width]; computed once per session. */
  directions(): Promise<Directions>;
}

/** One vector per concept of a set, each named as its concept. */
export interface VectorSet {
  readonly kind: "vectors";
  readonly name: string;
  readonly members: readonly Vector[];
  readonly place?: Place | undefined;
}

/** A vector's numbers, layer by layer. */
export interface Directions {
  /** layer -> vector [width], not normalised; layers ascending. */
  readonly byLayer: ReadonlyMap<number, Float32Array>;
  /** layer -> Euclidean norm. */
  readonly norms: ReadonlyMap<number, number>;
  /** layer -> mean cosine between each pair's own difference and the vector (directional agreement); empty for vectors of several extractions or none. */
  readonly agreement: ReadonlyMap<number, number>;
  /** How many pairs it was made from; 0 for random directions and files that do not say. */
  readonly pairs: number;
  /** sha256 (hex) over the layers and their numbers: the identity of the vector. */
  readonly hash: string;
}

// vectors/index.ts exports: extract, extractEach, combine, unit, without, randomLike, load, save (declarations.ts says what they take);
//   extractionsOf(vector), trainShiftOf(vector), trainedPairs(vector), trainedUnder(vector, shift), describeVector(vector);
//   layersKnown(vector), plannedExtractions(vector), keptDirections(vector): compute nothing; layersOf(spec, depth)
