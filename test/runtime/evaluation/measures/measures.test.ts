// The measures against scipy, pandas, statsmodels and numpy on the same numbers (measures.json, made by measures.py).
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Line } from "../../../../src/runtime/results/line.js";
import {
  asPublished,
  bootstrapOver,
  curvature,
  directionalAgreement,
  discriminability,
  estimate,
  factorGroups,
  fitError,
  fitParabola,
  generalisation,
  meanVariance,
  modelAgreement,
  moments,
  multiplierRange,
  pairwiseAgreement,
  pearson,
  projections,
  ranks,
  relativeSteerability,
  spearman,
  varianceExplained,
} from "../../../../src/runtime/evaluation/measures/index.js";
import { fitLine } from "../../../../src/runtime/evaluation/index.js";
import type { Row } from "../../../../src/runtime/results/evaluation.js";

interface Oracle {
  multipliers: number[];
  letter: ("A" | "B")[];
  yes: boolean[];
  curves: number[][];
  residual: number[];
  variance: Record<"total" | "letter" | "yes" | "both" | "interaction", number>;
  published: Record<"counts" | "medians", Record<string, number>>;
  moments: Record<"mean" | "median" | "sd" | "variance" | "kurtosis", number>;
  ranges: number[];
  parabola: Record<"x" | "y" | "coefficients", number[]>;
  quadratic: number;
  correlation: { x: number[]; y: number[]; ranks: number[]; pearson: number; spearman: number } & Record<
    "spearman95" | "pearson95",
    [number, number]
  >;
  grid: {
    means: { concept: string; train_shift: string; test_shift: string; mean: number; sd: number }[];
    unsteered: { concept: string; test_shift: string; item: number; propensity: number }[];
  };
  generalisation: Record<
    string,
    Record<"spearman" | "pearson" | "below" | "negative" | "ood" | "slope", number>
  >;
  relative: {
    points: {
      concept: string;
      train_shift: string;
      test_shift: string;
      relative: number;
      distance: number;
    }[];
    spearman: number;
    withoutDiagonal: number;
  };
  meanVariance: number;
  activations: { positive: number[][]; negative: number[][]; vector: number[] } & Record<
    "agreement" | "pairwise" | "discriminability",
    number
  >;
}

