// The size of an evaluation's results: counted by hand, and refused before anything runs where it does not fit.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import { measure, planMeasure } from "../../../src/runtime/evaluation/index.js";
import { requireRoom, sizeOf } from "../../../src/runtime/evaluation/design/memory.js";
import { planWords } from "../../../src/runtime/report/plan/index.js";
import { extract } from "../../../src/runtime/vectors/index.js";
import type { Variant } from "../../../src/runtime/evaluation/design/pairings.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

const test = suite("memory");
let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 4 });
});
test.after(() => session.close());

const many = (count: number) => Array.from({ length: count }, () => ({ tested: true }));
const variant = (layers: number) =>
  ({ layers: Array.from({ length: layers }, (_, l) => l) }) as unknown as Variant;

test("forty sets at thirty layers under 25 pairs of shifts with eleven multipliers: 165 million rows, which do not fit", () => {
  // 5 training shifts make 5 vectors of each set; 5 tested shifts make 5 x 500 items.
  const pairings = Array.from({ length: 40 }, () => ({
    variants: Array.from({ length: 5 }, () => variant(30)),
  }));
  const texts = pairings.map(() => many(5 * 500));
  const multipliers = Array.from({ length: 11 }, (_, m) => m);
  const size = sizeOf({}, pairings, texts, { multipliers });
  assert.is(size.rows, 40 * 30 * 25 * 11 * 500);
  assert.ok(size.bytes > 20e9 && size.bytes < 30e9, String(size.bytes));
  assert.throws(
    () => requireRoom(size, "transfer"),
    /The results of transfer do not fit: 165,000,000 rows take about 24 GB/,
  );
  requireRoom({ ...size, bytes: size.room }, "transfer");
  const chosen = { what: ["layer"], on: "tune", for: "steerability" } as const;
  assert.is(sizeOf({ choose: chosen }, pairings, texts, { multipliers }).rows, size.rows / 30);
});

test("items that are not tested themselves make no rows", () => {
  const size = sizeOf({}, [{ variants: [variant(2)] }], [[...many(3), { tested: false }]], {
    multipliers: [0, 1],
  });
  assert.is(size.rows, 3 * 2 * 2);
});

test("the plan says as many rows as the measurement then has", async () => {
  const on = concept({ name: "Film", pairs: tinyPairs(12) });
  const vector = extract({ name: "v", concept: on, model: session.tiny });
  const spec = { name: "e", vector, on, layers: [1, 2], against: { random: 0 } };
  const plan = await planMeasure(spec);
  assert.is(plan.memory.rows, (await measure(spec)).rows.length);
  assert.match(planWords(plan), /rows {8}\d+, about 1 MB of memory\n/);
  const big = planWords({ ...plan, memory: { rows: 165e6, bytes: 24 * 2 ** 30, room: 2.4 * 2 ** 30 } });
  assert.match(big, "165,000,000, about 24 GB of memory: MORE THAN THE 2.4 GB THAT THERE IS ROOM FOR");
});

test.run();
