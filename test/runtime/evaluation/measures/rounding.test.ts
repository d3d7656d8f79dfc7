// Statistics of numbers that differ by rounding only are none, and orders and largest ones hold within a resolution. Where there is no
// spread scipy says nan too (1.17: kurtosis with bias=False, pearsonr, spearmanr of a constant).
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  curvature,
  differ,
  kurtosis,
  pearson,
  ranks,
  spearman,
  varianceExplained,
} from "../../../../src/runtime/evaluation/measures/index.js";
import { falling, largest } from "../../../../src/runtime/stats/rounding.js";
import type { Row } from "../../../../src/runtime/results/evaluation.js";

const test = suite("rounding");
const x = [1, 2, 3, 4, 5, 6];

test("kurtosis and correlations of equal numbers are not numbers", () => {
  assert.ok(Number.isNaN(kurtosis([0.1, 0.1, 0.1, 0.1, 0.1, 0.1])));
  assert.ok(Number.isNaN(kurtosis([0, 1e-5, 2e-5, 3e-5, 0, 1e-5], 1e-4)));
  const constant = x.map((_, i) => 0.3 + (i % 2) * 1e-12);
  for (const of of [pearson, spearman]) {
    assert.ok(Number.isNaN(of(x, constant)));
    assert.ok(Number.isNaN(of(constant, x)));
    assert.ok(Number.isNaN(of(x, [1e-5, 0, 2e-5, 0, 1e-5, 3e-5], [0, 1e-4])));
    assert.ok(Math.abs(of(x, x) - 1) < 1e-12);
  }
});

test("ranks of what is equal within the resolution are equal", () => {
  assert.equal(ranks([3, 1, 2.00001, 2], 1e-4), [4, 1, 2.5, 2.5]);
  assert.equal(ranks([3, 1, 2.00001, 2]), [4, 1, 3, 2]);
});

test("pure rounding has no variance that anything explains", () => {
  const items = x.map((_, i) => ({
    slope: 0.2 + 1e-6 * (i % 3),
    letter: i % 2 ? ("A" as const) : ("B" as const),
    yes: i % 3 === 0,
  }));
  const { total, both } = varianceExplained(items);
  assert.equal([differ([0.2, 0.2 + 1e-6], 1e-4), both], [false, 0]);
  assert.ok(total < 1e-30);
});

test("a curve turns over where it falls by more than the resolution", () => {
  const rows = (values: readonly number[]): Row[] =>
    values.map((propensity, i) => ({
      concept: "c",
      item: 0,
      train_shift: "BASE",
      test_shift: "BASE",
      vector: "v",
      layer: 1,
      multiplier: i - 1,
      propensity,
    }));
  const flat = curvature(rows([0, 1, 0.99999]))!;
  assert.equal([flat.peak, flat.fall], [1, 0]);
  const turned = curvature(rows([0, 1, 0.9]))!;
  assert.is(turned.peak, 0);
  assert.ok(Math.abs(turned.fall - 0.1) < 1e-12);
});

test("the largest is the first within the resolution; equal ones stand by name", () => {
  const things = [
    { name: "c", value: 1.00001 },
    { name: "a", value: 1 },
    { name: "b", value: 2 },
  ];
  const value = (one: (typeof things)[number]) => one.value;
  assert.is(largest(things, value, 1e-4)?.name, "b");
  assert.is(largest(things.slice(0, 2).reverse(), value, 1e-4)?.name, "a");
  assert.is(largest(things.slice(0, 2).reverse(), value, 0)?.name, "c");
  const order = [...things].sort(falling(value, 1e-4, ({ name }) => name)).map(({ name }) => name);
  assert.equal(order, ["b", "a", "c"]);
  assert.is(largest([], value, 1), undefined);
});

test.run();
