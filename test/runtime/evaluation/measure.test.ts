// Evaluations on the tiny checkpoint with the real engine: numbers against a plain loop, store, receipts, plans.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SYS_POS, USER_NEG, concept } from "../../../src/runtime/concepts/index.js";
import type { MeasureSpec } from "../../../src/runtime/evaluation/specs.js";
import type { Sequence } from "../../../src/runtime/engine/types.js";
import { differences } from "../../../src/runtime/evaluation/receipt/protocol-differences.js";
import { fitLine, measure, planMeasure } from "../../../src/runtime/evaluation/index.js";
import { configureSession } from "../../../src/runtime/session/index.js";
import type { Concept } from "../../../src/runtime/concepts/types.js";
import { extract, combine } from "../../../src/runtime/vectors/index.js";
import type { Vector } from "../../../src/runtime/vectors/types.js";
import { counting } from "./counting.js";
import { failureOf } from "../concepts/failures.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 9, context: 4096 });
});
test.after(() => session.close());

const persona = { positive: "You are great.", negative: "You are bad." };
const delight = () => concept({ name: "Delight", pairs: tinyPairs(12), persona });
/** Answers of several tokens, of different lengths. */
const longer = () =>
  concept({
    name: "Longer",
    pairs: tinyPairs(12).map((pair, i) => ({
      ...pair,
      positive: `${pair.positive} film`,
      negative: `${pair.negative} ${i}`,
    })),
  });
const letters = () =>
  concept({
    name: "Letters",
    format: "chat",
    persona,
    pairs: tinyPairs(12).map(({ prompt }, i) =>
      i % 2 ? { prompt, positive: "(A)", negative: "(B)" } : { prompt, positive: "(B)", negative: "(A)" },
    ),
  });
