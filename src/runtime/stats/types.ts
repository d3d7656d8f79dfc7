// What statistics say besides a number: intervals, and how far apart numbers must be to differ.

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number; // e.g. 0.95
  readonly resamples: number;
  readonly seed: number;
}

/** What an interval is about: other items for this vector, or other items and vectors of other training pairs. */
export type Over = "items" | "items and training pairs";

/** Interval of a mean steerability. */
export interface SlopeInterval extends Interval {
  readonly over: Over;
  /** Vectors refitted to resampled training pairs; absent where it is over items alone. */
  readonly refits?: number;
}

/** Interval of a share of the items (Wilson). */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** In logits or nats, as the score; rounded up to 1, 2 or 5 times a power of ten, so that it is nearly always the same everywhere. */
export interface Resolution {
  /** Largest difference of a logit between a text computed among others and the same text computed in a row of its own. */
  readonly measured: number;
  /** Of one number that is read from the model: a logit, a normaliser. */
  readonly number: number;
  /** Of a propensity: that of a number times the numbers that the score combines. */
  readonly propensity: number;
  /** Of an item's slope, and of means, medians and interval ends of slopes, per unit multiplier. */
  readonly slope: number;
}
