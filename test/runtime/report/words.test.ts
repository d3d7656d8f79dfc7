// The account of an evaluation in words follows from its numbers, also when they show nothing.
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Evaluation, Summary } from "../../../src/runtime/results/evaluation.js";
import { shareInterval } from "../../../src/runtime/stats/intervals/wilson-interval.js";
import { chart, page, trust, words } from "../../../src/runtime/report/index.js";
import { choiceWords } from "../../../src/runtime/report/words/account.js";
import { configureSession, silentSink } from "../../../src/runtime/session/index.js";
import { example } from "./example.js";

const base = example({ n: 40, layers: [18], slope: () => 1, spread: 0.4, random: true });
const interval = { level: 0.95, resamples: 1000, seed: 0, over: "items" } as const;
const none = {
  directions: 19,
  items: 40,
  multipliers: [-1, 1],
  vectorMean: 1.25,
  mean: 0,
  sd: 0.1,
  low: -0.2,
  high: 0.2,
  asLarge: 0,
  pValue: 1 / 20,
};
const reversed = (count: number, n = 40): Pick<Summary, "antiSteerable" | "antiSteerableInterval"> => ({
  antiSteerable: count / n,
  antiSteerableInterval: shareInterval(count, n, 0.95),
});
const clear: Summary = {
  ...base.summary[0]!,
  mean: 1.2,
  interval: { ...interval, low: 1.04, high: 1.36 },
  ...reversed(3),
  randomBaseline: none,
};
const nothing: Summary = {
  ...clear,
  mean: 0.05,
  interval: { ...interval, low: -0.1, high: 0.2 },
  ...reversed(18),
  randomBaseline: { ...none, vectorMean: 0.05, asLarge: 4, pValue: 5 / 20 },
};
const backwards: Summary = {
  ...clear,
  mean: -0.9,
  interval: { ...interval, low: -1.1, high: -0.7 },
  randomBaseline: { ...none, vectorMean: -0.95 },
  ...reversed(40),
};

test("a clear effect", () => {
  assert.is(
    words({ ...base, summary: [clear] }),
    `curve: vector delight · concept Delight · SmolLM2-135M-Instruct.Q4_1.gguf · layer 18 · n = 40 items
  Vector applied: add from answer. Score: logit difference.
  steerability 1.20 logits per unit multiplier (95% interval over items, for this vector: 1.04 to 1.36).
    The 95% interval (1.04 to 1.36) lies above zero.
    On the 40 items, between multipliers −1 and 1, the vector's mean slope is 1.25; 19 random directions of equal norm have −0.2 to 0.2, none is as large, whatever its sign (p = 0.05).
    3 of 40 items (8%, 95% interval 3% to 20%) are anti-steerable: there the vector acts backwards.
  Intervals are over items, for this vector: 32 other training pairs would give another one, which they do not count in; \`intervals 95% over training pairs\` does.
  Elsewhere (16 neutral prompts) the largest multiplier moves the next token's distribution by 0.12 nats (KL).
  Self-check passed: multiplier 0 changed the logits by 0, the largest multiplier by up to 4.2. At layer 18 the largest steering vector has 0.31 of the hidden state's norm.`,
  );
});

test("no effect is not called one", () => {
  assert.equal(trust(nothing, base.receipt), [
    "The 95% interval (−0.10 to 0.20) includes zero: these items do not show an effect.",
    "On the 40 items, between multipliers −1 and 1, the vector's mean slope is 0.05; 19 random directions of equal norm have −0.2 to 0.2, 4 of them are as large, whatever the sign (p = 0.25): random directions of the same norm do as well.",
    "18 of 40 items (45%, 95% interval 31% to 60%) are anti-steerable: there the vector acts backwards. The mean hides this.",
  ]);
});

test("an effect against the concept", () => {
  assert.equal(trust(backwards, base.receipt), [
    "The 95% interval (−1.10 to −0.70) lies below zero: on these items the vector works backwards.",
    "On the 40 items, between multipliers −1 and 1, the vector's mean slope is −0.95; 19 random directions of equal norm have −0.2 to 0.2, none is as large, whatever its sign (p = 0.05).",
    "40 of 40 items (100%, 95% interval 91% to 100%) are anti-steerable: there the vector acts backwards.",
  ]);
});

test("few items, one item, no null", () => {
  assert.equal(trust({ ...clear, n: 5, ...reversed(0, 5), randomBaseline: null }, base.receipt).slice(1), [
    "No random directions were measured, so there is no baseline to compare with.",
    "None of 5 items is anti-steerable (95% interval up to 43%).",
    "Only 5 items: the interval itself is rough; measure more.",
  ]);
  assert.is(
    trust({ ...clear, n: 1 }, base.receipt)[0],
    "One item alone has no interval: nothing can be said about other items.",
  );
});

test("a failed self-check and pairs that trained the vector are said", () => {
  const bad: Evaluation = {
    ...base,
    summary: [clear],
    receipt: {
      ...base.receipt,
      check: { maxDiffAtZero: 0.5, maxDiffAtLargest: 0, passed: false },
      settings: { "test pairs that trained the vector": 3 },
    },
  };
  assert.match(words(bad), "  3 of 40 test pairs also trained the vector, so their results are optimistic.");
  assert.match(
    words(bad),
    "SELF-CHECK FAILED: multiplier 0 changed the logits by 0.5, the largest multiplier by up to 0. Do not use these numbers.",
  );
});

