// Refits: which pairs make them, sums of vectors, the store, and what cannot be refitted.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import { measure, planMeasure } from "../../../src/runtime/evaluation/index.js";
import { combine, extract, randomLike, refitsOf, trainedPairs } from "../../../src/runtime/vectors/index.js";
import type { Vector } from "../../../src/runtime/vectors/types.js";
import { failureOf } from "../concepts/failures.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 9, context: 4096 });
});
test.after(() => session.close());

const on = () => concept({ name: "Again", pairs: tinyPairs(20) });
const intervals = { level: 0.95, resamples: 1000, seed: 0, over: "training pairs" } as const;
const spec = (vector: Vector, of = on()) => ({ name: "e", vector, on: of, layers: [1, 2], intervals });

test("a refit is the mean of differences drawn with replacement; a sum of vectors is refitted part by part", async () => {
  const of = on();
  const v = extract({ name: "v", concept: of, model: session.tiny });
  assert.is(trainedPairs(v).size, 8);
  const refitting = { count: 40, seed: 3, layers: [2] };
  const refits = await refitsOf(v, refitting);
  const again = await refitsOf(v, refitting);
  assert.equal(
    refits.map(({ hash }) => hash),
    again.map(({ hash }) => hash),
  );
  assert.ok(new Set(refits.map(({ hash }) => hash)).size > 30);
  // The mean over many refits is near the vector: its distance is that of one refit over the root of 40.
  const own = (await v.directions()).byLayer.get(2)!;
  const numbers = refits.map(({ byLayer }) => byLayer.get(2)!);
  const distance = (from: ArrayLike<number>) =>
    Math.sqrt(own.reduce((sum, value, i) => sum + (value - from[i]!) ** 2, 0));
  const middle = own.map((_, i) => numbers.reduce((sum, one) => sum + one[i]!, 0) / numbers.length);
  assert.ok(distance(middle) < distance(numbers[0]!) / 3);
  const twice = combine({
    name: "twice",
    terms: [
      { factor: 3, of: v },
      { factor: -1, of: v },
    ],
  });
  const [doubled] = await refitsOf(twice, refitting);
  doubled!.byLayer.get(2)!.forEach((value, i) => assert.ok(Math.abs(value - 2 * numbers[0]![i]!) < 1e-5));
});

for (const by of ["mean difference", "pca", "logistic"] as const)
  test(`${by}: an interval over items and training pairs, planned to the cell, the same from the store`, async () => {
    const of = on();
    const vector = () => extract({ name: "v", concept: of, model: session.tiny, by });
    const plan = await planMeasure(spec(vector(), of));
    const first = await measure(spec(vector(), of));
    const { measured } = { measured: first.summary[0]! };
    assert.equal([measured.interval.over, measured.interval.refits], ["items and training pairs", 50]);
    assert.ok(measured.interval.low < measured.mean && measured.mean < measured.interval.high);
    assert.ok(measured.pValue > 0 && measured.pValue < 1);
    assert.match(String(first.receipt.settings["intervals"]), "over items and training pairs (50 refits)");
    const items = await measure({ ...spec(vector(), of), intervals: { ...intervals, over: "items" } });
    assert.equal(
      items.items.map(({ slope }) => slope.toFixed(4)),
      first.items.map(({ slope }) => slope.toFixed(4)),
    );
    assert.is(items.summary[0]!.interval.over, "items");
    assert.is(JSON.stringify(await measure(spec(vector(), of))), JSON.stringify(first));
    const later = await planMeasure(spec(vector(), of));
    // Refits of the same draws are one; the plan before cannot know that.
    assert.ok(later.stored === later.measurements && later.measurements <= plan.measurements);
  });

test("vectors without training pairs, or with too few, are refused by name", async () => {
  const v = extract({ name: "v", concept: on(), model: session.tiny });
  const random = randomLike({ name: "r", like: v, seed: 1 });
  const few = concept({ name: "Few", pairs: tinyPairs(12), split: { train: 3, test: 6 } });
  const codes = [random, extract({ name: "f", concept: few, model: session.tiny })];
  const words = ["no pairs trained it", "only 3 trained it, and resamples of fewer than 4 say nothing"];
  for (const [i, vector] of codes.entries()) {
    const error = await failureOf(() => measure(spec(vector)));
    assert.is(error.code, "E629");
    assert.match(error.message, words[i]!);
  }
});

test.run();