/** One vector on one concept. */
type Single = MeasureSpec & { readonly vector: Vector; readonly on: Concept };
const spec = (change: Partial<Single> = {}): Single => {
  const on = change.on ?? delight();
  return { name: "curve", vector: extract({ name: "v", concept: on, model: session.tiny }), on, ...change };
};
const close = (value: number, expected: number, within: number) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected}`);

/** One number per steered text: its whole length run alone, every token after the prompt read. */
async function alone(
  texts: readonly Omit<Sequence, "reads">[],
  unit: Float32Array,
  from: number,
  kind: "logits" | "log-probs",
) {
  const { engine } = await session.tiny.open();
  const groups = texts.map(({ tokens, steered }, i) => {
    const reads = tokens.slice(from).map((id, k) => ({ kind, at: from + k - 1, ids: [id] }));
    return { key: String(i), sequences: [{ tokens, steered, reads }] };
  });
  const sums: number[] = [];
  for await (const { readings } of engine.run([unit], groups, {
    packing: { sharing: false, together: false },
  }))
    sums.push((readings[0] as Float32Array[]).reduce((total, values) => total + values[0]!, 0));
  return sums;
}

const wholeScores = { "log-prob difference": "log-probs", "raw logit sum": "logits" } as const;
for (const [score, kind] of Object.entries(wholeScores))
  test(`${score}: the numbers of a plain loop over whole texts`, async () => {
    const on = longer();
    const asked = spec({
      on,
      score: score as keyof typeof wholeScores,
      layers: [1, 2],
      multipliers: [-1, 0, 2],
    });
    const { rows } = await measure(asked);
    assert.is(rows.length, 6 * 2 * 3); // half of 12 pairs, 2 layers, 3 multipliers
    const { byLayer, norms } = await asked.vector.directions();
    const { checkpoint } = await session.tiny.open();
    for (const row of rows) {
      const pair = on.pairs[row.item]!;
      const norm = norms.get(row.layer)!;
      const unit = byLayer.get(row.layer)!.map((value) => value / norm);
      const prompt = checkpoint.tokenizer.encode(pair.prompt).length;
      const texts = [pair.positive, pair.negative].map((answer) => {
        const tokens = checkpoint.tokenizer.encode(pair.prompt + answer);
        const steered = tokens.map((_, i) => i).slice(prompt - 1); // the answers differ in their first token
        const terms = [{ layer: row.layer, direction: 0, add: row.multiplier * norm, ablate: 0 }];
        return { tokens, steered: { tokens: steered, terms } };
      });
      const [positive, negative] = await alone(texts, unit, prompt, kind);
      close(row.propensity, positive! - negative!, 1e-4);
    }
  });

test("letters, words and single-token answers agree where they ask the same", async () => {
  const on = concept({
    name: "Same",
    pairs: tinyPairs(12).map(({ prompt }) => ({ prompt, positive: " good", negative: " bad" })),
  });
  const common = { on, layers: [2], against: { random: 0 } } as const;
  const numbers = async (change: Partial<Single>) =>
    (await measure(spec({ ...common, ...change }))).rows.map(({ propensity }) => propensity);
  const byLetter = await numbers({});
  const byWord = await numbers({ score: { positive: ["good"], negative: [" bad"] } });
  const byLogProb = await numbers({ score: "log-prob difference" });
  byLetter.forEach((value, i) => {
    close(byWord[i]!, value, 1e-5);
    close(byLogProb[i]!, value, 1e-5);
  });
});

test("items and summaries follow from the rows", async () => {
  const { rows, items, summary } = await measure(spec());
  assert.is(rows.length, 6 * 4 * 7);
  assert.is(items.length, 6 * 4);
  for (const item of items) {
    const own = rows.filter((row) => row.item === item.item && row.layer === item.layer);
    const fit = fitLine(
      own.map((row) => row.multiplier),
      own.map((row) => row.propensity),
    );
    assert.is(item.slope, fit.slope);
    assert.is(item.rss, fit.rss);
  }
  for (const line of summary) {
    const slopes = items.filter(({ layer }) => layer === line.layer).map(({ slope }) => slope);
    close(line.mean, slopes.reduce((a, b) => a + b) / 6, 1e-12);
    assert.is(line.antiSteerable, slopes.filter((slope) => slope < 0).length / 6);
    assert.ok(line.interval.low <= line.mean && line.mean <= line.interval.high);
    const zero = rows.filter(({ layer, multiplier }) => layer === line.layer && multiplier === 0);
    close(line.baseline, zero.reduce((total, row) => total + row.propensity, 0) / 6, 1e-12);
    assert.is(line.randomBaseline!.directions, 19);
    assert.is(line.randomBaseline!.items, 6);
    assert.equal(line.randomBaseline!.multipliers, [-1.5, 1.5]);
    assert.ok(
      line.randomBaseline!.low <= line.randomBaseline!.mean &&
        line.randomBaseline!.mean <= line.randomBaseline!.high,
    );
  }
  assert.equal(
    summary.map(({ layer }) => layer),
    [0, 1, 2, 3],
  );
});

test("a scaled vector at multiplier 1 is the vector at that multiplier", async () => {
  const on = delight();
  const vector = extract({ name: "v", concept: on, model: session.tiny });
  const double = combine({ name: "double", terms: [{ factor: 2, of: vector }] });
  const at = async (change: Partial<Single>) => (await measure(spec({ on, layers: [1], ...change }))).rows;
  const [one, two] = [
    await at({ vector: double, multipliers: [0, 1] }),
    await at({ vector, multipliers: [0, 2] }),
  ];
  one.forEach((row, i) => close(row.propensity, two[i]!.propensity, 1e-6));
});

test("the receipt", async () => {
  const asked = spec({ layers: [1, 3], under: [SYS_POS, USER_NEG] });
  const { receipt } = await measure(asked);
  assert.equal([receipt.check.maxDiffAtZero, receipt.check.passed], [0, true]);
  assert.ok(receipt.check.maxDiffAtLargest > 0.01);
  assert.is(receipt.apply, "add from answer");
  assert.is(receipt.score, "logit difference");
  assert.is(receipt.tokens.steered, 1);
  assert.match(receipt.tokens.example, /^….+« is»$/);
  assert.is(receipt.settings["under"], "SYS_POS, USER_NEG");
  const [vector] = receipt.vectors;
  assert.is(vector!.made, "mean difference of Delight, read at answer, under BASE");
  assert.equal([vector!.name, vector!.trained], ["v", "BASE"]);
  assert.equal(Object.keys(vector!.relativeNorm), ["1", "3"]);
  assert.ok(vector!.relativeNorm["1"]! > 0 && vector!.relativeNorm["1"]! < 10);
  assert.equal(receipt.concepts, [{ name: "Delight", hash: asked.on.hash, items: 6 }]);
  assert.ok(receipt.cost.tokens < receipt.cost.tokensUnshared / 10);
});

test("a second run answers from the store with the same bytes; the store off computes them again, the same", async () => {
  const runs: string[][] = [];
  const on = concept({ name: "Again", pairs: tinyPairs(14) });
  const asked = () =>
    spec({
      on,
      vector: extract({ name: "v", concept: on, model: counting(session.tiny, runs) }),
      layers: [2],
    });
  const first = JSON.stringify(await measure(asked()));
  const before = runs.length;
  assert.is(JSON.stringify(await measure(asked())), first);
  assert.is(runs.length, before);
  process.env["STEERLAB_STORE"] = "off";
  try {
    assert.is(JSON.stringify(await measure(asked())), first);
    assert.ok(runs.length > before);
  } finally {
    delete process.env["STEERLAB_STORE"];
  }
});

test("numbers do not depend on what other evaluations left in the store", async () => {
  const on = concept({ name: "More", pairs: tinyPairs(16) });
  const base = { on, against: { random: 0 } };
  await measure(spec({ ...base, layers: [2], multipliers: [-1, 1] }));
  const wider = () => spec({ ...base, layers: [1, 2], multipliers: [-1, 0, 1] });
  // 8 items: untouched, and two multipliers at each of two layers. None of it counts as stored: packed with other work,
  // the same cell may differ in its last bits.
  const plan = await planMeasure(wider());
  assert.equal([plan.items, plan.measurements, plan.stored], [8, 8 * 5, 0]);
  const beside = JSON.stringify(await measure(wider()));
  process.env["STEERLAB_STORE"] = "off";
  try {
    assert.is(JSON.stringify(await measure(wider())), beside);
  } finally {
    delete process.env["STEERLAB_STORE"];
  }
});

test("an interrupted run stops with E503, goes on where it was, and ends with the same bytes", async () => {
  const on = concept({ name: "Stopped", pairs: tinyPairs(26), split: { train: 4, test: 22 } });
  const runs: string[][] = [];
  const asked = () =>
    spec({ on, vector: extract({ name: "v", concept: on, model: counting(session.tiny, runs) }) });
  await asked().vector.directions();
  const stop = new AbortController();
  const { sink } = configureSession({ signal: stop.signal });
  configureSession({
    sink: {
      ...sink,
      progress: ({ task, done }) => {
        if (task.includes("measure") && done >= 5) stop.abort();
      },
    },
  });
  const error = await failureOf(() => measure(asked())).finally(() =>
    configureSession({ signal: new AbortController().signal, sink }),
  );
  assert.is(
    error.message,
    "E503: The run was interrupted. Run it again to continue: finished items are kept.",
  );
  const { stored, measurements } = await planMeasure(asked());
  assert.ok(stored > 0 && stored < measurements, `${stored} of ${measurements} cells are kept`);
  const continued = await measure(asked());
  assert.ok(runs.at(-1)!.length < 22);
  process.env["STEERLAB_STORE"] = "off";
  try {
    assert.is(JSON.stringify(await measure(asked())), JSON.stringify(continued));
  } finally {
    delete process.env["STEERLAB_STORE"];
  }
});

test("the plan: counts by hand, one text with its read and steered tokens, and nothing runs", async () => {
  const runs: string[][] = [];
  const on = concept({ name: "Planned", pairs: tinyPairs(20) });
  const vector = extract({ name: "v", concept: on, model: counting(session.tiny, runs) });
  const full = await planMeasure(spec({ on, vector, layers: [0, 1] }));
  assert.is(runs.length, 0);
  // 10 items x (untouched + 2 layers x (6 multipliers + (19 random + 19 orthogonal) x 2))
  assert.equal([full.items, full.measurements, full.stored], [10, 10 * (1 + 2 * 82), 0]);
  assert.equal(
    full.extractions.map(({ pairs, stored }) => [pairs, stored]),
    [[8, false]],
  );
  const marked = full.example.filter(({ read, steered }) => read || steered);
  assert.equal(marked, [{ text: " is", read: true, steered: true }]);
  assert.match(full.example.map(({ text }) => text).join(""), /^Film [a-t] is (good|great|wonderful)$/);
  assert.equal(
    full.settings.find(({ name }) => name === "apply"),
    {
      name: "apply",
      value: "add from answer",
      sentence: "What is done to the residual stream, and at which tokens.",
    },
  );
});

test("pairs that also trained the vector are said aloud", async () => {
  const on = concept({ name: "Few", pairs: tinyPairs(3) });
  session.notices.length = 0;
  const { receipt } = await measure(spec({ on, layers: [2], against: { random: 0 } }));
  assert.equal(session.notices, [
    "3 of the 3 test pairs of Few also trained v: in-sample results are optimistic. Give the concept a split, or more pairs.",
  ]);
  assert.is(receipt.settings["test pairs that trained the vector"], 3);
});

test("ablation is on or off; ablate then add at 0 is ablated, and untouched as it was run", async () => {
  const on = letters();
  const vector = extract({ name: "v", concept: on, model: session.tiny });
  const where = { kind: "from prompt end" } as const;
  const rows = async (change: Partial<Single>) =>
    (await measure(spec({ on, vector, layers: [2], against: { random: 0 }, ...change }))).rows.filter(
      ({ item }) => item === on.splits.test[0],
    );
  const off = await rows({ apply: { operator: "ablate", where } });
  assert.equal(
    off.map(({ multiplier }) => multiplier),
    [0, 1],
  );
  assert.is.not(off[0]!.propensity, off[1]!.propensity);
  const both = {
    apply: { operator: "ablate then add", where },
    score: "logit difference",
    multipliers: [0, 1],
  } as const;
  const ours = await rows(both);
  close(ours[0]!.propensity, off[1]!.propensity, 1e-6);
  const asRun = await rows({ ...both, protocol: "as-run" });
  close(asRun[0]!.propensity, off[0]!.propensity, 1e-6);
  const settings = { "ablate then add at zero": "ablated" } as const;
  const ablated = await rows({ ...both, protocol: "as-run", settings });
  close(ablated[0]!.propensity, off[1]!.propensity, 1e-6);
});

test("a protocol's plan shows every difference; what no clause says is overridden by settings", async () => {
  const on = letters();
  const vector = extract({
    name: "shifted",
    concept: on,
    model: session.tiny,
    under: SYS_POS,
    protocol: "as-run",
  });
  const asked = spec({ on, vector, layers: [1], protocol: "as-run" });
  const shown = async (change: Partial<Single> = {}) =>
    new Map((await planMeasure({ ...asked, ...change })).settings.map(({ name, value }) => [name, value]));
  const all = await shown();
  for (const { name } of differences) assert.ok(all.has(name), name);
  assert.equal(
    [
      "protocol's split",
      "protocol's overlap",
      "equal norms",
      "anti-steerable",
      "ablate then add at zero",
      "fit error",
      "prompt end",
    ].map((name) => all.get(name)),
    [
      "train [0:50%], test [50:], shuffled 0",
      "allowed",
      "on",
      "at most zero",
      "untouched",
      "sum",
      "trimmed for qwen2",
    ],
  );
  const own = {
    "equal norms": "off",
    "ablate then add at zero": "ablated",
    "anti-steerable": "below zero",
  } as const;
  const changed = await shown({ settings: own });
  assert.equal(
    ["equal norms", "anti-steerable", "ablate then add at zero"].map((name) => changed.get(name)),
    ["off", "below zero", "ablated"],
  );
  const { receipt } = await measure({ ...asked, settings: own });
  close(receipt.vectors[0]!.norms["1"]!, (await vector.directions()).norms.get(1)!, 1e-6);
  assert.not((await planMeasure(spec())).settings.some(({ name }) => name === "equal norms"));
});

test("over both orders: the mean of the orders, the same whichever is written", async () => {
  const items = (exchanged: boolean) =>
    concept({
      name: "Options",
      format: "chat",
      pairs: tinyPairs(14).map(({ prompt }, i) => {
        const [a, b] = exchanged ? ["No", "Yes"] : ["Yes", "No"];
        const text = `${prompt}\n\nChoices:\n (A) ${a}\n (B) ${b}`;
        const first = (i % 2 === 0) !== exchanged;
        return { prompt: text, positive: first ? "(A)" : "(B)", negative: first ? "(B)" : "(A)" };
      }),
    });
  const [written, exchanged] = [items(false), items(true)];
  const vector = extract({ name: "v", concept: written, model: session.tiny });
  const rows = async (on: Concept, score: MeasureSpec["score"]) =>
    (await measure(spec({ on, vector, layers: [2], score: score!, against: { random: 0 } }))).rows;
  for (const score of ["logit difference", "log-prob difference"] as const) {
    const [one, other] = [await rows(written, score), await rows(exchanged, score)];
    const [both, again] = [
      await rows(written, `${score} over both orders`),
      await rows(exchanged, `${score} over both orders`),
    ];
    assert.is(both.length, one.length);
    both.forEach(({ propensity }, i) => {
      close(propensity, (one[i]!.propensity + other[i]!.propensity) / 2, 1e-4);
      close(again[i]!.propensity, propensity, 1e-4);
    });
  }
  const none = await failureOf(() => rows(delight(), "logit difference over both orders"));
  assert.is(none.code, "E627");
});

test("equal norms: a vector trained under a shift gets the norm of BASE", async () => {
  const on = letters();
  const from = { concept: on, model: session.tiny };
  const base = await extract({ name: "base", ...from, protocol: "as-run" }).directions();
  const shifted = extract({ name: "shifted", ...from, under: SYS_POS, protocol: "as-run" });
  const { receipt, rows } = await measure(spec({ on, vector: shifted, layers: [1], protocol: "as-run" }));
  close(receipt.vectors[0]!.norms["1"]!, base.norms.get(1)!, 1e-5);
  assert.is(receipt.settings["norms equalised"], true);
  assert.equal([rows[0]!.train_shift, rows[0]!.test_shift], ["SYS_POS", "BASE"]);
});

test.run();
