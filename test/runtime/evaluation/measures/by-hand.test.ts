// The measures on cases whose answers are known by hand.
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Line } from "../../../../src/runtime/results/line.js";
import {
  asPublished,
  cosineByDistance,
  curvature,
  discriminability,
  estimate,
  factorDirection,
  factorGroups,
  fitError,
  generalisation,
  kurtosis,
  pairwiseAgreement,
  relativeSteerability,
  shiftMatrix,
  spearman,
  varianceExplained,
  type Factored,
} from "../../../../src/runtime/evaluation/measures/index.js";
import type { Row } from "../../../../src/runtime/results/evaluation.js";

const close = (value: number, expected: number, within = 1e-12) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected}`);
const item = (slope: number, letter: "A" | "B" | null, yes: boolean | null): Factored => ({
  slope,
  letter,
  yes,
});

// Slopes 1 and 3 by letter alone: variance 4 * 1 / 3, all of it the letter's. The published form: gap^2 nA nB / (n (n - 1)).
test("a spread that is the letter's is explained by it alone", () => {
  const found = varianceExplained([
    item(3, "A", true),
    item(3, "A", false),
    item(1, "B", true),
    item(1, "B", false),
  ]);
  close(found.total, 4 / 3);
  close(found.letter, (2 ** 2 * 2 * 2) / (4 * 3));
  close(found.yes, 0);
  close(found.letterBeside, 4 / 3);
  close(found.unexplained, 0);
});

test("a factor that is the same for all items explains 0, also beside the other", () => {
  const found = varianceExplained([item(1, "A", true), item(2, "A", false), item(4, "A", true)]);
  assert.is(found.letter, 0);
  assert.is(found.letterBeside, 0);
  close(found.both, found.yes);
  const unknown = varianceExplained([item(1, null, null), item(2, null, null)]);
  assert.is(unknown.both, 0);
  close(unknown.unexplained, 0.5);
});

test("two factors that are one and the same share what they explain; neither adds to the other", () => {
  const found = varianceExplained([
    item(3, "A", true),
    item(2, "A", true),
    item(0, "B", false),
    item(1, "B", false),
  ]);
  close(found.letter, found.yes);
  close(found.both, found.letter);
  close(found.letterBeside, 0);
  close(found.yesBeside, 0);
});

test("an interaction: only A with yes is different", () => {
  const found = varianceExplained(
    [item(4, "A", true), item(0, "A", false), item(0, "B", true), item(0, "B", false)].flatMap((one) => [
      one,
      one,
    ]),
  );
  // Total 8 * 3 / 7; a sum of letter and yes leaves residuals of +-1 on every item.
  close(found.total, 24 / 7);
  close(found.unexplained, 8 / 7);
  close(found.interaction, 8 / 7);
});

test("the published grouping puts six sevenths of the rows into B with no", () => {
  const groups = factorGroups(asPublished([item(2, "A", true), item(5, "B", true)]));
  assert.equal(
    groups.map(({ letter, yes, n }) => [letter, yes, n]),
    [
      ["A", true, 1],
      ["B", false, 12],
      ["B", true, 1],
    ],
  );
});

test("rank correlation of opposite orders is -1, of a constant not a number", () => {
  close(spearman([1, 2, 3], [30, 20, 10]), -1);
  assert.ok(Number.isNaN(spearman([1, 1, 1], [1, 2, 3])));
});

// n = 4, values -1, -1, 1, 1: m2 = m4 = 1, g2 = -2, G2 = 3 / (2 * 1) * (5 * -2 + 6) = -6.
test("kurtosis of two pairs", () => {
  close(kurtosis([-1, -1, 1, 1]), -6);
  assert.ok(Number.isNaN(kurtosis([1, 2, 3])));
});

const curve = (values: readonly number[]): Row[] =>
  values.map((propensity, j) => ({
    concept: "c",
    item: 0,
    train_shift: "BASE",
    test_shift: "BASE",
    vector: "v",
    layer: 1,
    multiplier: j - 1,
    propensity,
  }));

// Through (-1, 0), (0, 3), (1, 2): quadratic (0 - 6 + 2) / 2 = -2; highest at 0, 1 below that at the end; not monotone.
test("a curve that turns over says where, and how far it falls", () => {
  const found = curvature(curve([0, 3, 2]))!;
  close(found.quadratic, -2);
  assert.equal([found.peak, found.fall, found.trough, found.rise, found.notMonotone], [0, 1, -1, 0, 1]);
  assert.is(curvature(curve([0, 1])), null);
  assert.is(curvature(curve([0, 1, 2]))!.notMonotone, 0);
});

// y = 0, 3, 2 at -1, 0, 1: slope 1, residual 8/3; the line's own part 1 * 2.
test("fit error by hand", () => {
  const found = fitError({ slope: 1, rss: 8 / 3 }, [-1, 0, 1]);
  close(found.rmse, Math.sqrt(8 / 9));
  close(found.published, Math.sqrt(8 / 3));
  close(found.left, 8 / 3 / (8 / 3 + 2));
});

const line = (concept: string, train_shift: string, test_shift: string, mean: number): Line => ({
  concept,
  train_shift,
  test_shift,
  vector: concept,
  layer: 1,
  n: 10,
  mean,
  sd: 1,
  interval: null,
  median: null,
  antiSteerable: null,
  noEffect: null,
});

test("generalisation: a concept without both cells is left out", () => {
  const [found] = generalisation([
    line("a", "BASE", "BASE", 1),
    line("b", "BASE", "BASE", 2),
    line("c", "BASE", "BASE", 3),
    line("a", "BASE", "SYS_POS", 0.5),
    line("b", "BASE", "SYS_POS", -1),
  ]);
  assert.equal(
    found!.points.map(({ concept }) => concept),
    ["a", "b"],
  );
  assert.equal([found!.id, found!.ood, found!.below, found!.negative], [1.5, -0.25, 2, 1]);
  close(found!.spearman.value, -1);
  assert.equal(generalisation([line("a", "BASE", "BASE", 1)]), []);
});

test("the shift matrix averages only concepts that have every cell", () => {
  const found = shiftMatrix([
    line("a", "BASE", "BASE", 1),
    line("a", "BASE", "SYS_POS", -3),
    line("b", "BASE", "BASE", 100),
    line("c", "BASE", "BASE", 3),
    line("c", "BASE", "SYS_POS", 5),
  ]);
  assert.equal(found, {
    concepts: ["a", "c"],
    incomplete: ["b"],
    cells: [
      { train_shift: "BASE", test_shift: "BASE", mean: 2, interval: null, negative: 0 },
      { train_shift: "BASE", test_shift: "SYS_POS", mean: 1, interval: null, negative: 0.5 },
    ],
  });
});

test("a cell's interval is over its concepts: of means that are all alike, that mean", () => {
  const { cells } = shiftMatrix(["a", "b", "c"].map((concept) => line(concept, "BASE", "BASE", 2)));
  assert.equal([cells[0]!.interval?.low, cells[0]!.interval?.high], [2, 2]);
  // Of 0, 0, 3 and 3 all four draws are 0 with probability 1/16, and 3 as often: both are above 2.5%.
  const [cell] = shiftMatrix([0, 0, 3, 3].map((mean, i) => line(`c${i}`, "BASE", "BASE", mean))).cells;
  assert.equal([cell!.interval?.low, cell!.interval?.high], [0, 3]);
});

const rest = (test_shift: string, item: number, propensity: number): Row => ({
  ...curve([0])[0]!,
  concept: "a",
  test_shift,
  item,
  multiplier: 0,
  propensity,
});
const twoShifts = [rest("BASE", 0, 1), rest("BASE", 1, 2), rest("SYS_POS", 0, 4), rest("SYS_POS", 1, 1)];

test("relative steerability: the diagonal is 1 at distance 0, weak cells are dropped", () => {
  const found = relativeSteerability(
    [
      line("a", "BASE", "BASE", 2),
      line("a", "SYS_POS", "BASE", -1),
      line("a", "BASE", "SYS_POS", 1),
      line("a", "SYS_POS", "SYS_POS", 0.25),
    ],
    twoShifts,
  );
  assert.equal(
    found.points.map(({ train_shift, distance, relative }) => [train_shift, distance, relative]),
    [
      ["BASE", 0, 1],
      ["SYS_POS", 2, -0.5],
    ],
  );
  assert.is(found.dropped, 1);
});

test("cosine against distance: pairs that were not measured are left out", () => {
  const one = { concept: "a", layer: 1, cosine: 0.9 };
  const found = cosineByDistance(
    [
      { ...one, a: "BASE", b: "SYS_POS" },
      { ...one, a: "BASE", b: "USER_NEG" },
    ],
    twoShifts,
  );
  assert.equal(
    found.points.map(({ b, distance }) => [b, distance]),
    [["SYS_POS", 2]],
  );
});

test("the letter's direction: what A has over B, without what all pairs share", () => {
  const pairs = (["A", "A", "A", "B"] as const).map((letter) => ({ letter, yes: null }));
  // Differences: concept (0, 1) in all, letter (2, 0) with the sign of the letter.
  const differences = [2, 2, 2, -2].map((letter) => Float32Array.of(letter, 1));
  assert.equal([...factorDirection("letter", pairs, differences)!], [2, 0]);
  assert.is(factorDirection("yes", pairs, differences), null);
});

// Two concepts with two points each: a draw of whole concepts is a, b, or one of them twice; never one point of each.
test("points of one concept are drawn together", () => {
  const x = [0, 1, 10, 11];
  const y = [0, 1, 1, 0];
  const options = { level: 0.95, resamples: 200, seed: 0 };
  const { value, interval } = estimate(spearman, x, y, options, ["a", "a", "b", "b"]);
  close(value, 0);
  // Twice a: rank correlation 1. Twice b: -1. Both: 0.
  assert.equal([interval.low, interval.high], [-1, 1]);
});

test("discriminability and pairwise agreement by hand", () => {
  // Means 4 and 1, variances 2 and 2: 3 / sqrt(2).
  close(discriminability([3, 5], [0, 2]), 3 / Math.SQRT2);
  const axes = [Float32Array.of(1, 0), Float32Array.of(0, 2), Float32Array.of(-3, 0)];
  // Cosines 0, -1, 0: the mean of three is -1/3.
  close(pairwiseAgreement(axes), -1 / 3);
});

test.run();
