// What the engine answers does not depend on how the planner packs, and costs are what a hand count gives.
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  planner,
  sideBySide,
  type Engine,
  type Group,
  type GroupReadings,
  type Packing,
  type Sequence,
} from "../../../src/runtime/engine/index.js";
import { withEngine } from "./opened.js";

const unit = Float32Array.from({ length: 32 }, (_, i) => (i === 5 ? 1 : 0));
const prompts = [
  [5, 6, 7, 8, 9, 10],
  [5, 6, 7, 20, 21],
  [5, 6, 30, 31, 32, 33, 34, 35],
];

/** Multipliers x two answers of two tokens, steered from the last prompt token, read at the first answer token. */
const item = (prompt: readonly number[], key: string): Group => ({
  key,
  sequences: [-1, 0, 1].flatMap((multiplier) =>
    [40, 50].map((answer): Sequence => {
      const tokens = [...prompt, answer, 60];
      const at = prompt.length - 1;
      const terms = [{ layer: 1, direction: 0, add: 4 * multiplier, ablate: 0 }];
      return {
        tokens,
        steered: multiplier === 0 ? null : { tokens: [at, at + 1, at + 2], terms },
        reads: [
          { kind: "logits", at: at + 1, ids: [1, 2, 3] },
          { kind: "log-probs", at, ids: [answer] },
          { kind: "residual", at: at + 1, layers: [0, 2, 3] },
        ],
      };
    }),
  ),
});
const groups = prompts.map((prompt, i) => item(prompt, `item ${i}`));

const flat = (readings: GroupReadings["readings"]): number[][] =>
  readings.map((sequence) =>
    sequence.flatMap((r) => (r instanceof Float32Array ? [...r] : r.flatMap((layer) => [...layer]))),
  );

async function numbers(
  engine: Engine,
  packing: Partial<Packing>,
  work: readonly Group[] = groups,
): Promise<number[][]> {
  const all: number[][] = [];
  for await (const { readings } of engine.run([unit], work, { packing })) all.push(...flat(readings));
  return all;
}

const largest = (a: readonly number[][], b: readonly number[][]): number =>
  Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));

const ways: Readonly<Record<string, Partial<Packing>>> = {
  "one item a pass": { together: false },
  "items share a pass": { together: true },
  "no sharing": { sharing: false, together: false },
  "rows side by side": { together: false, rows: 3 },
  "rows of single sequences": { sharing: false, together: false, rows: 4 },
  "passes of few tokens": { tokens: 9 },
};

test("packing changes no number beyond 1e-5", () =>
  withEngine({ seed: 3 }, async (engine) => {
    const alone = await numbers(engine, { sharing: false, together: false });
    for (const [name, packing] of Object.entries(ways))
      assert.ok(largest(alone, await numbers(engine, packing)) < 1e-5, name);
  }));

test("the same packing gives the same bits twice", () =>
  withEngine({ seed: 3 }, async (engine) => {
    assert.equal(await numbers(engine, {}), await numbers(engine, {}));
  }));

test("groups that are done are left out, and the others are bit for bit as without", () =>
  withEngine({ seed: 3 }, async (engine) => {
    const packing = { tokens: 20 };
    const whole = await numbers(engine, packing);
    const done = new Set([groups[0]!.key]);
    const rest: number[][] = [];
    for await (const { key, readings } of engine.run([unit], groups, { packing, done })) {
      assert.is.not(key, groups[0]!.key);
      rest.push(...flat(readings));
    }
    assert.equal(rest, whole.slice(groups[0]!.sequences.length));
    assert.is(engine.cost(groups, { packing, done }).passes, engine.cost(groups, { packing }).passes - 1);
    assert.is(engine.cost(groups, { done: new Set(groups.map(({ key }) => key)) }).tokens, 0);
  }));

