// PCA: the first right singular vector of the matrix D of differences [pairs, width], not centred (as if each difference stood in it
// with both signs), with the sign of mean(d_i . v) and norm 1 (where that mean is rounding, a sign that rounding does not decide). Source: pca_aggregator of the steering-vectors library.
// With fewer pairs than the width, by the eigenvector u of D D^T [pairs, pairs], v = D^T u / |D^T u|; else by that of D^T D.
import { dot, normOf } from "../../../stats/linear-algebra.js";
import { randomUnit } from "../../random-direction.js";
import { topEigenvector } from "./largest-eigenvector.js";
import { ofAll } from "./method.js";
import { combined, gram, times, widened } from "./inner-products.js";

export const pca = ofAll((given, width) => {
  const differences = widened(given);
  const start = randomUnit(0, Math.min(width, differences.length));
  const vector =
    differences.length < width
      ? combined(differences, topEigenvector(byRows(differences), start), width)
      : topEigenvector((x) => combined(differences, times(differences, x), width), start);
  const length = normOf(vector) || 1;
  const sign = signOf(differences, vector);
  return vector.map((value) => (sign * value) / length);
});

/** Part of the differences' norms within which their mean projection is rounding. */
const rounding = 1e-5;

/** That of the mean projection; where that is rounding, the one that makes the largest number of the vector positive. */
function signOf(differences: readonly Float64Array[], vector: Float64Array): 1 | -1 {
  const projected = differences.reduce((total, d) => total + dot(d, vector), 0);
  const scale = differences.reduce((total, d) => total + normOf(d), 0) * normOf(vector);
  if (Math.abs(projected) > rounding * scale) return projected < 0 ? -1 : 1;
  const largest = vector.reduce(
    (most, value) => (Math.abs(value) > Math.abs(most) * (1 + rounding) ? value : most),
    0,
  );
  return largest < 0 ? -1 : 1;
}

function byRows(differences: readonly Float64Array[]): (x: Float64Array) => Float64Array {
  const products = gram(differences);
  return (x) => times(products, x);
}
