// Directions: a vector's numbers layer by layer, with their norms and identity; and the algebra on them.
// Arithmetic runs in float64 and is rounded to float32 once.
import { contentKey, numbersKey } from "../store/index.js";
import { dot, normOf } from "../stats/linear-algebra.js";
import { randomUnit } from "./random-direction.js";
import type { Directions } from "./types.js";

type ByLayer = ReadonlyMap<number, Float32Array>;

/** What is left of vectors that cancel is rounding, not a direction: below this share of their size it counts as nothing. */
const nothing = 1e-6;

/** Directions of these numbers; layers ascending. */
export function directionsOf(
  byLayer: ByLayer,
  { agreement = new Map(), pairs = 0 }: Partial<Pick<Directions, "agreement" | "pairs">> = {},
): Directions {
  const sorted = new Map([...byLayer].sort(([a], [b]) => a - b));
  const norms = new Map([...sorted].map(([layer, vector]) => [layer, normOf(vector)]));
  const hash = contentKey([...sorted].map(([layer, vector]) => [layer, numbersKey(vector)]));
  return { byLayer: sorted, norms, agreement, pairs, hash };
}

/** ratio(layer) * v at every layer; the sign of the agreement follows the ratio's. */
export function scaled(
  { byLayer, agreement, pairs }: Directions,
  ratio: (layer: number) => number,
): Directions {
  return directionsOf(
    new Map([...byLayer].map(([layer, vector]) => [layer, vector.map((value) => ratio(layer) * value)])),
    {
      agreement: new Map([...agreement].map(([layer, value]) => [layer, Math.sign(ratio(layer)) * value])),
      pairs,
    },
  );
}

export interface Summand {
  readonly factor: number;
  readonly of: Directions;
}

/** The sum of factor * vector, at the layers that all of them have. */
export function combined(terms: readonly Summand[]): Directions {
  const [first, ...rest] = terms;
  if (rest.length === 0) return scaled(first!.of, () => first!.factor);
  const layers = commonLayers(terms.map(({ of }) => [...of.byLayer.keys()]));
  const at = (layer: number) => {
    const parts = terms.map(({ factor, of }) => ({ factor, vector: of.byLayer.get(layer)! }));
    const sum = parts[0]!.vector.map((_, i) =>
      parts.reduce((total, { factor, vector }) => total + factor * vector[i]!, 0),
    );
    const sizes = terms.map(({ factor, of }) => Math.abs(factor) * of.norms.get(layer)!);
    return unlessCancelled(sum, Math.max(...sizes));
  };
  const pairs = terms.reduce((total, { of }) => total + of.pairs, 0);
  return directionsOf(new Map(layers.map((layer) => [layer, at(layer)])), { pairs });
}

/** v / |v| at every layer. */
export const unitDirections = (directions: Directions): Directions =>
  scaled(directions, (layer) => 1 / directions.norms.get(layer)!);

/** v - (w . v) w / |w|^2 at the layers that both have. */
export function projectedOut(of: Directions, without: Directions): Directions {
  const layers = commonLayers([[...of.byLayer.keys()], [...without.byLayer.keys()]]);
  const at = (layer: number) => {
    const [v, w] = [of.byLayer.get(layer)!, without.byLayer.get(layer)!];
    const share = dot(v, w) / dot(w, w);
    return unlessCancelled(
      v.map((value, i) => value - share * w[i]!),
      of.norms.get(layer)!,
    );
  };
  return directionsOf(new Map(layers.map((layer) => [layer, at(layer)])), { pairs: of.pairs });
}

/** The random direction of this seed, with the norm of `like` at every layer. */
export function randomDirections(like: Directions, seed: number): Directions {
  const width = [...like.byLayer.values()][0]!.length;
  const unit = randomUnit(seed, width);
  const at = (norm: number) => Float32Array.from(unit, (value) => norm * value);
  return directionsOf(new Map([...like.norms].map(([layer, norm]) => [layer, at(norm)])));
}

/** Layers that stand in every list, ascending. */
export const commonLayers = (lists: readonly (readonly number[])[]): number[] =>
  lists[0]!.filter((layer) => lists.every((list) => list.includes(layer))).sort((a, b) => a - b);

const unlessCancelled = (vector: Float32Array, size: number) =>
  normOf(vector) > nothing * size ? vector : vector.fill(0);
