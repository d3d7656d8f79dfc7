// Mean difference: v = mean over i of d_i, not normalised. No d_i is kept.
// Source: Tan et al. 2024; the same as contrastive activation addition (Panickssery et al. 2023).
import type { ExtractionMethod } from "./method.js";

export const meanDifference: ExtractionMethod = (width) => {
  const sum = new Float64Array(width);
  let pairs = 0;
  return {
    add(difference) {
      pairs += 1;
      for (let i = 0; i < width; i++) sum[i]! += difference[i]!;
    },
    vector: () => sum.map((value) => value / pairs),
  };
};
