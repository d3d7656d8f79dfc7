// Which vectors are measured on which concepts: sets taken apart, vectors of a set on their own concept or on every one,
// and each vector once for every shift that it is trained under.
import type { Concept, ConceptSet, Shift } from "../../concepts/types.js";
import type { MeasureSpec } from "../specs.js";
import { fail } from "../../errors/index.js";
import { currentSession, locatedNow } from "../../session/index.js";
import type { Model } from "../../session/types.js";
import { extractionsOf, layersKnown, layersOf, trainShiftOf } from "../../vectors/index.js";
import type { Vector, VectorSet } from "../../vectors/types.js";
import { describeLayers } from "./evaluation-settings.js";
import { retrained } from "./retrained-vectors.js";

/** A vector as it is measured. */
export interface Variant {
  readonly vector: Vector;
  readonly train_shift: string;
  /** Layers that it is measured at, ascending. */
  readonly layers: readonly number[];
}

/** A concept and all that is measured on it. Every concept stands in one pairing, so that its texts are run once. */
export interface Pairing {
  readonly concept: Concept;
  readonly variants: readonly Variant[];
}

const listed = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];
const once = <T>(values: readonly T[]): T[] => [...new Set(values)];
const membersOf = <T extends Concept | Vector>(one: T | { readonly members: readonly T[] }): readonly T[] =>
  "members" in one ? one.members : [one];

/** The concepts of an evaluation, each once, in the order written. */
export const conceptsOf = ({ on }: Pick<MeasureSpec, "on">): readonly Concept[] =>
  once(listed<Concept | ConceptSet>(on).flatMap((one) => membersOf<Concept>(one)));

/** The vectors of an evaluation as they were declared, each once, in the order written. */
export const vectorsOf = ({ vector }: Pick<MeasureSpec, "vector">): readonly Vector[] =>
  once(listed<Vector | VectorSet>(vector).flatMap((one) => membersOf<Vector>(one)));

/** The vectors and the concepts of an evaluation as the program names them, in words. */
export const namesOf = ({ vector, on }: Pick<MeasureSpec, "vector" | "on">) => ({
  vectors: listed<Vector | VectorSet>(vector)
    .map(({ name }) => name)
    .join(", "),
  concepts: listed<Concept | ConceptSet>(on)
    .map(({ name }) => name)
    .join(", "),
});

/** The model of all vectors. Throws E619 when there are several. */
export function modelOf(spec: Pick<MeasureSpec, "vector">): Model {
  const [first, ...others] = vectorsOf(spec);
  if (!first) fail("E622", {});
  const same = ({ source, device, dtype, system }: Model) => JSON.stringify([source, device, dtype, system]);
  const other = others.find(({ model }) => same(model) !== same(first.model));
  if (other)
    fail("E619", {
      first: first.name,
      firstModel: first.model.name,
      other: other.name,
      otherModel: other.model.name,
    });
  return first.model;
}

/**
 * Pairings in the order of the concepts, variants in the order of vectors, then of trained shifts. `depth` is the model's
 * number of layers. Throws E601, E602, E606 (layers), E619 to E622 (what cannot be measured together), E615, E616 (vectors that are not whole).
 */
export async function pairingsOf(spec: MeasureSpec, depth: number): Promise<Pairing[]> {
  modelOf(spec);
  const concepts = conceptsOf(spec);
  distinct(concepts, "concepts");
  const wanted = wantedOf(spec, concepts);
  distinct(once([...wanted.values()].flat()), "vectors");
  const variants = new Map<Vector, readonly Variant[]>();
  for (const vector of vectorsOf(spec)) variants.set(vector, await variantsOf(vector, spec, depth));
  return concepts.map((concept) => ({
    concept,
    variants: wanted.get(concept)!.flatMap((vector) => variants.get(vector)!),
  }));
}

/** concept -> its vectors. */
function wantedOf(spec: MeasureSpec, concepts: readonly Concept[]): Map<Concept, Vector[]> {
  const wanted = new Map(concepts.map((concept) => [concept, [] as Vector[]]));
  const add = (vector: Vector, on: readonly Concept[]) => {
    for (const concept of on) {
      const vectors = wanted.get(concept)!;
      if (!vectors.includes(vector)) vectors.push(vector);
    }
  };
  for (const one of listed<Vector | VectorSet>(spec.vector)) {
    if (one.kind === "vector" || spec.pairing === "every") {
      for (const vector of membersOf<Vector>(one)) add(vector, concepts);
      continue;
    }
    const left = one.members.filter((vector) => {
      const own = ownOf(vector, concepts);
      if (own) add(vector, [own]);
      return !own;
    });
    if (left.length > 0 && left.length < one.members.length)
      currentSession().sink.notice(
        `${left.length} of the ${one.members.length} vectors of ${one.name} are left out: their concepts are not measured here.`,
      );
  }
  const without = concepts.find((concept) => wanted.get(concept)!.length === 0);
  if (without) fail("E620", { evaluation: spec.name, concept: without.name });
  return wanted;
}

/** The concept that a vector of a set was made from: itself, or the one of its name. */
function ownOf(vector: Vector, concepts: readonly Concept[]): Concept | undefined {
  const sources = extractionsOf(vector).map(({ concept }) => concept);
  return (
    concepts.find((one) => sources.length === 1 && one === sources[0]) ??
    concepts.find(({ name }) => name === vector.name)
  );
}

async function variantsOf(vector: Vector, spec: MeasureSpec, depth: number): Promise<Variant[]> {
  const layers = await measuredLayers(vector, spec, depth);
  // Files and random directions have nothing that could be trained anew.
  const fixed = !spec.trained?.length || extractionsOf(vector).length === 0;
  const shifts: readonly (Shift | null)[] = fixed ? [null] : once(spec.trained!);
  return shifts.map((shift) => {
    const trained = shift ? retrained(vector, shift) : vector;
    return { vector: trained, train_shift: shift?.name ?? trainShiftOf(vector), layers };
  });
}

/** The layers that a vector is measured at: those asked for, else all that it has. Throws E601, E602, E606. */
export async function measuredLayers(
  vector: Vector,
  { layers, layersAt }: Pick<MeasureSpec, "layers" | "layersAt">,
  depth: number,
): Promise<readonly number[]> {
  const has = await layersKnown(vector);
  if (!layers) return has;
  return locatedNow(layersAt, () => {
    const wanted = layersOf(layers, { layers: depth, model: vector.model.name });
    const missing = wanted.find((layer) => !has.includes(layer));
    if (missing !== undefined)
      fail("E606", { vector: vector.name, layer: missing, layers: describeLayers(has) });
    return wanted;
  });
}

function distinct(things: readonly { readonly name: string }[], what: "concepts" | "vectors"): void {
  const seen = new Set<string>();
  for (const { name } of things) {
    if (seen.has(name)) fail("E621", { name, what });
    seen.add(name);
  }
}
