// Declared vectors. Nothing is computed until a direction is needed, and then once per session.
import { protocolOf } from "../paper/protocols.js";
import { BASE } from "../concepts/index.js";
import type { Shift } from "../concepts/types.js";
import type {
  CombineSpec,
  ExtractEachSpec,
  ExtractSpec,
  RandomLikeSpec,
  UnitSpec,
  WithoutSpec,
} from "./specs.js";
import { failure, type At } from "../errors/index.js";
import { located, placeOf } from "../session/index.js";
import type { Model } from "../session/types.js";
import { atOf, computed } from "./compute.js";
import { withParts, partsOf } from "./expressions.js";
import type { Directions, Vector, VectorExpression, VectorSet } from "./types.js";

/** A vector that is computed when first asked for; a failure is not remembered, the next call tries again. */
export function declared(
  { name, at }: { readonly name: string; readonly at?: At | undefined },
  model: Model,
  expression: VectorExpression,
): Vector {
  let found: Promise<Directions> | null = null;
  const vector: Vector = {
    kind: "vector",
    name,
    model,
    expression,
    place: placeOf(at),
    directions() {
      found ??= located(at, () => computed(vector));
      found.catch(() => (found = null));
      return found;
    },
  };
  return vector;
}

/** A steering vector extracted from a concept's training pairs: by default at all layers, read at the answer, under BASE. */
export function extract(spec: ExtractSpec): Vector {
  return declared(spec, spec.model, {
    kind: "extract",
    concept: spec.concept,
    layers: spec.layers ?? ["all"],
    layersAt: spec.layersAt,
    read: spec.read ?? protocolOf(spec).read,
    method: spec.by ?? "mean difference",
    under: spec.under ?? BASE,
    protocol: spec.protocol ?? null,
    settings: spec.settings,
  });
}

/** One vector per concept of a set, by the same clauses, each named as its concept. */
export function extractEach({ concepts, name, ...spec }: ExtractEachSpec): VectorSet {
  const members = concepts.members.map((concept) => extract({ ...spec, name: concept.name, concept }));
  return { kind: "vectors", name, members, place: placeOf(spec.at) };
}

/**
 * The sum of factor * vector, at the layers that all terms have. Computing throws E604 where nothing is left, E616 for vectors of
 * different models or without a common layer.
 */
export function combine(spec: CombineSpec): Vector {
  const [first] = spec.terms;
  if (!first) throw failure("E618", { vector: spec.name }, { place: placeOf(spec.at) });
  return declared(spec, first.of.model, { kind: "combine", terms: spec.terms });
}

/** The vector with norm 1 at every layer. */
export function unit({ of, ...named }: UnitSpec): Vector {
  return declared(named, of.model, { kind: "unit", of });
}

/** v - (w . v) w / |w|^2 layer by layer: what is left of `of` when its part along `without` is projected out. Throws as `combine`. */
export function without({ of, without: taken, ...named }: WithoutSpec): Vector {
  return declared(named, of.model, { kind: "without", of, without: taken });
}

/** A random direction, the same at every layer and in every run, with the norm of `like` at every layer. Throws E617. */
export function randomLike({ like, seed, ...named }: RandomLikeSpec): Vector {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw failure("E617", { seed: String(seed) }, { place: placeOf(named.at) });
  return declared(named, like.model, { kind: "random", like, seed });
}

/** The same vector with everything in it that is extracted extracted under another shift. Files and random directions stay. */
export function trainedUnder(vector: Vector, under: Shift): Vector {
  const { expression } = vector;
  const changed: VectorExpression =
    expression.kind === "extract"
      ? { ...expression, under }
      : withParts(
          expression,
          partsOf(expression).map((part) => trainedUnder(part, under)),
        );
  return declared({ name: vector.name, at: atOf(vector) }, vector.model, changed);
}
