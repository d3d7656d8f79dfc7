// Cells: what is done to the texts of an item. The first is nothing; then one change along one direction at one layer for
// every vector, layer and multiplier; then random directions. Items times cells are the sequences that the engine runs.
import type { Term } from "../engine/types.js";
import { numbersKey } from "../store/index.js";
import type { Directions } from "../vectors/types.js";
import { orthogonalUnits, randomUnits } from "./chance.js";
import { operators } from "./operators.js";
import type { Variant } from "./pairings.js";
import { extremes, type Settings } from "./settings.js";

/** `term` null: nothing is done. */
export interface Cell {
  readonly key: string;
  readonly term: Term | null;
}

/** A vector as it is measured, with its numbers. */
export interface Measured extends Variant {
  readonly directions: Pick<Directions, "byLayer" | "norms" | "hash">;
}

/** Places in the list of cells at one layer of one vector. */
export interface Places {
  /** By multiplier. */
  readonly multipliers: readonly number[];
  /** For each random and each orthogonal direction, at the smallest and the largest multiplier. */
  readonly random: readonly (readonly [low: number, high: number])[];
  readonly orthogonal: readonly (readonly [low: number, high: number])[];
}

export interface Cells {
  /** Every cell once; the untouched text is the first. */
  readonly list: readonly Cell[];
  /** How many of them, from the first on, are asked of every tested item; the rest are random directions. */
  readonly plain: number;
  /** Unit directions that the terms name. */
  readonly bank: readonly Float32Array[];
  /** Places by vector (in the order given) and by layer (in the order of the vector's layers). */
  readonly places: readonly (readonly Places[])[];
  /** A vector's direction with nothing added or removed; only the self-check runs it. */
  readonly zero: (variant: number) => readonly Term[];
}

/** Place of the untouched text. */
export const untouched = 0;

/** The cells of a concept's vectors. */
export function cellsOf(
  variants: readonly Measured[],
  settings: Pick<Settings, "multipliers" | "operator" | "protocol" | "random" | "orthogonal">,
): Cells {
  const { multipliers, operator, protocol } = settings;
  const bank: Float32Array[] = [];
  const names: string[] = [];
  const deposit = (unit: Float32Array): number => {
    names.push(numbersKey(unit).slice(0, 16));
    return bank.push(unit) - 1;
  };
  const list: Cell[] = [{ key: "untouched", term: null }];
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

  const random = randomUnits(settings.random, bank[0]!.length).map(deposit);
  const places = variants.map(({ directions, layers }, v) =>
    layers.map((layer, l): Places => {
      const tried = (direction: number) =>
        extremes(settings).map((m) =>
          place(layer, directions.norms.get(layer)!, direction, m),
        ) as unknown as [number, number];
      const orthogonal = orthogonalUnits(settings.orthogonal, directions.byLayer.get(layer)!).map(deposit);
      return {
        multipliers: steered[v]![l]!,
        random: random.map(tried),
        orthogonal: orthogonal.map(tried),
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
  return { list, plain, bank, places, zero };
}
