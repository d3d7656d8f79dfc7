// Gathers the pairs of an extraction layer by layer: a method makes the vector v [width] of the differences d_i = h+_i - h-_i.
// Directional agreement: mean over i of cos(d_i, v) = (mean over i of d_i / |d_i|) . v / |v|, whatever the method.
// Source: Braun et al. 2025 (agreement). Sums run in float64, in the order of the pairs.
import { setImmediate } from "node:timers/promises";
import { fail } from "../../errors/index.js";
import { methods } from "./methods/index.js";
import { dot, normOf } from "../../stats/linear-algebra.js";
import type { Method } from "../types.js";

/** Residual streams of one text after every layer, [layers][width]. */
export type Residuals = readonly Float32Array[];

export interface Gathered {
  /** One vector [width] per layer in float32, and each layer's agreement. */
  readonly vectors: readonly Float32Array[];
  readonly agreement: readonly number[];
}

export interface Gathering {
  add(positive: Residuals, negative: Residuals): void;
  /** Other work goes on between layers; `layered` is told how many are done. Throws E503 when interrupted. */
  result(signal?: AbortSignal, layered?: (done: number) => void): Promise<Gathered>;
}

export function gathering(method: Method, depth: number, width: number): Gathering {
  const layers = Array.from({ length: depth }, () => ({
    made: methods[method](width),
    units: new Float64Array(width),
  }));
  const difference = new Float64Array(width);
  let pairs = 0;
  return {
    add(positive, negative) {
      pairs += 1;
      for (const [layer, { made, units }] of layers.entries()) {
        const [plus, minus] = [positive[layer]!, negative[layer]!];
        for (let i = 0; i < width; i++) difference[i] = plus[i]! - minus[i]!;
        const norm = normOf(difference);
        if (norm > 0) for (let i = 0; i < width; i++) units[i]! += difference[i]! / norm;
        made.add(difference);
      }
    },
    async result(signal, layered) {
      const vectors: Float32Array[] = [];
      const agreement: number[] = [];
      for (const { made, units } of layers) {
        if (signal?.aborted) fail("E503", {});
        const vector = Float32Array.from(made.vector());
        const norm = normOf(vector);
        vectors.push(vector);
        agreement.push(norm > 0 ? dot(units, vector) / pairs / norm : 0);
        layered?.(vectors.length);
        await setImmediate();
      }
      return { vectors, agreement };
    },
  };
}

/** The mean of several texts' tokens: residuals at each token of one text, [tokens][layers][width] -> [layers][width]. */
export function meanOverTokens(tokens: readonly Residuals[]): Residuals {
  if (tokens.length === 1) return tokens[0]!;
  return tokens[0]!.map((first, layer) =>
    first.map((_, i) => tokens.reduce((sum, token) => sum + token[layer]![i]!, 0) / tokens.length),
  );
}
