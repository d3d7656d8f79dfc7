// What was published of a model, in the shape that measures and charts take.
import type { Line } from "./line.js";

/** Variance over items, split as published: letter, what yes/no adds to it, the rest. */
export interface PublishedSplit {
  readonly concept: string;
  readonly letter: number;
  readonly yesBeside: number;
  readonly unexplained: number;
}

/** Propensity curves that were published, all of one concept under one pair of shifts. */
export interface PublishedCurves {
  readonly concept: string;
  readonly multipliers: readonly number[];
  /** Quartiles over the test items at each multiplier, and how many items there are. */
  readonly quartiles: Readonly<Record<"low" | "median" | "high", readonly number[]>>;
  readonly n: number;
  /** The one item whose curve was drawn. */
  readonly example: { readonly item: number; readonly propensities: readonly number[] };
}

/** An item whose fit was printed: its steerability, and the sum of its squared residuals over the seven multipliers. */
export interface PublishedItem {
  readonly concept: string;
  readonly item: number;
  readonly slope: number;
  readonly rss: number;
}

/** What was published of one model. Lines have neither intervals nor medians; anti-steerable shares are known for some. */
export interface Published {
  readonly kind: "published";
  /** Name of the model, e.g. "Llama-2-7b-chat". */
  readonly name: string;
  readonly layer: number;
  readonly source: string;
  readonly summary: readonly Line[];
  readonly splits: readonly PublishedSplit[];
  /** Mean steerability over multipliers up to `range`. */
  readonly curves: PublishedCurves | null;
  readonly items: readonly PublishedItem[];
  readonly ranges: readonly { readonly concept: string; readonly range: number; readonly mean: number }[];
}
