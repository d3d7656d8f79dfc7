// What `--check` lets differ where evaluations state their resolution and their items in doubt, and what it does not.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compareCells, type Tolerances } from "../../../src/kernel-ext/notebook/compare/compare-outputs.js";
import { noiseMark, noiseOf } from "../../../src/kernel-ext/notebook/tolerances.js";

const noise = { absolute: 5e-5, slope: 1e-4, doubt: { "60": 1 } };
const tolerances: Tolerances = { relative: 1e-3, absolute: noise.absolute, noise };
const text = (words: string) => [{ output_type: "stream", name: "stdout", text: words }];
const data = (value: unknown) => [
  { output_type: "display_data", data: { "application/json": value }, metadata: {} },
];
const same = (before: readonly unknown[], now: readonly unknown[]): boolean =>
  compareCells(before, now, tolerances).length === 0 && compareCells(now, before, tolerances).length === 0;

test("a count may differ by the items in doubt among as many, and its percentage with it", () => {
  assert.ok(same(text("23 of 60 items (38%)"), text("22 of 60 items (37%)")));
  assert.not(same(text("23 of 60 items (38%)"), text("21 of 60 items (35%)")));
  assert.not(same(text("23 of 61 items"), text("22 of 61 items")));
  assert.not(same(text("60 items"), text("59 items")));
  assert.not(same(text("40%"), text("44%")));
});

test("a share may differ by as many, other numbers by half of the resolution", () => {
  assert.ok(same(data({ share: 0.383333 }), data({ share: 0.366667 })));
  assert.not(same(data({ share: 0.383333 }), data({ share: 0.35 })));
  assert.not(same(data({ share: 0.3853 }), data({ share: 0.3687 })));
  assert.ok(same(data({ slope: 0.0003 }), data({ slope: 0.00034 })));
  assert.not(same(data({ slope: 0.0003 }), data({ slope: 0.00039 })));
});

test("the class of an item may differ near a border, and nowhere else", () => {
  const item = (group: string, slope: number) => data({ values: [{ group, slope }] });
  assert.ok(same(item("no effect", 9.9e-5), item("steerable", 1.01e-4)));
  assert.not(same(item("no effect", 9.9e-5), item("steerable", 3e-4)));
  assert.not(same(item("anti-steerable", -0.5), item("steerable", -0.5)));
});

test("a change of 1%, and a word, are told", () => {
  assert.not(same(data({ mean: 0.5 }), data({ mean: 0.505 })));
  assert.not(same(text("the vector works backwards"), text("the vector works")));
});

test("the coarsest of what the outputs state counts; without any there is none", () => {
  const finer = { absolute: 1e-5, slope: 2e-5, doubt: { "60": 2, "30": 1 } };
  const outputs = [noise, finer].map((one) => ({
    output_type: "display_data",
    data: {},
    metadata: noiseMark(one),
  }));
  assert.equal(noiseOf(outputs), { absolute: 5e-5, slope: 1e-4, doubt: { "60": 2, "30": 1 } });
  assert.is(noiseOf(text("a")), null);
});

test.run();
