// Verdicts on hand-made evaluations, one for each outcome of each rule. Limits as docs/trust.md states them.
import { test } from "uvu";
import * as assert from "uvu/assert";
import type {
  Evaluation,
  RandomBaseline,
  PromptEffect,
  Summary,
} from "../../../../src/runtime/results/evaluation.js";
import { evidenceOf, judge, report } from "../../../../src/runtime/report/index.js";
import type { Answer, Verdict } from "../../../../src/runtime/report/verdicts/rules/index.js";
import { shareInterval } from "../../../../src/runtime/stats/intervals/wilson-interval.js";
import { configureSession, silentSink } from "../../../../src/runtime/session/index.js";
import { conceptsExample, type Making } from "../concepts-example.js";

const interval = { level: 0.95, resamples: 1000, seed: 0, over: "items" } as const;
const weak: RandomBaseline = {
  directions: 19,
  items: 16,
  multipliers: [-1.5, 1.5],
  vectorMean: 2,
  mean: 0,
  sd: 0.1,
  low: -0.2,
  high: 0.2,
  asLarge: 0,
  pValue: 1 / 20,
};
const strong: RandomBaseline = { ...weak, high: 5, asLarge: 9, pValue: 10 / 20 };
const reversed = (share: number): Pick<Summary, "antiSteerable" | "antiSteerableInterval"> => ({
  antiSteerable: share,
  antiSteerableInterval: shareInterval(share * 40, 40, 0.95),
});
/** `spread`: by how much the effect on one item is off, by turns up and down. */
const prompt = (effect: number, spread = 0.2): PromptEffect[] => {
  const one = (shift: string, centre: number): PromptEffect => ({
    shift,
    n: 40,
    effect: centre,
    interval: { ...interval, low: centre - 0.2, high: centre + 0.2 },
    byItem: Array.from({ length: 40 }, (_, item) => [item, centre + (item % 2 ? spread : -spread)]),
  });
  return [one("SYS_NEG", -9), one("SYS_POS", effect)];
};

const clear: Making = {
  concepts: [{ name: "openness", n: 40, slope: 2, spread: 0.2 }],
  shifts: [
    ["BASE", "BASE", 1],
    ["BASE", "USER_NEG", 0.9],
  ],
};

/** A sound evaluation: above chance, above the prompt, little drift, chosen on other items; then changed. */
function made(
  making: Making,
  change: Partial<Summary> = {},
  receipt: Partial<Evaluation["receipt"]> = {},
): Evaluation {
  const evaluation = conceptsExample(making);
  const [vector] = evaluation.receipt.vectors;
  const name = making.concepts[0]!.name;
  return {
    ...evaluation,
    summary: evaluation.summary.map((line) => ({
      ...line,
      randomBaseline: weak,
      orthogonalBaseline: weak,
      promptBaseline: prompt(0.5),
      ...change,
    })),
    receipt: {
      ...evaluation.receipt,
      vectors: [{ ...vector!, name, trained: "BASE", kl: { "12": 0.05 } }],
      settings: { "drift prompts": "16 neutral prompts" },
      selection: {
        layer: 12,
        multiplier: null,
        for: "steerability",
        maxKl: 1,
        items: 20,
        prompts: "16 neutral prompts",
        stability: 0.9,
        score: 2,
        kl: 0.05,
        candidates: 8,
      },
      ...receipt,
    },
  };
}

const judged = (...evaluations: Evaluation[]) => judge(evidenceOf(evaluations)[0]!);
const about = (words: string, ...evaluations: Evaluation[]): Verdict =>
  judged(...evaluations).verdicts.find(({ question }) => question.includes(words))!;
function answers(words: string, expected: Answer, ...evaluations: Evaluation[]): void {
  const { answer, because } = about(words, ...evaluations);
  assert.is(answer, expected, because.join(" "));
}

test("everything measured and good: fit for use", () => {
  const { fit, sentence, verdicts } = judged(made(clear));
  assert.equal(
    verdicts.map(({ answer }) => answer),
    ["yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes"],
  );
  assert.equal([fit, sentence], ["yes", "Fit for use, as far as was measured."]);
});

const concept = (change: object): Making => ({ ...clear, concepts: [{ ...clear.concepts[0]!, ...change }] });

