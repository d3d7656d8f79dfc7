// Directions: a vector's numbers layer by layer, with their norms and identity.
import { contentKey, numbersKey } from "../store/index.js";
import { normOf } from "./difference.js";
import type { Directions } from "./types.js";

interface Chosen {
  readonly layers: readonly number[];
  readonly pairs: number;
}

/** Directions at the chosen layers out of those at every layer. */
export function directionsFrom(
  vectors: readonly Float32Array[],
  agreement: readonly number[],
  { layers, pairs }: Chosen,
): Directions {
  const byLayer = new Map(layers.map((layer) => [layer, vectors[layer]!]));
  const agreed = new Map(layers.map((layer) => [layer, agreement[layer]!]));
  return { byLayer, norms: norms(byLayer), agreement: agreed, pairs, hash: identity(byLayer) };
}

/** factor * v at every layer; the sign of the agreement follows the factor's. */
export function scaled(directions: Directions, factor: number): Directions {
  const byLayer = new Map(
    [...directions.byLayer].map(([layer, vector]) => [layer, vector.map((value) => factor * value)]),
  );
  const agreement = new Map(
    [...directions.agreement].map(([layer, value]) => [layer, Math.sign(factor) * value]),
  );
  return { byLayer, norms: norms(byLayer), agreement, pairs: directions.pairs, hash: identity(byLayer) };
}

const norms = (byLayer: ReadonlyMap<number, Float32Array>) =>
  new Map([...byLayer].map(([layer, vector]) => [layer, normOf(vector)]));

const identity = (byLayer: ReadonlyMap<number, Float32Array>) =>
  contentKey([...byLayer].map(([layer, vector]) => [layer, numbersKey(vector)]));
