// Logistic regression: h+ against h-, each pair centred on its midpoint (so the points are d_i / 2 and -d_i / 2), no intercept,
//   min over w of |w|^2 / 2 + C sum over points of log(1 + exp(-y w . x)) = |w|^2 / 2 + 2 C sum over i of log(1 + exp(-z_i)),
// z_i = w . d_i / 2, C = 1; the vector is w / |w|. Source: logistic_aggregator of the steering-vectors library (scikit-learn's defaults).
// The minimum is w = sum over i of a_i d_i, so Newton's steps are taken in a [pairs]: a = C s(-K a / 2) with K = D D^T.
import { normOf } from "../../../stats/linear-algebra.js";
import { ofAll } from "./method.js";
import { combined, gram, inner, times, widened } from "./inner-products.js";

const c = 1;
const most = 100;
/** Largest change of a single weight, over the largest weight, at which Newton's steps end. */
const precision = 1e-10;

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
/** log(1 + exp(-z)) without overflow. */
const loss = (z: number) => Math.log1p(Math.exp(-Math.abs(z))) + Math.max(-z, 0);

export const logistic = ofAll((given, width) => {
  const differences = widened(given);
  const w = combined(differences, weights(gram(differences)), width);
  const length = normOf(w) || 1;
  return w.map((value) => value / length);
});

/** The weights of the differences at the minimum. */
function weights(products: readonly Float64Array[]): Float64Array {
  const cost = (a: Float64Array) => {
    const image = times(products, a);
    return { image, value: inner(a, image) / 2 + 2 * c * image.reduce((sum, z) => sum + loss(z / 2), 0) };
  };
  let a = new Float64Array(products.length);
  let now = cost(a);
  for (let step = 0; step < most; step++) {
    const move = newton(products, a, now.image);
    let size = 1;
    let next = a.map((value, i) => value + move[i]!);
    let then = cost(next);
    while (then.value > now.value && size > 1e-9) {
      size /= 2;
      next = a.map((value, i) => value + size * move[i]!);
      then = cost(next);
    }
    const largest = Math.max(...next.map(Math.abs));
    const moved = Math.max(...move.map(Math.abs)) * size;
    [a, now] = [next, then];
    if (moved <= precision * largest) break;
  }
  return a;
}

/** -(I + C/2 S K)^-1 r with r = a - C s(-z) and S = s(z) s(-z), by the symmetric matrix B = I + C/2 S^1/2 K S^1/2. */
function newton(products: readonly Float64Array[], a: Float64Array, image: Float64Array): Float64Array {
  const rest = a.map((value, i) => value - c * sigmoid(-image[i]! / 2));
  const root = image.map((z) => Math.sqrt(sigmoid(z / 2) * sigmoid(-z / 2)));
  const matrix = products.map((row, i) =>
    row.map((value, j) => (i === j ? 1 : 0) + (c / 2) * root[i]! * value * root[j]!),
  );
  const solved = solve(
    matrix,
    times(products, rest).map((value, i) => root[i]! * value),
  );
  return rest.map((value, i) => (c / 2) * root[i]! * solved[i]! - value);
}

/** Solves a symmetric, positive definite system by Cholesky's factors, which overwrite the matrix. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  for (let j = 0; j < n; j++) {
    const row = matrix[j]!;
    row[j] = Math.sqrt(row[j]! - inner(row, row, j));
    for (let i = j + 1; i < n; i++) {
      const below = matrix[i]!;
      below[j] = (below[j]! - inner(below, row, j)) / row[j]!;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    x[i] = (x[i]! - inner(matrix[i]!, x, i)) / matrix[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= matrix[k]![i]! * x[k]!;
    x[i]! /= matrix[i]![i]!;
  }
  return x;
}
