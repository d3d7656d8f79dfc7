// Choosing a layer and a multiplier: the arithmetic by hand and against scipy, then the whole on the tiny checkpoint, whose numbers are
// computed a second time from evaluations of the tuning pairs and from the engine's logits.
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import type { MeasureSpec } from "../../../src/runtime/evaluation/specs.js";
import { choose } from "../../../src/runtime/evaluation/selection/rank.js";
import { divergences } from "../../../src/runtime/stats/kl-divergence.js";
import { klByLayer } from "../../../src/runtime/analyses/kl-by-layer.js";
import { measure, planMeasure } from "../../../src/runtime/evaluation/index.js";
import { extract } from "../../../src/runtime/vectors/index.js";
import { failureOf } from "../concepts/failures.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 9, context: 4096 });
});
test.after(() => session.close());

const close = (value: number, expected: number, within: number) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected}`);

test("divergence: scipy's, by hand, and 0 for equal logits", () => {
  const cases = JSON.parse(readFileSync(new URL("divergence.json", import.meta.url), "utf8")) as {
    p: number[];
    q: number[];
    kl: number;
  }[];
  for (const { p, q, kl } of cases)
    close(divergences(Float32Array.from(p), [Float32Array.from(q)])[0]!, kl, 1e-12);
  // (1/2, 1/2) against (1/4, 3/4): ln 2 / 2 + ln(2/3) / 2.
  const [hand, none] = divergences(Float32Array.of(1, 1), [
    Float32Array.of(0, Math.log(3)),
    Float32Array.of(7, 7),
  ]);
  close(hand!, Math.log(2) / 2 + Math.log(2 / 3) / 2, 1e-7);
  assert.is(none, 0);
});

const offers = [
  { layer: 3, multiplier: 1, kl: 0.2 },
  { layer: 4, multiplier: 1, kl: 0.9 },
  { layer: 5, multiplier: 1, kl: 0.4 },
];
// Three items, three layers: means 1, 3, 2; right way 3, 2, 3 of 3.
const values = [
  [
    [1, 5, 2],
    [1, 5, 2],
    [1, -1, 2],
  ],
];
const how = { goal: "steerability", budget: null, seed: 0, resamples: 500 } as const;

test("by hand: the largest mean; within a budget; the most items steered the right way, ties by the mean", () => {
  const layer = (change: object) => {
    const { place, candidates } = choose(offers, values, { ...how, ...change });
    return candidates[place]!.layer;
  };
  assert.is(layer({}), 4);
  assert.is(layer({ budget: 0.5 }), 5);
  assert.is(layer({ goal: "reliability" }), 5);
  const { candidates } = choose(offers, values, { ...how, budget: 0.5 });
  assert.equal(
    candidates.map(({ score, allowed }) => [score, allowed]),
    [
      [1, true],
      [3, false],
      [2, true],
    ],
  );
});

test("by hand: stability is the share of resamples in which the choice stays", () => {
  // Of three draws, k are the third item: layer 4 has mean 5 - 2k and stays ahead of 2 for k = 0 and 1, with chance
  // (2/3)^3 + 3 (1/3) (2/3)^2 = 20/27.
  const { stability } = choose(offers, values, { ...how, resamples: 20_000 });
  close(stability, 20 / 27, 0.015);
  assert.is(choose(offers, values, { ...how, budget: 0.5 }).stability, 1);
});

test("concepts count alike, however many items they have", () => {
  const one = [[[4, 0, 0]], Array.from({ length: 9 }, () => [0, 1, 0])];
  assert.is(choose(offers, one, how).place, 0);
});

test("means within the resolution are equal, and the first is taken; shares of items are compared as they are", () => {
  const near = [[[1, 1.15]]];
  assert.is(choose(offers.slice(0, 2), near, { ...how, resolution: 0.1 }).place, 1);
  assert.is(choose(offers.slice(0, 2), near, { ...how, resolution: 0.2 }).place, 0);
  // Beyond 0.5: 2 of 3, and 3 of 3 with the lower mean. A third is less than the resolution of the values, which says nothing of shares.
  const three = [
    [
      [1.9, 0.6],
      [1.9, 0.6],
      [0.4, 0.6],
    ],
  ];
  const reliable = { ...how, goal: "reliability", resolution: 0.5 } as const;
  assert.is(choose(offers.slice(0, 2), three, reliable).place, 1);
});

test("nothing within the budget", async () => {
  const error = await failureOf(async () => choose(offers, values, { ...how, budget: 0.1 }));
  assert.is(
    error.message,
    "E623: Nothing stays within drift 0.1 nats: the least, at layer 3 with multiplier 1, drifts 0.200 nats. " +
      "Allow more drift, or offer smaller multipliers.",
  );
});

const divided = (test: "tune" | "test") =>
  concept({
    name: "Delight",
    pairs: tinyPairs(20),
    split: test === "test" ? { train: 8, tune: 5, test: 7, shuffled: 0 } : { train: 8, test: 5, shuffled: 0 },
  });
const spec = (change: Partial<MeasureSpec> = {}): MeasureSpec & { on: ReturnType<typeof divided> } => {
  const on = divided("test");
  const vector = extract({ name: "v", concept: on, model: session.tiny });
  return {
    name: "best",
    multipliers: [-1, 0, 1, 2],
    against: { random: 2 },
    choose: { what: ["layer"], on: "tune", for: "steerability", at: [9, 3] },
    vector,
    ...change,
    on,
  };
};

test("the layer is the one that an evaluation of the tuning pairs puts first; test pairs are measured there alone", async () => {
  const { selection, summary, rows, receipt } = await measure(spec());
  const on = divided("tune");
  const vector = extract({ name: "v", concept: divided("test"), model: session.tiny });
  const tuned = await measure({
    name: "tuned",
    vector,
    on,
    multipliers: [-1, 0, 1, 2],
    against: { random: 0 },
  });
  assert.equal(
    selection!.candidates.map(({ layer, multiplier }) => [layer, multiplier]),
    [0, 1, 2, 3].map((layer) => [layer, 2]),
  );
  selection!.candidates.forEach(({ score }, layer) => close(score, tuned.summary[layer]!.mean, 1e-4));
  const highest = tuned.summary.reduce((best, one) => (one.mean > best.mean ? one : best));
  assert.is(selection!.layer, highest.layer);
  assert.equal([selection!.multiplier, selection!.items, selection!.maxKl], [null, 5, null]);
  assert.equal(
    summary.map(({ layer, n }) => [layer, n]),
    [[selection!.layer, 7]],
  );
  assert.is(rows.length, 7 * 4);
  assert.is(receipt.selection!.candidates, 4);
  assert.is(receipt.settings["choose"], "layer on tune for steerability");
});

test("drift: the mean KL of the engine's own logits over the prompts that are named", async () => {
  const asked = spec();
  const { selection } = await measure(asked);
  // The tiny tokenizer spells English out, so the tuning pairs are taken. Their answers part where the prompt ends.
  assert.is(selection!.prompts, "5 tune pairs themselves, where their answers part");
  const vector = extract({ name: "v", concept: asked.on, model: session.tiny });
  const { byLayer, norms } = await vector.directions();
  const { engine, checkpoint } = await session.tiny.open();
  const prompts = asked.on.splits.tune.map((place) => asked.on.pairs[place]!.prompt);
  const ids = Array.from({ length: checkpoint.config.vocabulary }, (_, id) => id);
  for (const { layer, kl } of selection!.candidates) {
    const norm = norms.get(layer)!;
    const unit = byLayer.get(layer)!.map((value) => value / norm);
    let sum = 0;
    for (const prompt of prompts) {
      const tokens = checkpoint.tokenizer.encode(prompt);
      const at = tokens.length - 1;
      const reads = [{ kind: "log-probs" as const, at, ids }];
      const terms = [{ layer, direction: 0, add: 2 * norm, ablate: 0 }];
      const groups = [null, { tokens: [at], terms }].map((steered, i) => ({
        key: String(i),
        sequences: [{ tokens, steered, reads }],
      }));
      const found: Float32Array[] = [];
      for await (const { readings } of engine.run([unit], groups))
        found.push(readings[0]![0] as Float32Array);
      sum += found[0]!.reduce((kl, p, i) => kl + Math.exp(p) * (p - found[1]![i]!), 0);
    }
    close(kl, sum / prompts.length, 1e-5);
  }
});

test("drift by itself: on one's own prompts the same numbers; multiplier 0 drifts by nothing", async () => {
  const asked = spec();
  const { selection } = await measure(asked);
  const vector = extract({ name: "v", concept: asked.on, model: session.tiny });
  const prompts = asked.on.splits.tune.map((place) => asked.on.pairs[place]!.prompt);
  const lines = await klByLayer({ vector, layers: [1, 3], multipliers: [2, 0], prompts });
  assert.equal(
    lines.map(({ layer, multiplier, prompts }) => [layer, multiplier, prompts]),
    [1, 3].flatMap((layer) => [0, 2].map((multiplier) => [layer, multiplier, "5 prompts"])),
  );
  for (const { layer, multiplier, kl } of lines)
    if (multiplier === 0) assert.is(kl, 0);
    else close(kl, selection!.candidates.find((one) => one.layer === layer)!.kl, 1e-5);
});

test("a layer with a multiplier: the effect of that multiplier, m(2) - m(0)", async () => {
  const both = { what: ["layer", "multiplier"], on: "tune", for: "steerability" } as const;
  const { selection } = await measure(spec({ choose: both }));
  assert.equal(
    selection!.candidates.map(({ layer, multiplier }) => `${layer} ${multiplier}`),
    ["0 1", "0 2", "1 1", "1 2", "2 1", "2 2", "3 1", "3 2"],
  );
  const vector = extract({ name: "v", concept: divided("test"), model: session.tiny });
  const { rows } = await measure({
    name: "tuned",
    vector,
    on: divided("tune"),
    multipliers: [0, 1, 2],
    against: { random: 0 },
  });
  for (const { layer, multiplier, score } of selection!.candidates) {
    const at = (m: number) => rows.filter((row) => row.layer === layer && row.multiplier === m);
    const effect =
      at(multiplier).reduce((sum, { propensity }, i) => sum + propensity - at(0)[i]!.propensity, 0) / 5;
    close(score, effect, 1e-4);
  }
  const within = selection!.candidates.map(({ kl }) => kl).sort((a, b) => a - b)[2]!;
  const held = await measure(spec({ choose: { ...both, drift: within } }));
  assert.is(held.selection!.candidates.filter(({ allowed }) => allowed).length, 3);
  assert.ok(held.receipt.selection!.kl <= within);
});

test("a second run answers from the store with the same bytes; its plan knows what is stored", async () => {
  const first = JSON.stringify(await measure(spec()));
  session.progress.length = 0;
  assert.is(JSON.stringify(await measure(spec())), first);
  assert.equal(session.progress, []);
  const { selection, measurements, stored, cost } = await planMeasure(spec());
  // 5 tuning pairs x (untouched + 4 layers x 3 multipliers), and 5 prompts x 4 layers.
  assert.equal([selection!.cells, selection!.stored, selection!.cost.passes], [5 * 13 + 5 * 4, 85, 0]);
  // 7 test pairs x (untouched + 3 multipliers + 2 random x 2 extremes)
  assert.equal([measurements, stored, cost.passes], [7 * 8, 7 * 8, 0]);
  const unknown = await planMeasure(spec({ apply: { operator: "add", where: { kind: "everywhere" } } }));
  assert.ok(unknown.selection!.cost.passes > 0 && unknown.cost.passes > 0);
  assert.equal([unknown.selection!.stored, unknown.stored], [0, 0]);
});

test("what cannot be chosen, at the clause", async () => {
  const clause = (what: ("layer" | "multiplier")[]) =>
    ({ what, on: "tune", for: "steerability", at: [9, 3] }) as const;
  const on = concept({ name: "Two", pairs: tinyPairs(20), split: { train: 8, test: 7 } });
  const vector = extract({ name: "v", concept: on, model: session.tiny });
  const wrong: [string, MeasureSpec][] = [
    ["E624", spec({ choose: clause(["multiplier"]) })],
    ["E625", spec({ choose: clause(["layer", "multiplier"]), multipliers: [-1, 0] })],
    ["E413", { name: "best", vector, on, choose: clause(["layer"]) }],
  ];
  for (const [code, asked] of wrong)
    for (const ask of [measure, planMeasure]) {
      const error = await failureOf(() => ask(asked));
      assert.equal([error.code, error.place?.line], [code, 9]);
    }
  const never = await failureOf(() => measure(spec({ choose: { ...clause(["layer"]), drift: 0 } })));
  assert.equal([never.code, never.place?.line], ["E623", 9]);
});

test.run();
