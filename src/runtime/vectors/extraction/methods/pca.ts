// PCA: the first right singular vector of the matrix D of differences [pairs, width], not centred (as if each difference stood in it
// with both signs), with the sign of mean(d_i . v) and norm 1. Source: pca_aggregator of the steering-vectors library.
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
  const projected = differences.reduce((total, d) => total + dot(d, vector), 0);
  const length = normOf(vector) || 1;
  return vector.map((value) => (projected < 0 ? -value : value) / length);
});

function byRows(differences: readonly Float64Array[]): (x: Float64Array) => Float64Array {
  const products = gram(differences);
  return (x) => times(products, x);
}
