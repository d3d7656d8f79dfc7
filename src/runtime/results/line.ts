// One line of results as the measures take it: a summary of a finished evaluation, or a published one, which lacks some of it.
import type { Interval } from "../stats/types.js";
import type { Summary } from "./evaluation.js";

export type Condition = Pick<Summary, "concept" | "train_shift" | "test_shift" | "vector" | "layer">;

/** Mean steerability of one concept under one pair of shifts. Null: not known. */
export interface Line extends Condition {
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  readonly interval: Interval | null;
  readonly median: number | null;
  readonly antiSteerable: number | null;
  readonly noEffect: number | null;
}
