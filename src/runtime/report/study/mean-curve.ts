// The propensity curve of a condition: mean propensity at each multiplier, with a bootstrap interval over items.
//   mean(λ) = 1/n Σ_i m(i, λ)
import { bootstrapMean, type BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { mean } from "../../stats/descriptive.js";
import { fail } from "../../errors/index.js";
import type { Part } from "./conditions.js";

export interface CurvePoint {
  readonly multiplier: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface Curve {
  readonly multipliers: readonly number[];
  readonly items: readonly number[];
  /** [items][multipliers], in logits. */
  readonly propensities: readonly (readonly number[])[];
}

const ascending = (a: number, b: number): number => a - b;

/** Propensities as a matrix [items][multipliers], both ascending. Every item must have every multiplier. @throws E711, E712 */
export function curveOf(part: Part, evaluation: string): Curve {
  const multipliers = [...new Set(part.rows.map((row) => row.multiplier))].sort(ascending);
  const byItem = new Map<number, Map<number, number>>();
  for (const { item, multiplier, propensity } of part.rows) {
    if (!Number.isFinite(propensity)) fail("E711", { evaluation, what: "propensity", item });
    if (!byItem.has(item)) byItem.set(item, new Map());
    byItem.get(item)?.set(multiplier, propensity);
  }
  const items = [...byItem.keys()].sort(ascending);
  const propensities = items.map((item) =>
    multipliers.map(
      (multiplier) => byItem.get(item)?.get(multiplier) ?? fail("E712", { evaluation, item, multiplier }),
    ),
  );
  return { multipliers, items, propensities };
}

/**
 * Means and bootstrap intervals, one point per multiplier. The seed is the same at each, and so are the drawn items: the band
 * is that of whole curves.
 */
export const meanCurve = ({ multipliers, propensities }: Curve, options: BootstrapOptions): CurvePoint[] =>
  multipliers.map((multiplier, j) => {
    const values = propensities.map((row) => row[j] ?? Number.NaN);
    const { low, high } = bootstrapMean(values, options);
    return { multiplier, mean: mean(values), low, high };
  });