test("the other controls: orthogonal directions and prompts beside the vector", () => {
  const prompt = (shift: string, effect: number) => ({
    shift,
    n: 32,
    effect,
    interval: { ...interval, low: effect - 0.2, high: effect + 0.2 },
    byItem: Array.from({ length: 32 }, (_, item) => [item, effect] as const),
  });
  const controlled: Summary = {
    ...clear,
    orthogonalBaseline: { ...none, low: -0.3, high: 1.35, asLarge: 1, pValue: 2 / 20 },
    promptBaseline: [prompt("SYS_POS", 1.9), prompt("SYS_NEG", -2.4)],
  };
  const slopes = (slope: number) =>
    Array.from({ length: 40 }, (_, item) => ({ ...base.items[0]!, item, slope }));
  assert.equal(trust(controlled, base.receipt, slopes(1.2)).slice(2, 4), [
    "19 directions of equal norm orthogonal to it have −0.3 to 1.35, 1 of them is as large, whatever the sign (p = 0.1): random directions of the same norm do as well.",
    "The prompt SYS_NEG alone moves the propensity by −2.40 (−2.60 to −2.20, 32 items); one unit of the vector does less, by 1.2 (1.2 to 1.2) on the same 32 items.",
  ]);
  const weak = { ...controlled, promptBaseline: [prompt("USER_POS", 0.1)] };
  assert.is(
    trust(weak, base.receipt)[3],
    "The prompt USER_POS alone moves the propensity by 0.10 (−0.10 to 0.30, 32 items): no clear effect of the strongest prompt.",
  );
});

test("a choice: what, on which pairs, at which drift, how stable", () => {
  const receipt = {
    ...base.receipt,
    selection: {
      layer: 20,
      multiplier: 1,
      for: "steerability",
      maxKl: 1,
      items: 20,
      prompts: "120 neutral prompts",
      stability: 0.934,
      score: 2.913,
      kl: 0.4127,
      candidates: 90,
    },
  } as const;
  assert.is(
    choiceWords(receipt, "logits"),
    "Layer 20 and multiplier 1 of 90 candidates chosen on 20 tuning pairs for steerability within 1 nats of drift " +
      "(2.91 logits there; drift 0.413 nats on 120 neutral prompts); 93% of bootstrap resamples choose the same.",
  );
  assert.is(choiceWords(base.receipt, "logits"), null);
});

test("many layers: the highest, and that it was picked", () => {
  const many = example({ n: 30, layers: [1, 2, 3, 4, 5], slope: (layer) => layer, spread: 0.1 });
  const text = words(many);
  assert.match(
    text,
    "Highest of 5 layers, selected on these same items, so its size is optimistic:\n  layer 5: steerability ",
  );
  assert.match(
    text,
    "5 of 5 layers are above zero at a false-discovery rate of 5% (t tests, corrected for 5 looks by Benjamini and Hochberg).",
  );
});

test("the page holds words, charts, numbers and receipt, all escaped, without scripts or links", async () => {
  const evil = "<script>alert('x')</script>";
  const hostile: Evaluation = {
    ...base,
    name: evil,
    summary: base.summary.map((line) => ({ ...line, concept: evil })),
    rows: base.rows.map((row) => ({ ...row, concept: evil })),
    items: base.items.map((item) => ({ ...item, concept: evil })),
    receipt: { ...base.receipt, score: evil, tokens: { steered: 1, example: `${evil} & "more"` } },
  };
  const shown: string[] = [];
  configureSession({ sink: { ...silentSink, charted: (made) => void shown.push(made.name) } });
  const curve = await chart({ of: hostile, as: "propensity curve" });
  const strip = await chart({ of: hostile, as: "steerability by item" });
  configureSession({ sink: silentSink });
  assert.equal(shown, [`${evil}.propensity-curve`, `${evil}.steerability-by-item`]);
  const html = await page(evil, [hostile], [curve, strip]);
  assert.not.match(html, "<script");
  assert.not.match(html, /\bsrc=|href="(?!#)/);
  assert.is(html.match(/<svg /g)?.length, 2);
  assert.match(html, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;");
  assert.match(html, "<dt>check.passed</dt><dd>true</dd>");
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  assert.is(new Set(ids).size, ids.length);
  assert.is(html, await page(evil, [hostile], [curve, strip]));
});

test("a chart's failure carries the place of its declaration", async () => {
  try {
    await chart({ of: base, as: "layer sweep", at: [7, 1, 10] });
    assert.unreachable();
  } catch (error) {
    assert.equal((error as { place?: object }).place, { line: 7, column: 1, length: 10 });
  }
});

test("an interval that lies nearer to zero than the engine can resolve shows nothing", () => {
  const { slope } = base.receipt.resolution;
  const [line] = base.summary;
  const between = (low: number, high: number): string =>
    trust({ ...line!, mean: (low + high) / 2, interval: { ...line!.interval, low, high } }, base.receipt)[0]!;
  assert.match(between(slope / 2, 1), "comes nearer to zero than the engine can resolve: these items do not");
  assert.match(between(-1, -slope / 2), "comes nearer to zero than the engine can resolve");
  assert.match(between(-slope / 2, 1), "includes zero");
  assert.match(between(2 * slope, 1), "lies above zero");
  assert.match(between(-1, -2 * slope), "lies below zero");
});

test.run();
