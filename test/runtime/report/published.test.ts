// The published numbers of Tan et al. 2024: what can be computed from them again. Expected values: the paper's text and figures, and
// an independent recomputation with scipy (Spearman with average ranks) from the unrounded figure points.
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { SteerError } from "../../../src/runtime/errors/index.js";
import {
  generalisation,
  meanVariance,
  modelAgreement,
  pearson,
  spearman,
} from "../../../src/runtime/evaluation/measures/index.js";
import { fitLine, mean, median } from "../../../src/runtime/evaluation/index.js";
import {
  withGemma,
  figureConcepts,
  published,
  publishedModels,
} from "../../../src/runtime/paper/published-numbers.js";
const llama = published("Llama-2-7b-chat");
const qwen = published("Qwen1.5-14B-Chat");
const close = (value: number, expected: number, within: number) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected}`);
const under = ({ summary }: typeof llama, train: string, test_: string) =>
  summary.filter((line) => line.train_shift === train && line.test_shift === test_);

test("two models, 39 concepts each, 38 in both, 13 in the paper's figures", () => {
  assert.equal(publishedModels(), ["Llama-2-7b-chat", "Qwen1.5-14B-Chat"]);
  assert.equal([llama.layer, qwen.layer], [13, 21]);
  assert.equal(
    [llama, qwen].map((one) => under(one, "BASE", "BASE").length),
    [39, 39],
  );
  assert.is(modelAgreement(under(llama, "BASE", "BASE"), under(qwen, "BASE", "BASE")).points.length, 38);
  assert.is(figureConcepts().length, 13);
  assert.is(new Set(llama.ranges.map(({ concept }) => concept)).size, 13);
});

test("curves: the example's slope is the published 4.33, and the median bends", () => {
  const { concept, multipliers, quartiles, example, n } = llama.curves!;
  assert.equal([concept, n, qwen.curves], ["corrigible-neutral-HHH", 950, null]);
  close(fitLine(multipliers, example.propensities).slope, 4.33, 0.01);
  close(quartiles.median.indexOf(Math.max(...quartiles.median)), multipliers.indexOf(0.5), 0);
  multipliers.forEach((_, i) =>
    assert.ok(quartiles.low[i]! < quartiles.median[i]! && quartiles.median[i]! < quartiles.high[i]!),
  );
});

test("five items of Qwen whose fit was printed, and what is said of Gemma", () => {
  assert.equal([llama.items.length, qwen.items.length], [0, 5]);
  close(mean(qwen.items.map(({ slope }) => slope)), 2.770759, 1e-5); // by hand
  assert.equal(withGemma("Qwen1.5-14B-Chat"), { id: 0.92, ood: 0.72, n: 38 });
  assert.is(withGemma("nano"), null);
});

test("agreement of the models: 0.769 ID and 0.586 OOD, as the paper says", () => {
  const id = modelAgreement(under(llama, "BASE", "BASE"), under(qwen, "BASE", "BASE"));
  close(id.spearman.value, 0.769, 0.0005);
  close(id.pearson.value, 0.787, 0.001);
  const ood = modelAgreement(under(llama, "SYS_POS", "USER_NEG"), under(qwen, "SYS_POS", "USER_NEG"));
  close(ood.spearman.value, 0.586, 0.002);
  close(ood.pearson.value, 0.71, 0.001);
});

const expected = {
  llama: {
    "BASE USER_NEG": [0.902, 1.237, 28, 1],
    "BASE USER_POS": [0.958, 1.478, 20, 2],
    "SYS_POS USER_NEG": [0.917, 1.191, 31, 2],
    "SYS_NEG USER_POS": [0.952, 1.454, 25, 1],
  },
  qwen: {
    "BASE USER_NEG": [0.814, 1.668, 25, 3],
    "BASE USER_POS": [0.643, 1.9, 19, 3],
    "SYS_POS USER_NEG": [0.662, 1.391, 28, 10],
    "SYS_NEG USER_POS": [0.484, 1.942, 15, 2],
  },
} as const;

for (const [name, one, id] of [
  ["llama", llama, 1.52],
  ["qwen", qwen, 1.968],
] as const)
  test(`${name}: generalisation, means, concepts below the identity and below 0`, () => {
    const pairs = generalisation(one.summary);
    assert.is(pairs.length, 4);
    for (const pair of pairs) {
      const key = `${pair.train_shift} ${pair.test_shift}` as keyof (typeof expected)[typeof name];
      const [rank, ood, below, negative] = expected[name][key];
      close(pair.spearman.value, rank, 0.002);
      close(pair.id, id, 0.001);
      close(pair.ood, ood, 0.001);
      assert.equal([pair.below, pair.negative], [below, negative]);
    }
  });

test("variances ID against OOD: 0.535 and 0.341, as the paper says", () => {
  for (const [one, value] of [
    [llama, 0.535],
    [qwen, 0.341],
  ] as const) {
    const id = new Map(under(one, "BASE", "BASE").map(({ concept, sd }) => [concept, sd ** 2]));
    const ood = under(one, "SYS_POS", "USER_NEG");
    close(
      spearman(
        ood.map(({ concept }) => id.get(concept)!),
        ood.map(({ sd }) => sd ** 2),
      ),
      value,
      0.002,
    );
  }
  // Rising, as in the paper's appendix figure.
  for (const one of [llama, qwen])
    for (const { spearman } of meanVariance(one.summary)) assert.ok(spearman.value > 0.3);
});

test("anti-steerable shares of 38 sets: mean 0.215, median 0.218, six above 0.4, twelve above 0.3", () => {
  const shares = under(llama, "BASE", "BASE")
    .filter(({ concept }) => concept !== "sycophancy_test") // shares its count with sycophancy_train
    .map((line) => line.antiSteerable!);
  assert.is(shares.length, 38);
  close(mean(shares), 0.215, 0.001);
  close(median(shares), 0.218, 0.001);
  assert.equal(
    [0.4, 0.3].map((limit) => shares.filter((share) => share > limit).length),
    [6, 12],
  );
  close(Math.max(...shares), 467 / 950, 1e-12);
});

test("letter and yes/no explain more than half the variance in 21 of 38 sets; the parts add up to the variance", () => {
  const own = llama.splits.filter(({ concept }) => concept !== "sycophancy_test");
  const share = ({ letter, yesBeside, unexplained }: (typeof own)[number]) =>
    (letter + yesBeside) / (letter + yesBeside + unexplained);
  assert.is(own.filter((split) => share(split) > 0.5).length, 21);
  for (const split of own) {
    if (split.concept.startsWith("sycophancy")) continue; // split of the two sets pooled
    const line = under(llama, "BASE", "BASE").find(({ concept }) => concept === split.concept)!;
    close(split.letter + split.yesBeside + split.unexplained, line.sd ** 2, 0.01);
  }
});

test("the multiplier range keeps the order and shrinks the slopes", () => {
  const of = (range: number) => llama.ranges.filter((one) => one.range === range).map((one) => one.mean);
  assert.ok(spearman(of(0.5), of(1.5)) > 0.98);
  assert.ok(pearson(of(0.5), of(1.5)) > 0.98);
  of(0.5).forEach((mean, i) => assert.ok(mean >= of(1.5)[i]!));
});

test("a model that was not published is an error that names those that were", () => {
  try {
    published("gpt-2");
    assert.unreachable();
  } catch (error) {
    assert.is(
      (error as SteerError).message,
      'E720: There are no published numbers of "gpt-2". There are some of Llama-2-7b-chat, Qwen1.5-14B-Chat.',
    );
  }
});

test.run();
