// Mean difference: v = mean over i of (h+_i - h-_i), one vector [width] per layer; d_i is the difference of pair i.
// Directional agreement: mean over i of cos(d_i, v) = (mean over i of d_i / |d_i|) . v / |v|, so no d_i is kept.
// Source: Tan et al. 2024 (extraction); Braun et al. 2025 (agreement). Sums run in float64, in the order of the pairs.

/** Residual streams of one text after every layer, [layers][width]. */
export type Residuals = readonly Float32Array[];

export interface MeanDifference {
  add(positive: Residuals, negative: Residuals): void;
  /** One vector [width] per layer in float32, and each layer's agreement. */
  result(): { readonly vectors: readonly Float32Array[]; readonly agreement: readonly number[] };
}

export function meanDifference(layers: number, width: number): MeanDifference {
  const sums = Array.from({ length: layers }, () => new Float64Array(width));
  const units = Array.from({ length: layers }, () => new Float64Array(width));
  const difference = new Float64Array(width);
  let pairs = 0;
  return {
    add(positive, negative) {
      pairs += 1;
      for (let layer = 0; layer < layers; layer++) {
        const [plus, minus] = [positive[layer]!, negative[layer]!];
        for (let i = 0; i < width; i++) difference[i] = plus[i]! - minus[i]!;
        const norm = normOf(difference);
        const [sum, unit] = [sums[layer]!, units[layer]!];
        for (let i = 0; i < width; i++) {
          sum[i]! += difference[i]!;
          if (norm > 0) unit[i]! += difference[i]! / norm;
        }
      }
    },
    result() {
      const vectors = sums.map((sum) => Float32Array.from(sum, (value) => value / pairs));
      const agreement = vectors.map((vector, layer) => {
        const norm = normOf(vector);
        return norm > 0 ? dot(units[layer]!, vector) / pairs / norm : 0;
      });
      return { vectors, agreement };
    },
  };
}

type Numbers = Float32Array | Float64Array;

export function dot(a: Numbers, b: Numbers): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Euclidean norm in float64. */
export const normOf = (vector: Numbers): number => Math.sqrt(dot(vector, vector));

/** The mean of several texts' tokens: residuals at each token of one text, [tokens][layers][width] -> [layers][width]. */
export function meanOverTokens(tokens: readonly Residuals[]): Residuals {
  if (tokens.length === 1) return tokens[0]!;
  return tokens[0]!.map((first, layer) =>
    first.map((_, i) => tokens.reduce((sum, token) => sum + token[layer]![i]!, 0) / tokens.length),
  );
}