test("does it steer: yes, no effect, backwards, one item", () => {
  answers("steer the concept", "yes", made(clear));
  const none = made(clear, { mean: 0.1, interval: { ...interval, low: -0.1, high: 0.3 } });
  answers("steer the concept", "no", none);
  assert.match(
    about("steer the concept", none).because.join(" "),
    "includes zero: these items do not show an effect",
  );
  assert.is(judged(none).fit, "no");
  const backwards = made(clear, { mean: -1, interval: { ...interval, low: -1.2, high: -0.8 } });
  assert.match(about("steer the concept", backwards).because.join(" "), "it works backwards");
  answers("steer the concept", "unknown", made(clear, { n: 1 }));
});

test("more than random directions: against random and orthogonal directions", () => {
  answers("random directions", "partly", made(clear, { orthogonalBaseline: strong }));
  answers("random directions", "no", made(clear, { randomBaseline: strong, orthogonalBaseline: strong }));
  answers("random directions", "unknown", made(clear, { randomBaseline: null, orthogonalBaseline: null }));
  assert.is(judged(made(clear, { randomBaseline: strong, orthogonalBaseline: strong })).fit, "no");
});

test("random directions are compared on the items that they were tried on, whatever the mean over all of them", () => {
  const asMuch = { ...weak, vectorMean: 1.8, high: 1.9, asLarge: 1, pValue: 2 / 20 };
  answers("random directions", "no", made(clear, { randomBaseline: asMuch, orthogonalBaseline: null }));
  assert.is(
    about("random directions", made(clear, { randomBaseline: asMuch, orthogonalBaseline: null })).because[0]!,
    "On 16 of the 40 items, between multipliers −1.5 and 1.5, the vector's mean slope is 1.8; 19 random directions of equal norm " +
      "have −0.2 to 1.9, 1 of them is as large, whatever the sign (p = 0.1): random directions of the same norm do as well.",
  );
});

test("too few directions to show anything: not known, whatever they did; those that can decide", () => {
  for (const asLarge of [0, 4]) {
    const few = { ...weak, directions: 10, asLarge, pValue: (1 + asLarge) / 11 };
    answers("random directions", "unknown", made(clear, { randomBaseline: few, orthogonalBaseline: null }));
    assert.match(
      about("random directions", made(clear, { randomBaseline: few, orthogonalBaseline: null })).because[0]!,
      "10 directions cannot show that a vector does more; write `against random 19`.",
    );
    answers("random directions", "yes", made(clear, { randomBaseline: weak, orthogonalBaseline: few }));
    answers("random directions", "no", made(clear, { randomBaseline: strong, orthogonalBaseline: few }));
  }
});

test("beyond the directions, but without an effect over all items, or the other way round", () => {
  const none = made(clear, {
    mean: 0.1,
    interval: { ...interval, low: -0.1, high: 0.3 },
    orthogonalBaseline: null,
  });
  answers("random directions", "unknown", none);
  assert.match(about("random directions", none).because[0]!, "; but over all 40 items no effect is shown.");
  const turned = made(clear, { randomBaseline: { ...weak, vectorMean: -2 }, orthogonalBaseline: null });
  answers("random directions", "no", turned);
  assert.match(
    about("random directions", turned).because[0]!,
    ": an effect there, but against the mean over all 40 items.",
  );
  // An effect against the concept is one: more than random directions, and not fit for use.
  const backwards = made(clear, {
    mean: -1,
    interval: { ...interval, low: -1.2, high: -0.8 },
    randomBaseline: { ...weak, vectorMean: -2 },
    orthogonalBaseline: null,
  });
  answers("random directions", "yes", backwards);
  assert.is(judged(backwards).fit, "no");
});

test("no effect: no prompt change to survive; another prompt: nothing said about persona prompts", () => {
  const none = made(clear, { mean: 0.1, interval: { ...interval, low: -0.1, high: 0.3 } });
  answers("survive", "unknown", none);
  assert.match(about("survive", none).because[0]!, "there is no effect that could be kept");
  const elsewhere = made({ ...clear, shifts: [["BASE", "USER_NEG", 1]] });
  assert.match(
    about("than a prompt", elsewhere).because[0]!,
    "under BASE only; this was tested under USER_NEG",
  );
});

