// Several vectors, concepts and shifts in one evaluation: the same numbers as each measured by itself, in the stated order.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { BASE, SYS_NEG, SYS_POS, USER_NEG, USER_POS, concept } from "../../../src/runtime/concepts/index.js";
import type { Concept, ConceptSet } from "../../../src/runtime/concepts/types.js";
import type { MeasureSpec } from "../../../src/runtime/evaluation/specs.js";
import { measure, planMeasure } from "../../../src/runtime/evaluation/index.js";
import type { Row } from "../../../src/runtime/results/evaluation.js";
import { dot } from "../../../src/runtime/stats/linear-algebra.js";
import { extract } from "../../../src/runtime/vectors/index.js";
import { orthogonalUnits, randomUnits } from "../../../src/runtime/evaluation/controls/random-directions.js";
import type { Vector, VectorSet } from "../../../src/runtime/vectors/types.js";
import { model } from "../../../src/runtime/session/index.js";
import { failureOf } from "../concepts/failures.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 9, context: 4096 });
});
test.after(() => session.close());

const persona = { positive: "You are great.", negative: "You are bad." };
const named = (name: string, pairs: number, change: object = {}): Concept =>
  concept({ name, pairs: tinyPairs(pairs), persona, ...change });
const turned = (name: string, pairs: number): Concept =>
  concept({
    name,
    persona,
    pairs: tinyPairs(pairs).map(({ prompt, positive, negative }, i) => ({
      prompt: `${prompt} ${i % 2 ? "so" : "very"}`,
      positive: negative,
      negative: positive,
    })),
  });
const vectorOf = (of: Concept, change: object = {}): Vector =>
  extract({ name: of.name, concept: of, model: session.tiny, ...change });
const setOf = (...members: Concept[]): { concepts: ConceptSet; vectors: VectorSet } => ({
  concepts: { kind: "concepts", name: "Both", members },
  vectors: { kind: "vectors", name: "own", members: members.map((one) => vectorOf(one)) },
});
const spec = (change: Pick<MeasureSpec, "vector" | "on"> & Partial<MeasureSpec>): MeasureSpec => ({
  name: "together",
  layers: [1, 2],
  multipliers: [-1, 0, 1],
  against: { random: 0 },
  ...change,
});
const condition = ({ concept, vector, train_shift, test_shift, layer }: Row) =>
  [concept, vector, train_shift, test_shift, layer].join(" ");
const conditionsOf = (rows: readonly Row[]) => [...new Set(rows.map(condition))];
/** Packing changes numbers by about 1e-5. */
const alike = (rows: readonly Row[], others: readonly Row[]) => {
  assert.is(rows.length, others.length);
  rows.forEach((row, i) => {
    const other = others[i]!;
    assert.equal({ ...row, propensity: 0 }, { ...other, propensity: 0 });
    assert.ok(Math.abs(row.propensity - other.propensity) < 1e-4, `${row.propensity}, ${other.propensity}`);
  });
};

test("a set of vectors on a set of concepts: each on its own, or every one on every one", async () => {
  const [a, b] = [named("A", 12), turned("B", 12)];
  const { concepts, vectors } = setOf(a, b);
  const own = await measure(spec({ vector: vectors, on: concepts }));
  assert.equal(conditionsOf(own.rows), [
    "A A BASE BASE 1",
    "A A BASE BASE 2",
    "B B BASE BASE 1",
    "B B BASE BASE 2",
  ]);
  const every = await measure(spec({ vector: vectors, on: [a, b], pairing: "every", layers: [1] }));
  assert.equal(
    every.summary.map(({ concept, vector }) => concept + vector),
    ["AA", "AB", "BA", "BB"],
  );
  const parts = [
    await measure(spec({ vector: vectors.members[0]!, on: a })),
    await measure(spec({ vector: vectors.members[1]!, on: b })),
  ];
  alike(
    own.rows,
    parts.flatMap(({ rows }) => rows),
  );
  const crossed = await measure(spec({ vector: vectors.members[1]!, on: a, layers: [1] }));
  alike(
    every.rows.filter(({ concept, vector }) => concept + vector === "AB"),
    crossed.rows,
  );
});

