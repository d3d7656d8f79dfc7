// What may differ on another machine in the numbers of an evaluation.
import { conditionKey } from "../../runtime/report/study/conditions.js";
import { borderline, borderOf } from "../../runtime/evaluation/execution/steering-class.js";
import type { Evaluation } from "../../runtime/results/evaluation.js";
import type { Noise } from "../notebook/tolerances.js";

export function noiseOfEvaluation({ items, receipt }: Evaluation): Noise {
  const { propensity, slope } = receipt.resolution;
  const slopes = new Map<string, number[]>();
  for (const item of items) {
    const key = conditionKey(item);
    const own = slopes.get(key);
    if (own) own.push(item.slope);
    else slopes.set(key, [item.slope]);
  }
  const doubt: Record<string, number> = {};
  for (const own of slopes.values()) {
    const count = borderline(own, borderOf(receipt));
    if (count > 0) doubt[own.length] = Math.max(doubt[own.length] ?? 0, count);
  }
  return { absolute: Math.max(propensity, slope) / 2, slope, doubt };
}
