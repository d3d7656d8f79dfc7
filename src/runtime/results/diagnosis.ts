// What a diagnosis of vectors holds: numbers about the vectors and the activations they come from, before any steering.

/** One line for each vector, training shift and layer. */
export interface DiagnosisLine {
  readonly concept: string;
  readonly train_shift: string;
  readonly vector: string;
  readonly layer: number;
  /** Training pairs. */
  readonly pairs: number;
  readonly norm: number;
  /** Norm of the vector over the mean norm of the hidden states it was read from. */
  readonly relativeNorm: number;
  /** Mean cosine of the pairs' differences with the vector, and with one another. */
  readonly agreement: number;
  readonly pairwiseAgreement: number;
  /** d' of positive and negative texts along the vector: on the pairs that trained it, and on the test pairs. */
  readonly discriminability: number;
  readonly heldOutDiscriminability: number;
  /** Cosine with the directions of the letter and of yes; null where they cannot be told from the concept. */
  readonly letter: number | null;
  readonly yes: number | null;
  /**
   * Cosine with the direction in which the output matrix tells the answers apart: the letters A and B, or, of other answers, the mean of
   * positive minus negative. And the tokens that the vector pushes up and down most through that matrix.
   */
  readonly output: number | null;
  readonly topTokens: readonly string[];
  readonly bottomTokens: readonly string[];
}

/** Cosine of a concept's vectors from two training shifts, at one layer. */
export interface ShiftCosine {
  readonly concept: string;
  readonly layer: number;
  readonly a: string;
  readonly b: string;
  readonly cosine: number;
}

/** What `diagnose` yields. */
export interface Diagnosis {
  readonly kind: "diagnosis";
  readonly name: string;
  readonly lines: readonly DiagnosisLine[];
  /** For every two training shifts of a concept. */
  readonly cosines: readonly ShiftCosine[];
}
