// What programs say about vectors: the arguments of extract(), combine(), unit(), without(), randomLike(), load() and save().
import type { Concept, ConceptSet, ProtocolName, Shift, Where } from "../concepts/types.js";
import type { At, Named } from "../errors/index.js";
import type { WrittenOn } from "../paper/named-settings.js";
import type { Model } from "../session/types.js";
import type { LayersSpec, Method, Vector } from "./types.js";

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

/** save v to "file.safetensors"; also .gguf */
export interface SaveSpec {
  readonly vector: Vector;
  readonly to: string;
  readonly at?: At;
}
