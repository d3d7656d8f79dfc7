// Inner products and norms, in float64.
export type Numbers = Float32Array | Float64Array;

export function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Euclidean norm. */
export const normOf = (vector: Numbers): number => Math.sqrt(dot(vector, vector));
