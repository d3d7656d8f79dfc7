// Extraction methods: against steering-vectors, numpy and scikit-learn on the same activations (methods.py), and by hand.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import { gathering } from "../../../src/runtime/vectors/extraction/aggregate.js";
import { normOf, dot } from "../../../src/runtime/stats/linear-algebra.js";
import { describeVector, extract } from "../../../src/runtime/vectors/index.js";
import type { Method } from "../../../src/runtime/vectors/types.js";
import { tinyPairs, tinySession } from "./tiny-session.js";

interface Case {
  readonly name: string;
  readonly positive: readonly (readonly number[])[];
  readonly negative: readonly (readonly number[])[];
  /** steering-vectors, float32. */
  readonly mean: readonly number[];
  readonly pca: readonly number[];
  readonly logistic: readonly number[];
  /** numpy and scikit-learn, float64. */
  readonly svd: readonly number[];
  readonly newton: readonly number[];
}
const cases = JSON.parse(readFileSync(new URL("methods.json", import.meta.url), "utf8")) as Case[];

const made = async (method: Method, { positive, negative }: Pick<Case, "positive" | "negative">) => {
  const gathered = gathering(method, 1, positive[0]!.length);
  positive.forEach((row, i) => gathered.add([Float32Array.from(row)], [Float32Array.from(negative[i]!)]));
  const { vectors, agreement } = await gathered.result();
  return { vector: vectors[0]!, agreement: agreement[0]! };
};
const far = (vector: Float32Array, expected: readonly number[]) =>
  Math.max(...expected.map((value, i) => Math.abs(value - vector[i]!)));
const within = (difference: number, most: number) =>
  assert.ok(difference <= most, `differs by ${difference}`);

for (const one of cases) {
  test(`mean difference: ${one.name}`, async () => {
    const { vector } = await made("mean difference", one);
    within(far(vector, one.mean), 1e-5);
  });
  test(`pca: ${one.name}`, async () => {
    const { vector } = await made("pca", one);
    within(far(vector, one.svd), 1e-7);
    within(far(vector, one.pca), 2e-4);
    within(Math.abs(normOf(vector) - 1), 1e-7);
  });
  test(`logistic: ${one.name}`, async () => {
    const { vector } = await made("logistic", one);
    within(far(vector, one.newton), 1e-6);
    // The library's own solver stops early, at a tolerance of 1e-4.
    within(far(vector, one.logistic), 5e-3);
    within(Math.abs(normOf(vector) - 1), 1e-7);
  });
}

test("by hand: differences along two axes", async () => {
  // d = (3, 0), (3, 0), (0, 2): D^T D = diag(18, 4), so PCA takes the first axis; the mean is (2, 2/3).
  const pairs = { positive: [[3, 1], [4, 0], [0, 2]], negative: [[0, 1], [1, 0], [0, 0]] }; // prettier-ignore
  within(far((await made("pca", pairs)).vector, [1, 0]), 1e-15);
  assert.equal([...(await made("mean difference", pairs)).vector], [2, Math.fround(2 / 3)]);
  // The two axes are independent: w_x = 2 s(-3 w_x / 2) * 3 and w_y = s(-w_y) * 2, solved by bisection.
  const root = (f: (w: number) => number) => {
    let [low, high] = [0, 10];
    for (let i = 0; i < 200; i++) {
      const middle = (low + high) / 2;
      if (f(middle) > 0) high = middle;
      else low = middle;
    }
    return low;
  };
  const s = (z: number) => 1 / (1 + Math.exp(-z));
  const [x, y] = [root((w) => w - 6 * s((-3 * w) / 2)), root((w) => w - 2 * s(-w))];
  const { vector } = await made("logistic", pairs);
  within(far(vector, [x / Math.hypot(x, y), y / Math.hypot(x, y)]), 1e-7);
});

test("the sign points from the negative to the positive answers; no differences give no vector", async () => {
  const pairs = { positive: [[-3, 0], [-1, 0]], negative: [[0, 0], [0, 0]] }; // prettier-ignore
  for (const method of ["pca", "logistic"] as const)
    assert.equal(
      [...(await made(method, pairs)).vector].map((value) => value + 0),
      [-1, 0],
    );
  const same = { positive: [[1, 2]], negative: [[1, 2]] };
  for (const method of ["mean difference", "pca", "logistic"] as const)
    assert.equal([...(await made(method, same)).vector], [0, 0]);
});

test("mean difference and agreement by hand", async () => {
  // d = (2, 0) and (0, 2): the mean is (1, 1), and each is at 45 degrees to it.
  const { vector, agreement } = await made("mean difference", { positive: [[3, 1], [0, 2]], negative: [[1, 1], [0, 0]] }); // prettier-ignore
  assert.equal([...vector], [1, 1]);
  within(Math.abs(agreement - Math.SQRT1_2), 1e-15);
});

test("more pairs than numbers, and fewer, of one matrix: PCA by either product is the same direction", async () => {
  // Twelve differences [12][5]; padded with zeros to [12][40] they have the same singular vector, found by the other product.
  const value = (i: number, j: number) => Math.sin(3 * i + j * j + 1) + (j === 1 ? 1 : 0);
  const rows = (width: number) =>
    Array.from({ length: 12 }, (_, i) => Array.from({ length: width }, (_, j) => (j < 5 ? value(i, j) : 0)));
  const against = (width: number) => ({
    positive: rows(width),
    negative: rows(width).map((row) => row.map(() => 0)),
  });
  const [narrow, wide] = [await made("pca", against(5)), await made("pca", against(40))];
  within(far(wide.vector, [...narrow.vector, ...Array<number>(35).fill(0)]), 1e-7);
});

test("as clauses of an extraction: other vectors of the same pairs, each under a key of its own", async () => {
  const session = await tinySession({ seed: 7 });
  const spec = {
    name: "v",
    concept: concept({ name: "Delight", pairs: tinyPairs(12) }),
    model: session.tiny,
  };
  const mean = await extract(spec).directions();
  for (const by of ["pca", "logistic"] as const) {
    const vector = extract({ ...spec, by });
    const directions = await vector.directions();
    assert.is(describeVector(vector), `${by} of Delight, read at answer, under BASE`);
    within(Math.abs(directions.norms.get(2)! - 1), 1e-6);
    assert.ok(dot(directions.byLayer.get(2)!, mean.byLayer.get(2)!) > 0);
    assert.equal(await extract({ ...spec, by }).directions(), directions);
    const told = session.progress.filter(({ task }) => task.endsWith(`from tiny, ${by}`));
    assert.equal(
      told.map(({ done, total, unit }) => [done, total, unit]),
      [1, 2, 3, 4].map((layer) => [layer, 4, "layers"]),
    );
  }
  await session.close();
});

test.run();