test("a single vector goes to all concepts beside a set that stays at home", async () => {
  const [a, b] = [named("A", 12), turned("B", 12)];
  const { vectors } = setOf(a, b);
  const single = vectorOf(a, { name: "single", read: { kind: "last" } });
  const { summary, receipt } = await measure(spec({ vector: [single, vectors], on: [b, a], layers: [1] }));
  assert.equal(
    summary.map(({ concept, vector }) => `${concept} ${vector}`),
    ["B single", "B B", "A single", "A A"],
  );
  assert.equal(
    receipt.vectors.map(({ name }) => name),
    ["single", "B", "A"],
  );
  assert.equal(
    receipt.concepts.map(({ name, items }) => [name, items]),
    [
      ["B", 6],
      ["A", 6],
    ],
  );
});

test("trained shifts times tested shifts: the vectors of one extraction each", async () => {
  const on = named("A", 12);
  const vector = vectorOf(on);
  const asked = spec({ vector, on, layers: [1], trained: [BASE, SYS_POS], under: [BASE, USER_NEG] });
  const { rows, receipt } = await measure(asked);
  assert.equal(conditionsOf(rows), [
    "A A BASE BASE 1",
    "A A BASE USER_NEG 1",
    "A A SYS_POS BASE 1",
    "A A SYS_POS USER_NEG 1",
  ]);
  const shifted = await measure(
    spec({ vector: vectorOf(on, { under: SYS_POS }), on, layers: [1], under: [BASE, USER_NEG] }),
  );
  alike(
    rows.filter(({ train_shift }) => train_shift === "SYS_POS"),
    shifted.rows,
  );
  assert.equal(
    receipt.vectors.map(({ trained }) => trained),
    ["BASE", "SYS_POS"],
  );
  assert.is(receipt.vectors[1]!.hash, shifted.receipt.vectors[0]!.hash);
  assert.is.not(receipt.vectors[0]!.hash, receipt.vectors[1]!.hash);
  const plan = await planMeasure(asked);
  // 6 pairs x 2 shifts; untouched and 2 multipliers of 2 vectors each; all of it in the store now.
  assert.equal([plan.items, plan.measurements, plan.stored], [12, 12 * 5, 60]);
  assert.equal(
    plan.extractions.map(({ pairs, stored }) => [pairs, stored]),
    [
      [4, true],
      [4, true],
    ],
  );
});

test("equal norms: every trained vector has the norm of the one trained under BASE", async () => {
  const on = concept({
    name: "Letters",
    format: "chat",
    persona,
    pairs: tinyPairs(12).map(({ prompt }, i) =>
      i % 2 ? { prompt, positive: "(A)", negative: "(B)" } : { prompt, positive: "(B)", negative: "(A)" },
    ),
  });
  const { receipt } = await measure(
    spec({
      vector: vectorOf(on, { protocol: "paper" }),
      on,
      trained: [BASE, SYS_NEG, USER_POS],
      protocol: "paper",
    }),
  );
  const [base, ...others] = receipt.vectors;
  for (const { norms } of others)
    for (const layer of ["1", "2"])
      assert.ok(Math.abs(norms[layer]! / base!.norms[layer]! - 1) < 1e-6, `norm at layer ${layer}`);
});

test("one task for everything; a rerun answers with the same bytes and runs nothing", async () => {
  const { concepts, vectors } = setOf(named("P", 14), turned("Q", 14));
  const asked = spec({ vector: vectors, on: concepts, trained: [BASE, USER_POS] });
  session.progress.length = 0;
  const first = JSON.stringify(await measure(asked));
  const measuring = session.progress.filter(({ task }) => task.includes("measure"));
  assert.equal([...new Set(measuring.map(({ task }) => task))], ["together: measure own on Both"]);
  assert.equal(
    measuring.map(({ done, total }) => [done, total]),
    Array.from({ length: 15 }, (_, done) => [done, 14]),
  );
  session.progress.length = 0;
  assert.is(JSON.stringify(await measure(asked)), first);
  assert.equal(session.progress, []);
});

