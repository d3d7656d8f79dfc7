// Paired difference against scipy (paired.py), and by hand.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { pairedDifference } from "../../../../src/runtime/evaluation/measures/index.js";

interface Oracle {
  readonly vector: readonly number[];
  readonly prompt: readonly number[];
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
  readonly p: number;
  readonly alone: readonly (readonly [low: number, high: number])[];
}
const oracle = JSON.parse(readFileSync(new URL("paired.json", import.meta.url), "utf8")) as Oracle;
const byItem = (values: readonly number[]) => values.map((value, item) => [item, value] as const);
const near = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, not ${expected} within ${tolerance}`);

test("the interval is that of scipy's bootstrap of the differences", () => {
  const options = { level: 0.95, resamples: 20_000, seed: 0 };
  const found = pairedDifference(byItem(oracle.vector), byItem(oracle.prompt), options)!;
  near(found.difference, oracle.difference, 1e-12);
  // Two bootstraps of 20,000 and 50,000 resamples: their ends differ by some percent of a standard error.
  near(found.interval.low, oracle.low, 0.05 * oracle.standardError);
  near(found.interval.high, oracle.high, 0.05 * oracle.standardError);
});

test("items that move far under both: the two intervals overlap, the paired one excludes 0, as the paired t-test says", () => {
  const [own, other] = oracle.alone;
  assert.ok(own![0] < other![1] && other![0] < own![1]);
  assert.ok(oracle.p < 0.01);
  assert.ok(pairedDifference(byItem(oracle.vector), byItem(oracle.prompt))!.interval.low > 0);
});

test("by hand: items that only one of them has do not count", () => {
  const found = pairedDifference(
    [
      [3, 2],
      [5, 4],
      [9, 100],
    ],
    [
      [5, 1],
      [3, 1],
      [7, -100],
    ],
  )!;
  assert.equal([found.n, found.first, found.second, found.difference], [2, 3, 1, 2]);
  assert.ok(found.interval.low >= 1 && found.interval.high <= 3);
  assert.is(pairedDifference([[1, 2]], [[1, 1]]), null);
});

test.run();
