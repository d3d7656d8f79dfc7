// PCA: the first right singular vector of the matrix of differences [pairs, width], not centred (as if each difference stood in it
// with both signs), with the sign of mean(d_i . v) and norm 1. Source: pca_aggregator of the steering-vectors library.
import { dot, normOf } from "../norm.js";
import { randomUnit } from "../random.js";
import { topEigenvector } from "./eigen.js";
import { ofAll } from "./method.js";

export const pca = ofAll((differences, width) => {
  /** D^T D x, without forming the product. */
  const squared = (x: Float64Array) => {
    const product = new Float64Array(width);
    for (const d of differences) {
      const along = dot(d, x);
      for (let i = 0; i < width; i++) product[i]! += along * d[i]!;
    }
    return product;
  };
  const vector = topEigenvector(squared, randomUnit(0, width));
  const projected = differences.reduce((total, d) => total + dot(d, vector), 0);
  const length = normOf(vector) || 1;
  return vector.map((value) => (projected < 0 ? -value : value) / length);
});
