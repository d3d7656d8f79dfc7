// Splits: boundaries, slices, and what is refused. Expected numbers are worked out by hand.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { splitPairs, undividedSplit } from "../../../src/runtime/concepts/splits.js";
import { shuffled } from "../../../src/runtime/stats/mersenne-twister.js";
import { concept } from "../../../src/runtime/concepts/index.js";
import { failureOf } from "./failures.js";

const ten = { concept: "Delight", pairs: 10, overlap: false };
const hundred = { ...ten, pairs: 100 };

test("shares add up before they are rounded: 33%, 33%, 34% of 10 end at 3, 6 and 10", () => {
  const { train, tune, test } = splitPairs({ train: "33%", tune: "33%", test: "34%" }, ten);
  assert.equal(
    [train, tune, test],
    [
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8, 9],
    ],
  );
});

test("counts follow each other, slices stand where they say", () => {
  assert.equal(splitPairs({ train: 4, test: 2 }, ten), { train: [0, 1, 2, 3], tune: [], test: [4, 5] });
  const slices = splitPairs(
    { train: { from: 0, to: 24 }, test: { from: "50%", plus: 6 }, shuffled: 0 },
    hundred,
  );
  const order = shuffled(100, 0);
  assert.equal(slices.train, order.slice(0, 24));
  assert.equal(slices.test, order.slice(50, 56));
  assert.equal(splitPairs({ test: { from: "90%" } }, ten).test, [9]);
  assert.equal(splitPairs({ train: { from: 2, to: 4 }, test: 3 }, ten).test, [4, 5, 6]);
});

test("as-run: index 50 to n, sharing pairs", () => {
  const split = { train: { from: 0, to: "50%" }, test: { from: 50 }, shuffled: 0 } as const;
  const { train, test } = splitPairs(split, { concept: "C", pairs: 1000, overlap: true });
  assert.is(train.length, 500);
  assert.is(test.length, 950);
  assert.is(test.filter((position) => train.includes(position)).length, 450);
});

test("few pairs without a split train and test alike", () => {
  assert.equal(undividedSplit(3), { train: [0, 1, 2], tune: [], test: [0, 1, 2] });
});

test("an empty part", async () => {
  const error = await failureOf(() => splitPairs({ train: "50%", tune: "5%", test: "45%" }, ten));
  assert.is(
    error.message,
    "E410: The tune part of the split of Delight is empty: it takes none of the 10 pairs. " +
      "Give the tune part more, or leave it out of the split.",
  );
});

test("beyond the pairs", async () => {
  const error = await failureOf(() => splitPairs({ train: 8, test: 4 }, ten));
  assert.is(
    error.message,
    "E411: The test part of the split of Delight goes from 8 to 12, but there are 10 pairs. " +
      "Keep the parts within 0 to 10, or add pairs.",
  );
  const shares = await failureOf(() => splitPairs({ train: "60%", test: "50%" }, ten));
  assert.match(shares.sentence, "goes from 6 to 11, but there are 10 pairs");
});

test("overlapping parts", async () => {
  const error = await failureOf(() => splitPairs({ train: "40%", test: { from: "30%" } }, ten));
  assert.is(
    error.message,
    "E412: The train and test parts of the split of Delight overlap: they share 1 pair. " +
      "Let one part begin where the other ends; or write `setting overlap = allowed`, and say so with the numbers.",
  );
});

test("a bound that is no count and no percentage", async () => {
  const error = await failureOf(() => splitPairs({ train: 2.5 }, ten));
  assert.is(
    error.message,
    "E414: The train part of the split of Delight has the bound 2.5, which is no count and no percentage. " +
      "Use whole numbers from 0 on, or percentages from 0% to 100%.",
  );
  assert.is((await failureOf(() => splitPairs({ train: "140%" }, ten))).code, "E414");
});

test("parts share pairs where the setting says so, and not where it refuses what the protocol allows", () => {
  const pairs = Array.from({ length: 10 }, (_, i) => ({
    prompt: `p${i}`,
    positive: " good",
    negative: " bad",
  }));
  const split = { train: { from: 0, to: 6 }, test: { from: 4 } };
  const made = concept({ name: "C", pairs, split, settings: { overlap: "allowed" } });
  assert.equal(
    [made.splits.train, made.splits.test],
    [
      [0, 1, 2, 3, 4, 5],
      [4, 5, 6, 7, 8, 9],
    ],
  );
  assert.throws(() => concept({ name: "C", pairs, split }), /E412|overlap/);
  assert.throws(
    () => concept({ name: "C", pairs, split, protocol: "as-run", settings: { overlap: "refused" } }),
    /overlap/,
  );
});

test.run();
