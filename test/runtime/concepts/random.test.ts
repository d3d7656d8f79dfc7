// The shuffle must pick the rows that CPython picks. Numbers: the experiment's section 4 (CPython 3, random.Random(0)).
import { test } from "uvu";
import * as assert from "uvu/assert";
import { MersenneTwister, shuffled } from "../../../src/runtime/stats/mersenne-twister.js";
test("the first outputs of seed 0", () => {
  const random = new MersenneTwister(0);
  assert.equal([random.uint32(), random.uint32(), random.uint32()], [3626764237, 1654615998, 3255389356]);
});

test("numbers below n", () => {
  const random = new MersenneTwister(0);
  assert.equal([random.below(1000), random.below(999), random.below(998)], [864, 394, 776]);
});

test("shuffles of seed 0", () => {
  const big = shuffled(1000, 0);
  assert.equal(big.slice(0, 12), [439, 621, 160, 549, 237, 389, 658, 507, 124, 290, 975, 392]);
  assert.equal(big.slice(50, 56), [979, 786, 269, 499, 543, 517]);
  assert.is(big[150], 422);
  assert.equal(shuffled(468, 0).slice(0, 12), [103, 206, 353, 348, 157, 425, 93, 310, 292, 448, 134, 205]);
  assert.equal(shuffled(934, 0).slice(0, 6), [858, 710, 590, 527, 448, 854]);
  assert.equal(shuffled(817, 0).slice(0, 6), [778, 632, 624, 278, 104, 794]);
  assert.equal(shuffled(1080, 0).slice(0, 6), [551, 981, 327, 568, 290, 1026]);
  assert.equal(shuffled(120, 0).slice(0, 6), [57, 103, 99, 3, 111, 59]);
});

// CPython 3.11: random.Random(7).random() twice; random.Random(2**40 + 5).getrandbits(32) once; shuffles of 0 and 1 items.
test("53-bit fractions, seeds beyond 32 bits, and short lists", () => {
  const random = new MersenneTwister(7);
  assert.equal([random.unit(), random.unit()], [0.32383276483316237, 0.15084917392450192]);
  assert.is(new MersenneTwister(2 ** 40 + 5).uint32(), 2166296868);
  assert.equal(shuffled(0, 0), []);
  assert.equal(shuffled(1, 0), [0]);
});

test.run();