// The vector moves the propensity by slope times the largest multiplier, 2 * 1.5 = 3, within 0.1.
test("more than a prompt: above, alike, below, not measured", () => {
  answers("than a prompt", "yes", made(clear, { promptBaseline: prompt(2) }));
  answers("than a prompt", "partly", made(clear, { promptBaseline: prompt(3) }));
  answers("than a prompt", "no", made(clear, { promptBaseline: prompt(4) }));
  answers("than a prompt", "unknown", made(clear, { promptBaseline: null }));
  const few = prompt(2).map((one) => ({ ...one, byItem: one.byItem.slice(0, 1) }));
  answers("than a prompt", "unknown", made(clear, { promptBaseline: few }));
});

// Items that move far move far under both: the two intervals overlap, the differences item by item are clear.
test("more than a prompt is asked item by item", () => {
  const wide = made({ ...clear, concepts: [{ ...clear.concepts[0]!, slope: 4, spread: 4 }] });
  const under = (of: Evaluation, less: number): Evaluation => {
    const under = of.rows.filter((row) => row.test_shift === "BASE");
    const rest = new Map(
      under.filter((row) => row.multiplier === 0).map((row) => [row.item, row.propensity]),
    );
    const own = under.filter((row) => row.multiplier === 1.5);
    const byItem = own.map((row) => [row.item, row.propensity - rest.get(row.item)! - less] as const);
    const effect = byItem.reduce((sum, [, value]) => sum + value, 0) / byItem.length;
    const one = { ...prompt(effect)[1]!, effect, byItem };
    return { ...of, summary: of.summary.map((line) => ({ ...line, promptBaseline: [one] })) };
  };
  answers("than a prompt", "yes", under(wide, 0.1));
  answers("than a prompt", "no", under(wide, -0.1));
  assert.match(about("than a prompt", under(wide, 0.1)).because[0]!, "the difference item by item is 0.1 (");
});

test("every item: few, some, many reversed; which, and what they have in common", () => {
  // Wilson: 0 of 40 up to 8.8%; 1 of 40 up to 12.9%; 6 of 40 from 7.1% to 29.1%; 10 of 40 from 14.2%; 0 of 30 up to 11.4%.
  answers("every item", "yes", made(clear, reversed(0)));
  answers("every item", "partly", made(clear, reversed(1 / 40)));
  answers("every item", "partly", made(clear, reversed(0.15)));
  answers("every item", "no", made(clear, reversed(0.25)));
  answers("every item", "unknown", made(clear, { antiSteerableInterval: shareInterval(0, 30, 0.95) }));
  // A answers are pushed one way, B answers the other: all B items are reversed.
  const letters = made(concept({ slope: -1, letter: 4 }));
  const { answer, because } = about("every item", letters);
  assert.is(answer, "no");
  assert.is(because[0], "20 of 40 items (50%, 95% interval 35% to 65%) are anti-steerable.");
  assert.match(because[1]!, /^Reversed, worst first: row \d+ \(−1\.\d+, B\), /);
  assert.match(because[1]!, /and 12 more\.$/);
  assert.is(because[2], "Most often where positive answer is B: 100% of 20 items.");
});

test("change of prompt: kept, weakened, turned, not tested, tested by another evaluation", () => {
  const shifts = (factor: number): Making => ({
    ...clear,
    shifts: [
      ["BASE", "BASE", 1],
      ["BASE", "USER_NEG", factor],
    ],
  });
  answers("change of prompt", "yes", made(shifts(0.6)));
  answers("change of prompt", "partly", made(shifts(0.3)));
  answers("change of prompt", "no", made(shifts(-0.5)));
  const alone = made({ ...clear, shifts: [["BASE", "BASE", 1]] });
  answers("change of prompt", "unknown", alone);
  assert.match(judged(alone).sentence, 'Usable with care: not known: "does it survive a change of prompt"');
  const elsewhere = made({ ...clear, name: "shifted", shifts: [["BASE", "USER_NEG", -0.5]] });
  answers("change of prompt", "no", alone, elsewhere);
  answers("change of prompt", "unknown", alone, {
    ...elsewhere,
    receipt: { ...elsewhere.receipt, score: "raw logit sum" },
  });
});

test("the letter: little, some, most of the spread; no letters; few items", () => {
  answers("rather than the letter", "yes", made(clear));
  answers("rather than the letter", "partly", made(concept({ letter: 0.6, spread: 0.4 })));
  // The same share of a spread that is a fourth as large beside the slope says nothing against the vector.
  const beside = made(concept({ slope: 8, letter: 0.6, spread: 0.4 }));
  answers("rather than the letter", "yes", beside);
  assert.match(about("rather than the letter", beside).because[1]!, "too little to matter");
  answers("rather than the letter", "no", made(concept({ letter: 1.5 })));
  answers("rather than the letter", "unknown", made(concept({ letter: null })));
  answers("rather than the letter", "unknown", made(concept({ n: 12 })));
});