const oracle = JSON.parse(readFileSync(new URL("measures.json", import.meta.url), "utf8")) as Oracle;
const close = (value: number, expected: number, within = 1e-10) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected}`);

const condition = { concept: "c", train_shift: "BASE", test_shift: "BASE", vector: "v", layer: 0 };
const rows: Row[] = oracle.curves.flatMap((curve, item) =>
  oracle.multipliers.map((multiplier, j) => ({ ...condition, item, multiplier, propensity: curve[j]! })),
);
const items = oracle.curves.map((curve, i) => ({
  ...fitLine(oracle.multipliers, curve),
  letter: oracle.letter[i]!,
  yes: oracle.yes[i]!,
}));
const lines: Line[] = oracle.grid.means.map((line) => ({
  ...line,
  vector: line.concept,
  layer: 3,
  n: 5,
  interval: null,
  median: null,
  antiSteerable: null,
  noEffect: null,
}));
const unsteered: Row[] = oracle.grid.unsteered.map((row) => ({
  ...row,
  train_shift: "BASE",
  vector: row.concept,
  layer: 3,
  multiplier: 0,
}));

test("correlations and ranks with ties: scipy", () => {
  const { x, y } = oracle.correlation;
  assert.equal(ranks(x), oracle.correlation.ranks);
  close(pearson(x, y), oracle.correlation.pearson);
  close(spearman(x, y), oracle.correlation.spearman);
});

test("their bootstrap intervals: scipy's, up to the chance of other draws", () => {
  const { x, y } = oracle.correlation;
  const options = { level: 0.95, resamples: 5000, seed: 1 };
  for (const [of, expected] of [
    [spearman, oracle.correlation.spearman95],
    [pearson, oracle.correlation.pearson95],
  ] as const) {
    const { interval } = estimate(of, x, y, options);
    close(interval.low, expected[0], 0.03);
    close(interval.high, expected[1], 0.03);
  }
});

test("mean, median, spread, kurtosis: pandas", () => {
  const found = moments(items.map(({ slope }) => slope));
  for (const name of ["mean", "median", "sd", "variance", "kurtosis"] as const)
    close(found[name], oracle.moments[name]);
});

test("variance explained by letter and yes/no, and their interaction: statsmodels", () => {
  const found = varianceExplained(items);
  for (const name of ["total", "letter", "yes", "both", "interaction"] as const)
    close(found[name], oracle.variance[name]);
  close(found.unexplained, oracle.variance.total - oracle.variance.both);
  close(found.yesBeside, oracle.variance.both - oracle.variance.letter);
  close(found.letterBeside, oracle.variance.both - oracle.variance.yes);
});

test("the published grouping: pandas on seven rows for each item", () => {
  for (const { letter, yes, n, median } of factorGroups(asPublished(items))) {
    const name = `${letter}-${yes ? "yes" : "no"}`;
    assert.is(n, oracle.published.counts[name]);
    close(median, oracle.published.medians[name]!);
  }
  assert.is(
    factorGroups(items).reduce((total, { n }) => total + n, 0),
    items.length,
  );
});

test("multiplier ranges: scipy's line on the multipliers inside", () => {
  multiplierRange(rows).forEach(({ mean }, i) => close(mean, oracle.ranges[i]!));
});

test("quadratic terms: numpy's polyfit", () => {
  const { x, y, coefficients } = oracle.parabola;
  const { constant, linear, quadratic } = fitParabola(x, y);
  [constant, linear, quadratic].forEach((value, i) => close(value, coefficients[i]!));
  close(curvature(rows)!.quadratic, oracle.quadratic);
});

test("fit error: root of the mean and of the sum of scipy's squared residuals", () => {
  items.forEach((item, i) => {
    const { rmse, published } = fitError(item, oracle.multipliers);
    close(rmse, Math.sqrt(oracle.residual[i]! / 7));
    close(published, Math.sqrt(oracle.residual[i]!));
  });
});

test("generalisation for every pair of shifts: scipy", () => {
  const found = generalisation(lines);
  assert.is(found.length, 8);
  for (const one of found) {
    const expected = oracle.generalisation[`${one.train_shift} ${one.test_shift}`]!;
    close(one.spearman.value, expected.spearman);
    close(one.pearson.value, expected.pearson);
    close(one.ood, expected.ood);
    close(one.line!.slope, expected.slope);
    assert.equal([one.below, one.negative], [expected.below, expected.negative]);
    assert.ok(
      one.spearman.interval.low <= one.spearman.value && one.spearman.value <= one.spearman.interval.high,
    );
  }
});

test("relative steerability and shift distance, with and without the diagonal: pandas and scipy", () => {
  const found = relativeSteerability(lines, unsteered);
  assert.is(found.points.length, oracle.relative.points.length);
  for (const point of oracle.relative.points) {
    const own = found.points.find(
      (one) =>
        one.concept === point.concept &&
        one.train_shift === point.train_shift &&
        one.test_shift === point.test_shift,
    )!;
    close(own.relative, point.relative);
    close(own.distance, point.distance);
  }
  close(found.spearman.value, oracle.relative.spearman);
  close(found.withoutDiagonal.value, oracle.relative.withoutDiagonal);
});

test("mean against variance, and two lists of concepts: scipy", () => {
  const of = (train_shift: string, test_shift: string) =>
    lines.filter((line) => line.train_shift === train_shift && line.test_shift === test_shift);
  const found = meanVariance(lines).find(
    (one) => one.train_shift === "SYS_POS" && one.test_shift === "USER_NEG",
  )!;
  close(found.spearman.value, oracle.meanVariance);
  const two = modelAgreement(of("BASE", "BASE"), of("SYS_POS", "USER_NEG").reverse());
  close(two.spearman.value, oracle.generalisation["SYS_POS USER_NEG"]!.spearman);
  close(two.pearson.value, oracle.generalisation["SYS_POS USER_NEG"]!.pearson);
});

test("agreement of differences and discriminability: numpy", () => {
  const { positive, negative, vector, agreement, pairwise, ...rest } = oracle.activations;
  const [plus, minus] = [positive, negative].map((texts) => texts.map((text) => Float32Array.from(text))) as [
    Float32Array[],
    Float32Array[],
  ];
  const differences = plus.map((text, i) => text.map((value, j) => value - minus[i]![j]!));
  const v = Float32Array.from(vector);
  close(directionalAgreement(differences, v), agreement, 1e-6);
  close(pairwiseAgreement(differences), pairwise, 1e-6);
  close(discriminability(projections(plus, v), projections(minus, v)), rest.discriminability, 1e-5);
});

test("an interval needs more than one case, and a statistic that is a number", () => {
  const options = { level: 0.95, resamples: 50, seed: 0 };
  assert.ok(Number.isNaN(bootstrapOver(1, () => 1, options).low));
  assert.ok(Number.isNaN(bootstrapOver(5, () => Number.NaN, options).high));
  assert.is(bootstrapOver(5, () => 2, options).low, 2);
});

test.run();