test("controls: what the numbers are, against single directions measured by hand", async () => {
  const on = named("A", 12);
  const vector = vectorOf(on);
  const { summary } = await measure(
    spec({ vector, on, layers: [2], multipliers: [-1, 0, 2], against: { random: 2, orthogonal: 3 } }),
  );
  const { byLayer, norms } = await vector.directions();
  const [along, norm] = [byLayer.get(2)!, norms.get(2)!];
  const { engine, checkpoint } = await session.tiny.open();
  const pairs = on.splits.test.map((place) => on.pairs[place]!);
  const slopeOf = async (unit: Float32Array) => {
    const slopes: number[] = [];
    for (const pair of pairs) {
      const tokens = checkpoint.tokenizer.encode(pair.prompt);
      const [positive, negative] = [pair.positive, pair.negative].map((answer) =>
        checkpoint.tokenizer.encode(pair.prompt + answer).at(tokens.length)!,
      );
      const at = tokens.length - 1;
      const groups = [-1, 2].map((multiplier) => ({
        key: String(multiplier),
        sequences: [
          {
            tokens,
            steered: {
              tokens: [at],
              terms: [{ layer: 2, direction: 0, add: multiplier * norm, ablate: 0 }],
            },
            reads: [{ kind: "logits" as const, at, ids: [positive!, negative!] }],
          },
        ],
      }));
      const found: number[] = [];
      for await (const { readings } of engine.run([unit], groups)) {
        const [logits] = readings[0] as Float32Array[];
        found.push(logits![0]! - logits![1]!);
      }
      slopes.push((found[1]! - found[0]!) / 3);
    }
    return slopes.reduce((sum, value) => sum + value, 0) / slopes.length;
  };
  const check = async (found: { low: number; high: number; mean: number }, units: Float32Array[]) => {
    const slopes: number[] = [];
    for (const unit of units) slopes.push(await slopeOf(unit));
    assert.ok(Math.abs(found.low - Math.min(...slopes)) < 1e-4);
    assert.ok(Math.abs(found.high - Math.max(...slopes)) < 1e-4);
    assert.ok(Math.abs(found.mean - slopes.reduce((sum, value) => sum + value, 0) / slopes.length) < 1e-4);
  };
  const compared = { concept: on.hash, vector, layer: 2 };
  const orthogonal = orthogonalUnits(3, along, compared);
  for (const unit of orthogonal) {
    assert.ok(Math.abs(dot(unit, along)) / norm < 1e-6, "orthogonal to the vector");
    assert.ok(Math.abs(dot(unit, unit) - 1) < 1e-6, "of length 1");
  }
  await check(summary[0]!.randomBaseline!, randomUnits(2, along.length, compared));
  await check(summary[0]!.orthogonalBaseline!, orthogonal);
  assert.is(summary[0]!.promptBaseline, null);
});

test("prompt only: differences of unsteered propensities, from evaluations that test under the shifts", async () => {
  const on = named("A", 12);
  const vector = vectorOf(on);
  const { summary, rows } = await measure(spec({ vector, on, layers: [1], against: { promptOnly: true } }));
  assert.equal(conditionsOf(rows), ["A A BASE BASE 1"]);
  const shifts = [SYS_POS, SYS_NEG, USER_POS, USER_NEG];
  const tested = await measure(spec({ vector, on, layers: [1], under: [BASE, ...shifts] }));
  const baseline = new Map(tested.summary.map(({ test_shift, baseline }) => [test_shift, baseline]));
  const { promptBaseline } = summary[0]!;
  assert.equal(
    promptBaseline!.map(({ shift, n }) => [shift, n]),
    shifts.map(({ name }) => [name, 6]),
  );
  for (const { shift, effect, interval } of promptBaseline!) {
    assert.ok(Math.abs(effect - (baseline.get(shift)! - baseline.get("BASE")!)) < 1e-4);
    assert.ok(interval.low <= effect && effect <= interval.high);
  }
  const without = named("C", 12, { persona: undefined });
  const plain = await measure(spec({ vector, on: without, layers: [1], against: { promptOnly: true } }));
  assert.is(plain.summary[0]!.promptBaseline, null);
});

test("what cannot be measured together", async () => {
  const [a, b] = [named("A", 12), turned("B", 12)];
  const { vectors } = setOf(a);
  const codes: [string, MeasureSpec][] = [
    ["E620", spec({ vector: vectors, on: [a, b] })],
    ["E621", spec({ vector: vectorOf(a), on: [a, turned("A", 12)] })],
    ["E621", spec({ vector: [vectorOf(a), vectorOf(a, { under: SYS_POS })], on: a })],
    ["E622", spec({ vector: [], on: a })],
    [
      "E619",
      spec({
        vector: [
          vectorOf(a),
          vectorOf(b, { model: model({ name: "loud", source: session.folder, system: "Shout." }) }),
        ],
        on: a,
      }),
    ],
  ];
  for (const [code, asked] of codes)
    for (const ask of [measure, planMeasure]) assert.is((await failureOf(() => ask(asked))).code, code);
});

test.run();
