// Rows of one condition as propensity curves: a matrix [items][multipliers], both ascending.
import type { Row } from "../../results/evaluation.js";

export interface Curves {
  readonly multipliers: readonly number[];
  readonly items: readonly number[];
  readonly propensities: readonly (readonly number[])[];
}

const ascending = (a: number, b: number): number => a - b;

/** A propensity that is missing is NaN. */
export function curvesOf(rows: readonly Row[]): Curves {
  const multipliers = [...new Set(rows.map((row) => row.multiplier))].sort(ascending);
  const place = new Map(multipliers.map((multiplier, j) => [multiplier, j]));
  const byItem = new Map<number, number[]>();
  for (const { item, multiplier, propensity } of rows) {
    const curve = byItem.get(item) ?? multipliers.map(() => Number.NaN);
    curve[place.get(multiplier)!] = propensity;
    byItem.set(item, curve);
  }
  const items = [...byItem.keys()].sort(ascending);
  return { multipliers, items, propensities: items.map((item) => byItem.get(item)!) };
}
