// Least squares on several regressors with an intercept, by Gram-Schmidt: each centred column is made orthogonal to those
// before it. A column with nothing left (constant, or a mixture of the others) explains nothing, as with a pseudo-inverse.
import { mean, sum } from "./descriptive.js";

const inner = (a: readonly number[], b: readonly number[]): number => sum(a.map((value, i) => value * b[i]!));

const less = (a: readonly number[], factor: number, b: readonly number[]): number[] =>
  a.map((value, i) => value - factor * b[i]!);

const centred = (values: readonly number[]): number[] => {
  const center = mean(values);
  return values.map((value) => value - center);
};

/** Part of a column's length below which rounding is all that is left of it. */
const nothing = 1e-9;

/** Residuals [n] of y [n] after an intercept and the given columns [columns][n]. */
export function residualsAfter(y: readonly number[], columns: readonly (readonly number[])[]): number[] {
  const basis: number[][] = [];
  for (const column of columns) {
    const start = centred(column);
    // Twice, so that rounding does not leave a part of the earlier columns behind.
    const twice = [...basis, ...basis];
    const left = twice.reduce((rest, unit) => less(rest, inner(rest, unit), unit), start);
    const length = Math.sqrt(inner(left, left));
    const scale = Math.sqrt(inner(column, column));
    if (length > nothing * scale) basis.push(left.map((value) => value / length));
  }
  return basis.reduce((rest, unit) => less(rest, inner(rest, unit), unit), centred(y));
}
