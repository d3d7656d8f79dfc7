// Sums, units, projections and random directions of vectors: by hand on small numbers, and as declared vectors on the tiny checkpoint.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { BASE, USER_POS, concept, concepts } from "../../../src/runtime/concepts/index.js";
import { model } from "../../../src/runtime/session/index.js";
import {
  combined,
  directionsOf,
  projectedOut,
  randomDirections,
  unitDirections,
} from "../../../src/runtime/vectors/directions.js";
import { normOf, dot } from "../../../src/runtime/stats/linear-algebra.js";
import {
  combine,
  describeVector,
  extract,
  extractEach,
  extractionsOf,
  keptDirections,
  layersKnown,
  randomLike,
  trainedUnder,
  trainShiftOf,
  unit,
  without,
} from "../../../src/runtime/vectors/index.js";
import { tinyLlama } from "../../models/tiny.js";
import { failureOf } from "../concepts/failures.js";
import { tinyPairs, tinySession, type TinySession } from "./tiny-session.js";

let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 7 });
});
test.after(() => session.close());

const close = (value: number, expected: number, within: number) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected}`);
const at = (layers: Readonly<Record<number, readonly number[]>>) =>
  directionsOf(
    new Map(Object.entries(layers).map(([layer, numbers]) => [Number(layer), Float32Array.from(numbers)])),
    { pairs: 4 },
  );

test("a sum, at the layers that all terms have; by hand", () => {
  const [v, w] = [at({ 1: [1, 2], 2: [3, 4] }), at({ 2: [1, -1], 3: [5, 5] })];
  const sum = combined([
    { factor: 0.5, of: v },
    { factor: -2, of: w },
  ]);
  assert.equal([...sum.byLayer], [[2, Float32Array.of(-0.5, 4)]]);
  assert.is(sum.norms.get(2), Math.sqrt(16.25));
  assert.is(sum.pairs, 8);
});

test("what is left of terms that cancel is nothing, though rounding leaves something", () => {
  const v = at({ 0: [0.1, 0.7, -0.3] });
  const three = combined([{ factor: 3, of: v }]);
  const left = combined([
    { factor: 1, of: three },
    { factor: -3, of: v },
  ]);
  assert.is(left.norms.get(0), 0);
});

test("projected out: what is left is orthogonal, and doing it again changes nothing", () => {
  // (3, 4) without (1, 0) is (0, 4), whatever the length of the other.
  assert.equal(projectedOut(at({ 0: [3, 4] }), at({ 0: [10, 0] })).byLayer.get(0), Float32Array.of(0, 4));
  const [v, w] = [at({ 0: [0.3, -1, 2] }), at({ 0: [1, 1, 0.5] })];
  const left = projectedOut(v, w);
  close(dot(left.byLayer.get(0)!, w.byLayer.get(0)!), 0, 1e-7);
  const again = projectedOut(left, w).byLayer.get(0)!;
  left.byLayer.get(0)!.forEach((value, i) => close(again[i]!, value, 1e-7));
  assert.is(projectedOut(v, combined([{ factor: 0.1, of: v }])).norms.get(0), 0);
});

test("units and random directions: norms, seeds", () => {
  const v = at({ 0: [3, 4, 0, 0], 5: [0, 0, 0, 2] });
  assert.equal(unitDirections(v).byLayer.get(0), Float32Array.of(0.6, 0.8, 0, 0));
  const random = randomDirections(v, 3);
  close(random.norms.get(0)!, 5, 1e-6);
  close(random.norms.get(5)!, 2, 1e-6);
  // The same direction at every layer.
  close(dot(random.byLayer.get(0)!, random.byLayer.get(5)!), 10, 1e-5);
  assert.is(randomDirections(v, 3).hash, random.hash);
  assert.is.not(randomDirections(v, 4).hash, random.hash);
  assert.equal([...random.agreement], []);
});

const persona = { positive: "You are great.", negative: "You are bad." };
const pairs = tinyPairs(12);
const one = () => concept({ name: "One", pairs: pairs.slice(0, 6), persona });
const two = () => concept({ name: "Two", pairs: pairs.slice(6), persona, split: { train: 4, test: 2 } });

test("declared expressions: numbers, layers, words, kept in the store", async () => {
  const v = extract({ name: "v", concept: one(), model: session.tiny });
  const w = extract({ name: "w", concept: two(), model: session.tiny, layers: [1, 2], under: USER_POS });
  const sum = combine({
    name: "sum",
    terms: [
      { factor: 0.5, of: v },
      { factor: -1, of: unit({ name: "unit(w)", of: w }) },
    ],
  });
  assert.equal(await layersKnown(sum), [1, 2]);
  assert.is(await keptDirections(sum), null);
  const { byLayer, pairs: used } = await sum.directions();
  const [a, b] = [await v.directions(), await w.directions()];
  byLayer
    .get(2)!
    .forEach((value, i) =>
      close(value, 0.5 * a.byLayer.get(2)![i]! - b.byLayer.get(2)![i]! / b.norms.get(2)!, 1e-6),
    );
  assert.is(used, 10);
  assert.equal(await keptDirections(sum), await sum.directions());
  assert.is(
    describeVector(sum),
    "0.5 * (mean difference of One, read at answer, under BASE) - " +
      "(unit(mean difference of Two, read at answer, under USER_POS))",
  );
  assert.is(trainShiftOf(sum), "BASE + USER_POS");
  assert.equal(
    extractionsOf(sum).map((extraction) => extraction.concept.name),
    ["One", "Two"],
  );
  const left = without({ name: "p", of: v, without: w });
  close(dot((await left.directions()).byLayer.get(1)!, b.byLayer.get(1)!), 0, 1e-6);
  const random = randomLike({ name: "r", like: left, seed: 3 });
  close(normOf((await random.directions()).byLayer.get(1)!), (await left.directions()).norms.get(1)!, 1e-5);
  assert.is(
    describeVector(randomLike({ name: "r", like: v, seed: 3 })),
    "random like (mean difference of One, read at answer, under BASE) seed 3",
  );
  assert.is(trainShiftOf(random), "none");
});

test("trained under another shift: everything extracted in it, nothing else", async () => {
  const v = extract({ name: "v", concept: one(), model: session.tiny });
  const w = extract({ name: "w", concept: one(), model: session.tiny, under: USER_POS });
  const minus = combine({ name: "m", terms: [{ factor: -2, of: v }] });
  const moved = trainedUnder(minus, USER_POS);
  assert.is(moved.name, "m");
  assert.is(trainShiftOf(moved), "USER_POS");
  const direct = combine({ name: "d", terms: [{ factor: -2, of: w }] });
  assert.equal(await moved.directions(), await direct.directions());
  assert.is((await trainedUnder(moved, BASE).directions()).hash, (await minus.directions()).hash);
});

test("sets: one vector per concept, named as it is", async () => {
  const set = concepts({ name: "Both", members: [one(), concepts({ name: "Inner", members: [two()] })] });
  assert.equal(
    set.members.map(({ name }) => name),
    ["One", "Two"],
  );
  const own = extractEach({ name: "own", concepts: set, model: session.tiny, layers: [2] });
  assert.is(own.kind, "vectors");
  assert.equal(
    own.members.map(({ name }) => name),
    ["One", "Two"],
  );
  const alone = extract({ name: "v", concept: two(), model: session.tiny, layers: [2] });
  assert.is((await own.members[1]!.directions()).hash, (await alone.directions()).hash);
});

const v = () => extract({ name: "v", concept: one(), model: session.tiny, layers: [0, 1] });
const wrong: readonly [string, () => unknown, string][] = [
  [
    "no common layer",
    () => {
      const w = extract({ name: "w", concept: two(), model: session.tiny, layers: [2] });
      return without({ name: "p", of: v(), without: w, at: [4, 1] }).directions();
    },
    "E616: The vector p cannot be put together: its parts have no layer in common. " +
      "Combine vectors of one model, extracted at layers that they share.",
  ],
  [
    "two models",
    async () => {
      const other = model({ name: "other", source: await tinyLlama({ seed: 8 }) });
      const w = extract({ name: "w", concept: two(), model: other });
      const terms = [v(), w].map((of) => ({ factor: 1, of }));
      return combine({ name: "s", terms, at: [4, 1] }).directions();
    },
    "E616: The vector s cannot be put together: its parts come from two models, tiny and other. " +
      "Combine vectors of one model, extracted at layers that they share.",
  ],
  [
    "a vector without itself",
    () => without({ name: "p", of: v(), without: v(), at: [4, 1] }).directions(),
    "E604: The vector p has no length at layer 0. " +
      "Check that the pairs differ where they are read, that no factor is 0, and that the terms do not cancel.",
  ],
  [
    "a seed that is none",
    () => randomLike({ name: "r", like: v(), seed: 1.5, at: [4, 1] }),
    "E617: The seed 1.5 of the random direction is not a whole number from 0 on. Give one, such as `seed 3`.",
  ],
  [
    "a name twice in a set",
    () => concepts({ name: "Both", members: [one(), one()], at: [4, 1] }),
    "E415: The set Both has two concepts of the name One. " +
      "Name each once: rows and charts tell concepts apart by their names.",
  ],
  [
    "an empty set",
    () => concepts({ name: "None", members: [], at: [4, 1] }),
    "E416: The set None has no concepts. Give at least one concept or data set.",
  ],
];
for (const [what, work, message] of wrong)
  test(what, async () => {
    const error = await failureOf(work);
    assert.is(error.message, message);
    assert.is(error.place?.line, 4);
  });

test.run();
