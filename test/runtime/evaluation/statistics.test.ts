// Our arithmetic against numpy and scipy (statistics.json, made by statistics.py) and against hand calculations.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { randomBaselineOf, randomUnits } from "../../../src/runtime/evaluation/controls/random-directions.js";
import { bootstrapMean, fitLine, mean, median, quantile, sd } from "../../../src/runtime/evaluation/index.js";
import { operators } from "../../../src/runtime/steering/operators.js";
import { discoveries } from "../../../src/runtime/stats/false-discovery-rate.js";
import { normalQuantile, studentP, studentQuantile } from "../../../src/runtime/stats/distributions.js";
import { shareInterval } from "../../../src/runtime/stats/intervals/wilson-interval.js";
import { meanTest } from "../../../src/runtime/stats/t-test.js";
import { logSumExp, shareOf } from "../../../src/runtime/stats/descriptive.js";
import { normOf, dot } from "../../../src/runtime/stats/linear-algebra.js";
import { randomLike } from "../../../src/runtime/vectors/index.js";
import type { Vector } from "../../../src/runtime/vectors/types.js";

const scipy = JSON.parse(readFileSync(new URL("statistics.json", import.meta.url), "utf8")) as {
  multipliers: number[];
  items: number[][];
  fits: [number, number, number][];
  mean: number;
  sd: number;
  median: number;
  quantiles: Record<string, number>;
  interval90: [number, number];
  logsumexp: number;
  student: [t: number, df: number, p: number][];
  studentQuantiles: [level: number, df: number, t: number][];
  normalQuantiles: [level: number, z: number][];
  "mean test": number;
  wilson: [count: number, n: number, level: number, low: number, high: number][];
  discoveries: [p: number[], adjusted: number[]][];
};
const close = (value: number, expected: number, within: number) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected}`);
const slopes = scipy.fits.map(([slope]) => slope);

test("lines through 40 items: slope, intercept, residual", () => {
  scipy.items.forEach((item, i) => {
    const { slope, intercept, rss } = fitLine(scipy.multipliers, item);
    close(slope, scipy.fits[i]![0], 1e-12);
    close(intercept, scipy.fits[i]![1], 1e-12);
    close(rss, scipy.fits[i]![2], 1e-11);
  });
});

test("a line by hand: x = -1, 0, 1 and y = 0, 3, 2 give slope 1, intercept 5/3, residual 8/3", () => {
  const { slope, intercept, rss } = fitLine([-1, 0, 1], [0, 3, 2]);
  close(slope, 1, 1e-15);
  close(intercept, 5 / 3, 1e-15);
  close(rss, 8 / 3, 1e-14);
});

// Experiment, section 7: for the published multipliers the slope is the sum of multiplier times propensity, over 7.
test("the published short form of the slope", () => {
  const item = scipy.items[0]!;
  const short = scipy.multipliers.reduce((total, m, i) => total + m * item[i]!, 0) / 7;
  close(fitLine(scipy.multipliers, item).slope, short, 1e-12);
});

test("mean, spread, median, quantiles, logsumexp", () => {
  close(mean(slopes), scipy.mean, 1e-14);
  close(sd(slopes), scipy.sd, 1e-14);
  close(median(slopes), scipy.median, 1e-14);
  for (const [p, value] of Object.entries(scipy.quantiles)) close(quantile(slopes, Number(p)), value, 1e-14);
  close(logSumExp(scipy.items[0]!), scipy.logsumexp, 1e-14);
  close(logSumExp([1000, 1000]), 1000 + Math.log(2), 1e-12);
  // By hand: 2, 4, 9 have mean 5, squares 9 + 1 + 16 over 2.
  close(sd([2, 4, 9]), Math.sqrt(13), 1e-15);
  assert.is(median([4, 1, 3, 2]), 2.5);
  assert.is(
    shareOf([-1, 0, 2, 3], (slope) => slope < 0),
    0.25,
  );
});

test("the bootstrap interval is scipy's, up to the chance of other draws", () => {
  const { low, high } = bootstrapMean(slopes, { level: 0.9, resamples: 20_000, seed: 0 });
  close(low, scipy.interval90[0], 0.01);
  close(high, scipy.interval90[1], 0.01);
  const again = { level: 0.9, resamples: 100, seed: 3 };
  assert.equal(bootstrapMean(slopes, again), bootstrapMean(slopes, again));
  const alike = bootstrapMean([2, 2, 2], again);
  assert.equal([alike.low, alike.high], [2, 2]);
});

test("Student's t and the normal distribution are scipy's", () => {
  for (const [t, df, p] of scipy.student) {
    close(studentP(t, df) / p, 1, 1e-10);
    close(studentP(-t, df), studentP(t, df), 0);
  }
  for (const [level, df, t] of scipy.studentQuantiles) close(studentQuantile(level, df) / t, 1, 1e-9);
  for (const [level, z] of scipy.normalQuantiles) close(normalQuantile(level) / z, 1, 1e-11);
  close(meanTest(slopes), scipy["mean test"], 1e-12);
  assert.equal([meanTest([3]), meanTest([0, 0]), meanTest([2, 2])], [Number.NaN, 1, 0]);
});

test("the interval of a share is Wilson's, as scipy has it", () => {
  for (const [count, n, level, low, high] of scipy.wilson) {
    const found = shareInterval(count, n, level);
    close(found.low, low, 1e-12);
    close(found.high, high, 1e-12);
  }
});

test("false-discovery rates of Benjamini and Hochberg are scipy's; what has no p is left out", () => {
  for (const [p, adjusted] of scipy.discoveries)
    discoveries(p).forEach((value, i) => close(value, adjusted[i]!, 1e-14));
  assert.equal(discoveries([0.04, Number.NaN, 0.01]), [0.04, Number.NaN, 0.02]);
});

/** A direction belongs to what it is compared with; its vector only lends the facts that describe it. */
const compared = (change: { layer?: number; concept?: string; vector?: string } = {}) => ({
  concept: change.concept ?? "a",
  layer: change.layer ?? 3,
  vector: randomLike({
    name: "v",
    like: { name: change.vector ?? "w" } as Vector,
    seed: 1,
  }),
});

test("random directions: length 1, the same each time, not alike; over many the numbers are standard", () => {
  const units = randomUnits(20, 512, compared());
  for (const unit of units) close(normOf(unit), 1, 1e-6);
  assert.equal(randomUnits(20, 512, compared())[7], units[7]);
  // cos of two random directions has standard deviation 1 / sqrt(512) = 0.044
  for (let i = 1; i < 20; i++) assert.ok(Math.abs(dot(units[0]!, units[i]!)) < 0.2);
  for (const other of [{ layer: 4 }, { concept: "b" }])
    assert.ok(Math.abs(dot(units[0]!, randomUnits(1, 512, compared(other))[0]!)) < 0.2);
  const numbers = units.flatMap((unit) => [...unit]).map((value) => value * Math.sqrt(512));
  close(mean(numbers), 0, 0.04);
  close(sd(numbers), 1, 0.02);
  close(
    shareOf(numbers, (value) => Math.abs(value) < 1),
    0.6827,
    0.02,
  );
});

test("the null by hand: slopes 1, -1, 3 against 2, and against -2", () => {
  const multipliers = [-1, 1];
  const against = (vector: number) =>
    randomBaselineOf({ directions: [1, -1, 3], vector, items: 4, multipliers }, 1e-4);
  assert.equal(against(2), {
    directions: 3,
    items: 4,
    multipliers,
    vectorMean: 2,
    mean: 1,
    sd: 2,
    low: -1,
    high: 3,
    asLarge: 1,
    pValue: 0.5,
  });
  assert.equal(against(-2).pValue, 0.5);
  assert.equal([against(-4).asLarge, against(-4).pValue], [0, 0.25]);
  // Equal within the resolution of 1e-4 counts against the vector; further away it does not.
  assert.is(against(3.00005).asLarge, 1);
  assert.is(against(3.0002).asLarge, 0);
});

test("operators at multipliers -2, 0 and 2 of a vector of norm 3", () => {
  const at = (operator: keyof typeof operators, ablatedAtZero = true) =>
    [-2, 0, 2].map((multiplier) => operators[operator]({ multiplier, norm: 3, ablatedAtZero }));
  assert.equal(at("add"), [{ add: -6, ablate: 0 }, null, { add: 6, ablate: 0 }]);
  assert.equal(at("ablate"), [{ add: 0, ablate: 1 }, null, { add: 0, ablate: 1 }]);
  assert.equal(at("ablate then add"), [
    { add: -6, ablate: 1 },
    { add: 0, ablate: 1 },
    { add: 6, ablate: 1 },
  ]);
  assert.is(at("ablate then add", false)[1], null);
});

test.run();