// Quadratic term b on slope 2: the peak lies at -2 / (2 b); inside the range of 1.5 where b is below -2/3.
test("stronger is more: a line, and a curve that turns over", () => {
  answers("always more", "yes", made(concept({ bend: -0.2 })));
  const bent = made(concept({ bend: -1.2 }));
  answers("always more", "partly", bent);
  assert.match(
    about("always more", bent).because.join(" "),
    "The mean curve is highest at multiplier 1 and falls by",
  );
  const two = made(clear);
  answers("always more", "unknown", {
    ...two,
    rows: two.rows.filter(({ multiplier }) => Math.abs(multiplier) === 1),
  });
});

test("drift: little, some, too much, not measured", () => {
  const drift = (nats: number | null) => {
    const evaluation = made(clear);
    const [vector] = evaluation.receipt.vectors;
    const measured: Readonly<Record<string, number>> = nats === null ? {} : { "12": nats };
    const vectors = [{ ...vector!, kl: measured }];
    return { ...evaluation, receipt: { ...evaluation.receipt, vectors } };
  };
  answers("rest of the model", "yes", drift(0.1));
  answers("rest of the model", "partly", drift(0.5));
  answers("rest of the model", "no", drift(1));
  answers("rest of the model", "unknown", drift(null));
  const own = { "drift prompts": "16 prompts of the test pairs themselves" };
  answers("rest of the model", "unknown", {
    ...drift(0.01),
    receipt: { ...drift(0.01).receipt, settings: own },
  });
});

test("found on other items: chosen, picked here, named, trained on the test items", () => {
  answers("other items", "yes", made(clear));
  answers("other items", "unknown", made(clear, {}, { selection: null }));
  answers("other items", "no", made({ ...clear, layers: [11, 12] }, {}, { selection: null }));
  answers("other items", "no", made(clear, {}, { settings: { "test pairs that trained the vector": 4 } }));
});

test("a failed self-check and too few items come before everything else", () => {
  const broken = made(clear, {}, { check: { maxDiffAtZero: 1, maxDiffAtLargest: 1, passed: false } });
  assert.equal(
    [judged(broken).fit, judged(broken).sentence],
    ["no", "Not fit for use: the self-check failed, so these numbers must not be used."],
  );
  const few = made(concept({ n: 12 }));
  assert.equal(
    [judged(few).fit, judged(few).sentence],
    ["unknown", "Cannot be told yet: 12 items are too few; measure 20 or more."],
  );
});

test("no to a later question: usable with care, and to which", () => {
  const { fit, sentence } = judged(made(clear, { promptBaseline: prompt(4), ...reversed(0.1) }));
  assert.is(fit, "partly");
  assert.is(
    sentence,
    'Usable with care: no to "does it do more than a prompt"; partly to "does it act the right way on every item".',
  );
});

test("the report is one page with the judgement first, charts that fit, no scripts, and the same each time", async () => {
  configureSession({ sink: silentSink });
  const evaluation = made(clear);
  const html = await report("<b>study", [evaluation], []);
  assert.match(html, "<h1>&lt;b&gt;study</h1>\n<h2>Fit for use?</h2>");
  assert.match(html, "<strong>Fit for use, as far as was measured.</strong>");
  assert.not.match(html, "<script");
  assert.not.match(html, /\bsrc=|href="(?!#)/);
  for (const kind of [
    "propensity curve",
    "steerability by item",
    "variance explained",
    "spurious factors",
    "shift matrix",
  ])
    assert.match(html, `aria-label="curves, ${kind}"`);
  assert.not.match(html, "layer sweep");
  assert.is(html, await report("<b>study", [evaluation], []));
});

test("the page of several conditions says what the highest of them hides", async () => {
  const turned = conceptsExample({
    ...clear,
    shifts: [
      ["BASE", "BASE", 1],
      ["BASE", "USER_NEG", -0.5],
    ],
  });
  const page = await report("study", [turned], []);
  assert.match(page, "1 of 2 conditions is above zero at a false-discovery rate of 5%");
  assert.match(page, "Below zero, where the vector works backwards: USER_NEG.");
});

test.run();
