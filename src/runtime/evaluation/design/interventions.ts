// Cells: what is done to the texts of an item. The first is nothing; then one change along one direction at one layer for
// every vector, layer and multiplier; then random directions. Items times cells are the sequences that the engine runs.
import type { Concept } from "../../concepts/types.js";
import type { Term } from "../../engine/types.js";
import { numbersKey } from "../../store/index.js";
import type { Directions } from "../../vectors/types.js";
import { orthogonalUnits, randomUnits } from "../controls/random-directions.js";
import { operators } from "../../steering/operators.js";
import type { Variant } from "./pairings.js";
import { extremes, type Settings } from "./evaluation-settings.js";

/** `term` null: nothing is done. */
export interface Intervention {
  readonly key: string;
  readonly term: Term | null;
}

/** A vector as it is measured, with its numbers. */
export interface Measured extends Variant {
  readonly directions: Pick<Directions, "byLayer" | "norms" | "hash" | "pairs">;
  /** The same vector refitted to resampled training pairs, where intervals are over them too. */
  readonly refits?: readonly Pick<Directions, "byLayer" | "norms">[];
}

/** Places in the list of cells at one layer of one vector. */
export interface Places {
  /** By multiplier. */
  readonly multipliers: readonly number[];
  /** For each refit, at the smallest and the largest multiplier. */
  readonly refits: readonly Pair[];
  /** For each random and each orthogonal direction, at the smallest and the largest multiplier. */
  readonly random: readonly Pair[];
  readonly orthogonal: readonly Pair[];
}

type Pair = readonly [low: number, high: number];

export interface Interventions {
  /** Every cell once; the untouched text is the first. */
  readonly list: readonly Intervention[];
  /** How many of them, from the first on, are asked of every tested item; then come refits, then random directions. */
  readonly plain: number;
  /** How many are asked of the items that refits are tried on. */
  readonly refitted: number;
  /** Unit directions that the terms name. */
  readonly directions: readonly Float32Array[];
  /** Places by vector (in the order given) and by layer (in the order of the vector's layers). */
  readonly places: readonly (readonly Places[])[];
  /** A vector's direction with nothing added or removed; only the self-check runs it. */
  readonly zero: (variant: number) => readonly Term[];
}

/** Place of the untouched text. */
export const untouched = 0;

/** The cells of a concept's vectors. */
export function interventionsOf(
  { hash: concept }: Pick<Concept, "hash">,
  variants: readonly Measured[],
  settings: Pick<Settings, "multipliers" | "operator" | "protocol" | "random" | "orthogonal" | "refits">,
): Interventions {
  const { multipliers, operator, protocol } = settings;
  const directionTable: Float32Array[] = [];
  const names: string[] = [];
  const deposit = (unit: Float32Array): number => {
    names.push(numbersKey(unit).slice(0, 16));
    return directionTable.push(unit) - 1;
  };
  const list: Intervention[] = [{ key: "untouched", term: null }];
  const known = new Map<string, number>([["untouched", untouched]]);
  const place = (layer: number, norm: number, direction: number, multiplier: number): number => {
    const change = operators[operator]({ multiplier, norm, ablatedAtZero: protocol.ablatedAtZero });
    if (!change) return untouched;
    const key = `${layer} ${change.add} ${change.ablate} ${names[direction]}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, list.length);
    return list.push({ key, term: { layer, direction, ...change } }) - 1;
  };

  const units = variants.map(({ directions, layers }) =>
    layers.map((layer) => {
      const norm = directions.norms.get(layer)!;
      return deposit(directions.byLayer.get(layer)!.map((value) => value / norm));
    }),
  );
  const steered = variants.map(({ directions, layers }, v) =>
    layers.map((layer, l) =>
      multipliers.map((m) => place(layer, directions.norms.get(layer)!, units[v]![l]!, m)),
    ),
  );
  const plain = list.length;

  const tried = (layer: number, norm: number, unit: Float32Array): Pair => {
    const direction = deposit(unit);
    const [low, high] = extremes(settings);
    return [place(layer, norm, direction, low), place(layer, norm, direction, high)];
  };
  const refits = variants.map(({ refits: of = [], layers }) =>
    layers.map((layer) =>
      (settings.refits > 0 ? of : []).map(({ byLayer, norms }) => {
        const norm = norms.get(layer)!;
        return tried(
          layer,
          norm,
          byLayer.get(layer)!.map((value) => value / norm),
        );
      }),
    ),
  );
  const refitted = list.length;

  const places = variants.map(({ vector, directions, layers }, v) =>
    layers.map((layer, l): Places => {
      const numbers = directions.byLayer.get(layer)!;
      const beside = (unit: Float32Array) => tried(layer, directions.norms.get(layer)!, unit);
      const compared = { concept, vector, layer };
      return {
        multipliers: steered[v]![l]!,
        refits: refits[v]![l]!,
        random: randomUnits(settings.random, numbers.length, compared).map(beside),
        orthogonal: orthogonalUnits(settings.orthogonal, numbers, compared).map(beside),
      };
    }),
  );
  const zero = (variant: number) =>
    variants[variant]!.layers.map((layer, l) => ({
      layer,
      direction: units[variant]![l]!,
      add: 0,
      ablate: 0,
    }));
  return { list, plain, refitted, directions: directionTable, places, zero };
}
