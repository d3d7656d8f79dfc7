// What an evaluation refuses, before anything runs where that is possible: exact messages, at the clause that caused them.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import type { MeasureSpec } from "../../../src/runtime/evaluation/specs.js";
import { measure, planMeasure } from "../../../src/runtime/evaluation/index.js";
import type { Model } from "../../../src/runtime/session/types.js";
import { extract } from "../../../src/runtime/vectors/index.js";
import type { Concept } from "../../../src/runtime/concepts/types.js";
import { failureOf } from "../concepts/failures.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 9, context: 4096 });
});
test.after(() => session.close());

/** One concept. */
type Single = MeasureSpec & { readonly on: Concept };
const spec = (change: Partial<Single>): Single => {
  const on = concept({ name: "Delight", pairs: tinyPairs(12) });
  const vector = extract({ name: "v", concept: on, model: session.tiny, layers: [0, 1] });
  return { name: "curve", vector, on, at: [1, 1], ...change };
};
const words = (positive: string[], negative: string[]) => ({
  score: { positive, negative },
  scoreAt: [4, 9] as const,
});

// The test part of 12 pairs begins with row 3: CPython's shuffle of 12 with seed 0, position 6.
const wrong: readonly [string, Partial<Single>, string, number][] = [
  [
    "a layer that the model lacks",
    { layers: [7], layersAt: [3, 9] },
    "E601: Layer 7 does not exist: tiny has layers 0 to 3. Use a layer between 0 and 3.",
    3,
  ],
  [
    "a layer that the vector lacks",
    { layers: [2], layersAt: [3, 9] },
    "E606: The vector v has no layer 2: it was extracted at layers 0 to 1. " +
      "Measure at layers that it has, or extract it at `layers all`.",
    3,
  ],
  [
    "one multiplier",
    { multipliers: [1, 1] },
    "E607: The evaluation curve has fewer than two multipliers, so there is no slope. " +
      "Give at least two different ones, such as `multipliers -1..1 by 1`.",
    1,
  ],
  [
    "steering after the last token that is read",
    { apply: { operator: "add", where: { kind: "last" }, at: [5, 3] } },
    "E608: Steering `add last` changes nothing: on row 3 of Delight its first token comes after the last one " +
      "that the score `logit difference` reads. Use `add from answer`.",
    5,
  ],
  [
    "a word of several tokens",
    words(["good", "fine"], ["bad"]),
    'E609: The word "fine" is not one token in the answer\'s place of row 3 of Delight: as " fine" it is " " "f" "i" "n" "e". ' +
      "Use words that are one token each, written with a space before them if one belongs there, or `score log-prob difference` with whole answers.",
    4,
  ],
  [
    "a word on both sides",
    words(["good", "great"], ["bad", " good"]),
    'E610: The word " good" stands on both sides of the score. Remove it from one side.',
    4,
  ],
  [
    "a side without words",
    words(["good"], []),
    "E611: The score has no negative words. " +
      'Write both sides, such as `score words "great", "good" | "terrible", "bad"`.',
    4,
  ],
  [
    "steering at a token that is not there",
    { apply: { operator: "add", where: { kind: "token", index: 40 }, at: [5, 3] } },
    "E431: The clause `token 40` selects no token of row 3 of Delight, whose text has 8 tokens. " +
      "Use a clause that every text has, such as `answer` or `last`.",
    5,
  ],
];
for (const [what, change, message, line] of wrong)
  test(what, async () => {
    for (const ask of [measure, planMeasure]) {
      const error = await failureOf(() => ask(spec(change)));
      assert.is(error.message, message);
      assert.is(error.place?.line, line);
    }
  });

test("what is wrong with the vector points at the vector, not at the evaluation", async () => {
  const on = concept({ name: "Delight", pairs: tinyPairs(12) });
  const from = { name: "v", concept: on, model: session.tiny, at: [20, 1] as const };
  const deep = extract({ ...from, layers: [9], layersAt: [21, 9] });
  const early = extract({ ...from, read: { kind: "prompt end" } });
  for (const ask of [measure, planMeasure]) {
    const layer = await failureOf(() => ask(spec({ on, vector: deep, layersAt: [3, 9] })));
    assert.equal([layer.code, layer.place?.line], ["E601", 21]);
    const read = await failureOf(() => ask(spec({ on, vector: early })));
    assert.equal([read.code, read.place?.line], ["E603", 20]);
  }
});

test("steering too small to be felt", async () => {
  const error = await failureOf(() => measure(spec({ multipliers: [0, 1e-30] })));
  assert.is(
    error.message,
    "E613: The steering did nothing: at layer 0, multiplier 1e-30 of v left every logit as it was. " +
      "Use larger multipliers, an earlier layer, or a vector with a larger norm.",
  );
});

test("a device on which multiplier 0 is not nothing", async () => {
  // The real engine, with the readings of the row steered by 0 bent as a faulty device would bend them.
  const open: Model["open"] = async () => {
    const model = await session.tiny.open();
    const { engine } = model;
    const { device, runtimeVersion, machine } = engine;
    return {
      ...model,
      engine: {
        device,
        runtimeVersion,
        machine,
        cost: (...asked) => engine.cost(...asked),
        generationCost: (...asked) => engine.generationCost(...asked),
        generate: (...asked) => engine.generate(...asked),
        close: () => engine.close(),
        async *run(...asked) {
          for await (const { key, readings } of engine.run(...asked))
            yield key === "zero" ? { key, readings: [[Float32Array.of(0.5, 0)]] } : { key, readings };
        },
      },
    };
  };
  const asked = spec({ layers: [1], multipliers: [-2, 2] });
  const vector = extract({ name: "v", concept: asked.on, model: { ...session.tiny, open } });
  const error = await failureOf(() => measure({ ...asked, vector }));
  assert.is(error.code, "E612");
  assert.match(error.sentence, /^The self-check failed: multiplier 0 changed the logits by [0-9.]+\.$/);
  assert.is(error.remedy, "Do not trust this device: use `device cpu`, and report the model and device.");
});

test("the session stays usable after all that", async () => {
  assert.is((await measure(spec({ layers: [1] }))).summary.length, 1);
});

test.run();
