// The eigenvector of the largest eigenvalue of a symmetric, positive semidefinite matrix that is given by its products only:
// Lanczos steps with full orthogonalisation, begun again from the best vector until it is one. Source: Golub and Van Loan, chapter 10.
import { dot, normOf } from "../../../stats/linear-algebra.js";

const steps = 24;
const restarts = 200;
/** |A x - t x| / t at which x counts as an eigenvector. */
const precision = 1e-11;

/** Norm 1; zeros where the matrix is zero. `start` must not be orthogonal to the answer: a random vector is not. */
export function topEigenvector(times: (x: Float64Array) => Float64Array, start: Float64Array): Float64Array {
  let best = unit(times(start));
  for (let round = 0; round < restarts; round++) {
    const { basis, diagonal, beside } = lanczos(times, best);
    if (basis.length === 0) return best;
    const { value, weights } = largestOf(diagonal, beside);
    best = unit(combination(basis, weights));
    const image = times(best);
    const rest = normOf(image.map((entry, i) => entry - value * best[i]!));
    if (rest <= precision * value) break;
  }
  return best;
}

const unit = (x: Float64Array) => {
  const norm = normOf(x);
  return norm > 0 ? x.map((value) => value / norm) : x;
};

function combination(basis: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(basis[0]!.length);
  for (const [k, vector] of basis.entries())
    for (let i = 0; i < sum.length; i++) sum[i]! += weights[k]! * vector[i]!;
  return sum;
}

/** An orthonormal basis of x, A x, A^2 x, …, in which A is tridiagonal. */
function lanczos(times: (x: Float64Array) => Float64Array, first: Float64Array) {
  const basis: Float64Array[] = [];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let next = first;
  while (basis.length < Math.min(steps, first.length) && normOf(next) > 0) {
    basis.push(next);
    const image = times(next);
    const size = normOf(image);
    diagonal.push(dot(image, next));
    // Twice: what rounding leaves of the older vectors after the first time is gone after the second.
    for (let pass = 0; pass < 2; pass++)
      for (const older of basis) {
        const share = dot(image, older);
        for (let i = 0; i < image.length; i++) image[i]! -= share * older[i]!;
      }
    const left = normOf(image);
    if (left <= 1e-13 * size || basis.length === steps) break;
    beside.push(left);
    next = image.map((value) => value / left);
  }
  return { basis, diagonal, beside };
}

/** The largest eigenvalue of a tridiagonal matrix and its eigenvector, by Jacobi rotations. */
function largestOf(diagonal: readonly number[], beside: readonly number[]) {
  const n = diagonal.length;
  const a = diagonal.map((value, i) =>
    diagonal.map((_, j) => (i === j ? value : Math.abs(i - j) === 1 ? (beside[Math.min(i, j)] ?? 0) : 0)),
  );
  const v = diagonal.map((_, i) => diagonal.map((_, j) => (i === j ? 1 : 0)));
  const size = Math.max(...a.flat().map(Math.abs));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        off = Math.max(off, Math.abs(a[p]![q]!));
        rotate(a, v, p, q);
      }
    if (off <= 1e-16 * size) break;
  }
  const top = diagonal.reduce((best, _, i) => (a[i]![i]! > a[best]![best]! ? i : best), 0);
  return { value: a[top]![top]!, weights: v.map((row) => row[top]!) };
}

/** Makes a[p][q] zero. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const entry = a[p]![q]!;
  if (entry === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * entry);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turn = (row: number[], other: number[], i: number, j: number) => {
    const [x, y] = [row[i]!, other[j]!];
    row[i] = c * x - s * y;
    other[j] = s * x + c * y;
  };
  for (const row of a) turn(row, row, p, q);
  for (let i = 0; i < a.length; i++) turn(a[p]!, a[q]!, i, i);
  for (const row of v) turn(row, row, p, q);
}
