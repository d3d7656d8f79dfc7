// Inner products of long rows, the work of PCA and logistic regression. Four sums side by side: a single one would wait for its own
// last addition at every step.

/** Sum of a[i] b[i] over the first `count` entries. */
export function inner(a: Float64Array, b: Float64Array, count = a.length): number {
  let s = 0;
  let t = 0;
  let u = 0;
  let v = 0;
  let i = 0;
  for (; i + 3 < count; i += 4) {
    s += a[i]! * b[i]!;
    t += a[i + 1]! * b[i + 1]!;
    u += a[i + 2]! * b[i + 2]!;
    v += a[i + 3]! * b[i + 3]!;
  }
  for (; i < count; i++) s += a[i]! * b[i]!;
  return s + t + (u + v);
}

/** The rows in float64, [rows][width]. */
export const widened = (rows: readonly Float32Array[]): Float64Array[] =>
  rows.map((row) => Float64Array.from(row));

/** All inner products of the rows, [rows][rows]: each pair is computed once. */
export function gram(rows: readonly Float64Array[]): Float64Array[] {
  const products = rows.map(() => new Float64Array(rows.length));
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j <= i; j++) products[i]![j] = products[j]![i] = inner(rows[i]!, rows[j]!);
  return products;
}

/** matrix [rows][columns] times x [columns]. */
export const times = (matrix: readonly Float64Array[], x: Float64Array): Float64Array =>
  Float64Array.from(matrix, (row) => inner(row, x));

/** Sum over rows of weight times row, [width]. */
export function combined(rows: readonly Float64Array[], weights: Float64Array, width: number): Float64Array {
  const sum = new Float64Array(width);
  for (const [k, row] of rows.entries()) {
    const weight = weights[k]!;
    for (let i = 0; i < width; i++) sum[i]! += weight * row[i]!;
  }
  return sum;
}