test("multiplier 0 is bit for bit the untouched row beside it; another multiplier is not", () =>
  withEngine({ seed: 4 }, async (engine) => {
    const tokens = prompts[0]!;
    const steered = (add: number): Group => ({
      key: String(add),
      sequences: [
        {
          tokens,
          steered: { tokens: [3, 4, 5], terms: [{ layer: 2, direction: 0, add, ablate: 0 }] },
          reads: [{ kind: "logits", at: 5, ids: Array.from({ length: 64 }, (_, i) => i) }],
        },
      ],
    });
    const untouched: Group = {
      key: "untouched",
      sequences: [{ ...steered(0).sequences[0]!, steered: null }],
    };
    const [zero, none, one] = await numbers(engine, sideBySide, [steered(0), untouched, steered(3)]);
    assert.equal(zero, none);
    assert.not.equal(one, none);
  }));

test("untouched logits equal those of a graph without steering inputs within 1e-5", async () => {
  const work: Group[] = prompts.map((tokens, i) => ({
    key: String(i),
    sequences: [
      { tokens, steered: null, reads: [{ kind: "logits", at: tokens.length - 1, ids: [1, 2, 3, 4] }] },
    ],
  }));
  const found: number[][][] = [];
  for (const steering of [true, false])
    await withEngine({ seed: 5 }, async (engine) => void found.push(await numbers(engine, {}, work)), {
      steering,
    });
  assert.ok(largest(found[0]!, found[1]!) < 1e-5);
});

test("ablation leaves no projection on the direction", () =>
  withEngine({ seed: 6 }, async (engine) => {
    const tokens = prompts[2]!;
    const sequence: Sequence = {
      tokens,
      steered: { tokens: [6, 7], terms: [{ layer: 2, direction: 0, add: 0, ablate: 1 }] },
      reads: [
        { kind: "residual", at: 5, layers: [2] },
        { kind: "residual", at: 7, layers: [2] },
      ],
    };
    for await (const { readings } of engine.run([unit], [{ key: "a", sequences: [sequence] }])) {
      const [before, after] = readings[0]! as [Float32Array[], Float32Array[]];
      assert.ok(Math.abs(before[0]![5]!) > 1e-3);
      assert.ok(Math.abs(after[0]![5]!) < 1e-6);
    }
  }));

test("rows of the whole vocabulary bound a pass, and each read finds its own", () =>
  withEngine({ seed: 3 }, async (engine, config) => {
    const work = Array.from({ length: 300 }, (_, i): Group => ({
      key: String(i),
      sequences: [{ tokens: [i % 90], steered: null, reads: [{ kind: "vocabulary", at: 0 }] }],
    }));
    const read = await numbers(engine, {}, work);
    read.forEach((row, i) => {
      assert.is(row.length, config.vocabulary);
      assert.ok(largest([row], [read[i % 90]!]) < 1e-5);
    });
    assert.ok(largest([read[0]!], [read[1]!]) > 1e-3);
    // 300 rows of 64 MiB / 4 B / 65536 logits: 256 fit into one pass, so two are needed.
    const wide = planner({ ...config, vocabulary: 65536 }, { device: "cpu" }).cost(work);
    assert.equal([wide.vocabularyRows, wide.passes], [300, 2]);
  }));

// By hand for the first item: trunk of 5 unsteered prompt tokens; multiplier 0 adds the last prompt token and two answers
// (3 nodes), each other multiplier the same steered (3 nodes), the second answer token is behind every read: 5 + 3 * 3 = 14.
test("cost counts shared and unshared tokens as by hand", () =>
  withEngine({ seed: 3 }, async (engine) => {
    const cost = engine.cost([groups[0]!]);
    assert.is(cost.tokens, 14);
    assert.is(cost.tokensUnshared, 6 * 8);
    assert.is(cost.rowsUnshared, 6);
    assert.is(cost.passes, 1);
    assert.is(cost.vocabularyRows, 6);
    assert.is(engine.cost([groups[0]!], { packing: { sharing: false, together: false } }).passes, 6);
    assert.is(engine.cost(groups).passes, 1);
    // Items 2 and 3 share tokens 5, 6 (and 7) with item 1: 14 + (4 - 3 + 9) + (7 - 2 + 9).
    assert.is(engine.cost(groups).tokens, 14 + 10 + 14);
  }));

test.run();
