// The bend of a propensity curve: least squares of propensity on 1, multiplier and multiplier^2, per item; and where the mean
// curve stops rising. A curve that turns within the range is not described by its slope. Source: the follow-up work on
// non-monotone strength; the quadratic is ordinary polynomial regression.
import { bootstrapMean, type BootstrapOptions } from "../../stats/intervals/bootstrap.js";
import { mean } from "../../stats/descriptive.js";
import type { Interval } from "../../stats/types.js";
import type { Row } from "../../results/evaluation.js";
import { curvesOf } from "./curves.js";
import { defaultResampling } from "../../stats/intervals/paired-bootstrap.js";
import { usualResolution } from "../../stats/rounding.js";

/** propensity ~ constant + linear * multiplier + quadratic * multiplier^2 */
export interface Parabola {
  readonly constant: number;
  readonly linear: number;
  readonly quadratic: number;
}

/** Through at least three different x, by orthogonal polynomials. */
export function fitParabola(x: readonly number[], y: readonly number[]): Parabola {
  const dot = (a: readonly number[], b: readonly number[]) =>
    a.reduce((total, value, i) => total + value * b[i]!, 0);
  const center = mean(x);
  const first = x.map((value) => value - center);
  const squares = first.map((value) => value ** 2);
  const [shift, tilt] = [mean(squares), dot(squares, first) / dot(first, first)];
  const second = squares.map((value, i) => value - shift - tilt * first[i]!);
  const slope = dot(y, first) / dot(first, first);
  const quadratic = dot(y, second) / dot(second, second);
  // y = mean + slope u + quadratic (u^2 - shift - tilt u), u = x - center
  const bent = slope - quadratic * tilt;
  return {
    constant: mean(y) - quadratic * shift - bent * center + quadratic * center ** 2,
    linear: bent - 2 * quadratic * center,
    quadratic,
  };
}

export interface Curvature {
  readonly n: number;
  /** Mean of the items' quadratic terms, in propensity per squared multiplier, with its interval over items. */
  readonly quadratic: number;
  readonly interval: Interval;
  /** Multiplier at which the mean curve is highest, and how far it falls from there to the largest multiplier. */
  readonly peak: number;
  readonly fall: number;
  /** Multiplier at which it is lowest, and how far it lies there below the smallest multiplier. */
  readonly trough: number;
  readonly rise: number;
  /** Share of items whose own curve does not rise from each multiplier to the next by more than the resolution. */
  readonly notMonotone: number;
}

/** `rows` of one condition with at least three multipliers; null for fewer. */
export function curvature(
  rows: readonly Row[],
  options: BootstrapOptions = defaultResampling,
  resolution = usualResolution,
): Curvature | null {
  const { multipliers, propensities } = curvesOf(rows);
  if (multipliers.length < 3 || propensities.length === 0) return null;
  const terms = propensities.map((curve) => fitParabola(multipliers, curve).quadratic);
  const curve = multipliers.map((_, j) => mean(propensities.map((values) => values[j]!)));
  // Among points that are equal within the resolution the outermost: a curve turns over where it measurably falls again.
  const top = Math.max(...curve) - resolution;
  const highest = curve.findLastIndex((value) => value >= top);
  const bottom = Math.min(...curve) + resolution;
  const lowest = curve.findIndex((value) => value <= bottom);
  const rises = (values: readonly number[]) =>
    values.every((value, j) => j === 0 || value > values[j - 1]! + resolution);
  return {
    n: terms.length,
    quadratic: mean(terms),
    interval: bootstrapMean(terms, options),
    peak: multipliers[highest]!,
    fall: curve[highest]! - curve.at(-1)!,
    trough: multipliers[lowest]!,
    rise: curve[0]! - curve[lowest]!,
    notMonotone: propensities.filter((values) => !rises(values)).length / propensities.length,
  };
}
