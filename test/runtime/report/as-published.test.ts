// What `setting` and the protocols change in charts, on made-up evaluations whose answer is known by hand.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { protocolOf, type Chosen } from "../../../src/runtime/paper/protocols.js";
import { relativeSteerability } from "../../../src/runtime/evaluation/measures/index.js";
import { analysisOf } from "../../../src/runtime/evaluation/design/evaluation-settings.js";
import type { Evaluation } from "../../../src/runtime/results/evaluation.js";
import {
  asCounted,
  multipliersOf,
  notesOf,
  sycophancyPooled,
  yesIgnored,
} from "../../../src/runtime/report/study/as-published.js";
import { charts } from "../../../src/runtime/report/charts/index.js";
import { studiesOf } from "../../../src/runtime/report/study/study.js";
import { conceptsExample } from "./concepts-example.js";

const test = suite("as published");

const under = (evaluation: Evaluation, chosen: Chosen): Evaluation => ({
  ...evaluation,
  receipt: { ...evaluation.receipt, analysis: analysisOf(protocolOf(chosen)) },
});
const study = (evaluation: Evaluation, chosen: Chosen) => studiesOf([under(evaluation, chosen)])[0]!;
const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}, not ${expected}`);

const sets = conceptsExample({
  concepts: [
    { name: "sycophancy_train", n: 30, slope: 1, spread: 0.5, letter: 0.2 },
    { name: "openness", n: 8, slope: 1, spread: 0.5, letter: 0.2, yes: 0.1 },
    { name: "sycophancy_test", n: 10, slope: -1, spread: 0.5, letter: 0.2 },
    { name: "corrigible-neutral-HHH", n: 8, slope: 1, spread: 0.5, letter: 0.2, yes: 0.1 },
  ],
});

test("the sycophancy sets are one where they are drawn as published: mean of the items of both", () => {
  const pooled = sycophancyPooled(study(sets, { protocol: "as-run" }));
  assert.equal(
    pooled.lines.map(({ concept, n }) => [concept, n]),
    [
      ["sycophancy", 40],
      ["openness", 8],
      ["corrigible-neutral-HHH", 8],
    ],
  );
  const [train, , other] = sets.summary;
  close(pooled.lines[0]!.mean, (30 * train!.mean + 10 * other!.mean) / 40);
  close(pooled.lines[0]!.antiSteerable!, (30 * train!.antiSteerable + 10 * other!.antiSteerable) / 40);
  assert.is(sycophancyPooled(study(sets, { protocol: "paper" })).lines.length, 4);
  const apart = study(sets, { protocol: "as-run", settings: { "sets drawn": "alike" } });
  assert.is(sycophancyPooled(apart).lines.length, 4);
  assert.equal(notesOf([apart], ["pooled", "yes"]), []);
  assert.is(notesOf([pooled], ["pooled", "yes"]).length, 2);
});

test("yes and no are ignored for two sets where they are drawn as published", () => {
  const yeses = (chosen: Chosen, concept: string) =>
    yesIgnored(study(sets, chosen)).items.filter((item) => item.concept === concept && item.yes).length;
  assert.is(yeses({}, "corrigible-neutral-HHH"), 4);
  assert.is(yeses({ settings: { "sets drawn": "as published" } }, "corrigible-neutral-HHH"), 0);
  assert.is(yeses({ protocol: "as-run" }, "openness"), 4);
});

test("items count once, or once for each of the seven multipliers", () => {
  const once = study(sets, {});
  const often = study(sets, { settings: { counted: "items and multipliers" } });
  assert.is(multipliersOf(often), 7);
  assert.equal(asCounted(once, [1, 2], 3), [1, 2]);
  assert.equal(asCounted(often, [1, 2], 3), [1, 1, 1, 2, 2, 2]);
  const widths = [{}, { settings: { counted: "items and multipliers" } } as const].map((chosen) => {
    const said = JSON.stringify(charts["multiplier range"]([under(sets, chosen)]));
    const ends = [...said.matchAll(/"low":(-?[\d.]+),"high":(-?[\d.]+)/g)];
    assert.ok(ends.length > 0);
    return ends.reduce((sum, [, low, high]) => sum + Number(high) - Number(low), 0);
  });
  // At the whole range an interval over 7 copies of each item is about 1/sqrt(7) as wide, at the smallest 1/sqrt(3).
  assert.ok(widths[1]! / widths[0]! > 1 / Math.sqrt(7) && widths[1]! / widths[0]! < 1 / Math.sqrt(2));
});

test("groups as published: six of the seven rows of each item are B with no", () => {
  const one = conceptsExample({
    concepts: [{ name: "openness", n: 8, slope: 1, spread: 0.5, letter: 0, yes: 0 }],
  });
  const counts = (chosen: Chosen) => {
    const said = JSON.stringify(charts["spurious factors"]([under(one, chosen)]));
    return [...said.matchAll(/"group":"(. ?,? ?\w*)","from":(\d+),"to":(\d+)/g)].map(
      ([, group, from, to]) => [group, Number(to) - Number(from)],
    );
  };
  assert.equal(counts({}), [
    ["A, no", 2],
    ["A, yes", 2],
    ["B, no", 2],
    ["B, yes", 2],
  ]);
  assert.equal(counts({ protocol: "as-run" }), [
    ["A, no", 2],
    ["A, yes", 2],
    ["B, no", 2 + 6 * 8],
    ["B, yes", 2],
  ]);
});

test("fit error: the root of the sum is the root of seven times the mean", () => {
  const one = conceptsExample({ concepts: [{ name: "openness", n: 8, slope: 1, spread: 0.5, bend: 1 }] });
  const errors = (chosen: Chosen) =>
    [...JSON.stringify(charts["fit error"]([under(one, chosen)])).matchAll(/"x":[^,]*,"y":([\d.]+)/g)].map(
      ([, y]) => Number(y),
    );
  const [mean, sum] = [errors({}), errors({ settings: { "fit error": "sum" } })];
  assert.is(mean.length, 8);
  sum.forEach((value, i) => assert.ok(Math.abs(value / mean[i]! - Math.sqrt(7)) < 1e-3));
});

test("the divisor of relative steerability: the own one whatever it is, or where it is above 0.25", () => {
  const line = (train_shift: string, test_shift: string, mean: number) => ({
    ...sets.summary[0]!,
    concept: "C",
    train_shift,
    test_shift,
    mean,
  });
  const lines = [
    line("BASE", "BASE", 2),
    line("SYS_POS", "BASE", 1),
    line("BASE", "SYS_POS", 1),
    line("SYS_POS", "SYS_POS", -0.5),
  ];
  const rows = ["BASE", "SYS_POS"].map((test_shift) => ({
    ...sets.rows[0]!,
    concept: "C",
    test_shift,
    multiplier: 0,
  }));
  const found = (divisor: "own" | "absolute above 0.25") =>
    relativeSteerability(lines, rows, divisor).points.map((point) => point.relative);
  assert.equal(found("own"), [1, 0.5, -2, 1]);
  assert.equal(found("absolute above 0.25"), [1, 0.5]);
  assert.is(relativeSteerability(lines, rows, "absolute above 0.25").dropped, 1);
});

test.run();
