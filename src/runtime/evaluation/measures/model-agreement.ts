// Are the same concepts steerable in two models? Correlations of the concepts' mean steerability, with bootstrap intervals
// over concepts. Source: Tan et al. 2024, section 6.
import type { BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { pearson, resolved, spearman, type Resolutions } from "../../stats/correlation.js";
import { estimate, type Estimate } from "./generalisation.js";
import type { Line } from "../../results/line.js";
import { defaultResampling } from "../../stats/intervals/paired-bootstrap.js";
import { usualResolution } from "../../stats/rounding.js";

export interface ModelAgreement<A extends Line, B extends Line> {
  /** Concepts that both have under the same shifts. */
  readonly points: readonly { readonly concept: string; readonly first: A; readonly second: B }[];
  readonly spearman: Estimate;
  readonly pearson: Estimate;
}

/** Both lists hold one layer and one pair of shifts. */
export function modelAgreement<A extends Line, B extends Line>(
  first: readonly A[],
  second: readonly B[],
  options: BootstrapOptions = defaultResampling,
  resolutions: Resolutions = [usualResolution, usualResolution],
): ModelAgreement<A, B> {
  const others = new Map(second.map((line) => [line.concept, line]));
  const points = first.flatMap((line) => {
    const other = others.get(line.concept);
    return other ? [{ concept: line.concept, first: line, second: other }] : [];
  });
  const [x, y] = [points.map((point) => point.first.mean), points.map((point) => point.second.mean)];
  return {
    points,
    spearman: estimate(resolved(spearman, resolutions), x, y, options),
    pearson: estimate(resolved(pearson, resolutions), x, y, options),
  };
}
