// What an extraction method does: it takes one layer's differences d_i = h+_i - h-_i one by one and makes a vector of them.

export interface Differences {
  /** The difference of one pair [width]; the caller uses the array again. */
  add(difference: Float64Array): void;
  /** The vector [width]; all zeros where the differences decide nothing. */
  vector(): Float64Array;
}

export type ExtractionMethod = (width: number) => Differences;

/** A method that needs all differences at once, [pairs][width] in float32. */
export const ofAll =
  (make: (differences: readonly Float32Array[], width: number) => Float64Array): ExtractionMethod =>
  (width) => {
    const kept: Float32Array[] = [];
    return {
      add: (difference) => void kept.push(Float32Array.from(difference)),
      vector: () => make(kept, width),
    };
  };
