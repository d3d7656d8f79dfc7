// Generations on the tiny checkpoint: what is asked for is what grows, the store answers with the same bytes, and what
// cannot work is said before anything runs.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept, shift, SYS_POS } from "../../../src/runtime/concepts/index.js";
import type { GenerateSpec } from "../../../src/runtime/generation/specs.js";
import { SteerError } from "../../../src/runtime/errors/index.js";
import { generate, planGenerate, type Generation } from "../../../src/runtime/generation/index.js";
import { configureSession, currentSession, model } from "../../../src/runtime/session/index.js";
import type { Model } from "../../../src/runtime/session/types.js";
import { extract } from "../../../src/runtime/vectors/index.js";
import type { Vector } from "../../../src/runtime/vectors/types.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

let session: TinySession;
let vector: Vector;
let other: Vector;

test.before(async () => {
  session = await tinySession({ seed: 9, context: 256 });
  const on = concept({
    name: "Delight",
    pairs: tinyPairs(6),
    persona: { positive: "You adore it.", negative: "You loathe it." },
  });
  vector = extract({ name: "v", concept: on, model: session.tiny });
  other = extract({ name: "w", concept: on, model: session.tiny, layers: [1, 2] });
});
test.after(() => session.close());

const spec = (change: Partial<GenerateSpec> = {}): GenerateSpec => ({
  name: "g",
  prompts: ["Film a is", "Film b is good and"],
  model: session.tiny,
  vectors: [vector],
  layers: [1, 2],
  multipliers: [2, -2, 0],
  format: "plain",
  tokens: 12,
  at: [7, 1],
  ...change,
});

/** The model with an engine that counts how often texts grow. */
function counting(grows: number[]): Model {
  const open = async () => {
    const model = await session.tiny.open();
    const { engine } = model;
    const generate: typeof engine.generate = (directionTable, texts, ...rest) => {
      grows.push(texts.length);
      return engine.generate(directionTable, texts, ...rest);
    };
    const proxy = new Proxy(engine, {
      get: (target, key) =>
        key === "generate" ? generate : (Reflect.get(target, key, target) as (() => unknown) | string),
    });
    return { ...model, engine: proxy };
  };
  return { ...session.tiny, open };
}

async function failureOf(change: Partial<GenerateSpec>): Promise<SteerError> {
  try {
    await generate(spec(change));
  } catch (error) {
    assert.instance(error, SteerError);
    return error as SteerError;
  }
  throw new Error("it did not fail");
}

const chosen = ({ texts }: Generation) => texts.map(({ tokens }) => tokens);

test("texts come by prompt, vector and multiplier; 0 is the model as it is, token for token", async () => {
  const g = await generate(spec({ vectors: [vector, other] }));
  assert.equal(
    g.texts.map((text) => [text.prompt.slice(0, 6), text.vector, text.multiplier]),
    ["Film a", "Film b"].flatMap((prompt) =>
      ["v", "w"].flatMap((name) => [-2, 0, 2].map((multiplier) => [prompt, name, multiplier])),
    ),
  );
  const plain = await generate(spec({ vectors: [] }));
  assert.equal(
    plain.texts.map((text) => [text.vector, text.multiplier, text.layers]),
    [
      [null, 0, []],
      [null, 0, []],
    ],
  );
  const zeros = g.texts.filter(({ multiplier }) => multiplier === 0);
  assert.equal(
    zeros.map(({ text }) => text),
    [plain.texts[0], plain.texts[0], plain.texts[1], plain.texts[1]].map((text) => text!.text),
  );
  assert.is(plain.receipt.check, null);
  assert.not.equal(g.texts[0]!.tokens, g.texts[1]!.tokens);
});

test("the receipt counts every steered token, and proves it", async () => {
  const { texts, receipt } = await generate(spec());
  for (const { multiplier, tokens, steered } of texts)
    // The prompt's last token and every new one but the last, which passes through no layer.
    assert.is(steered, multiplier === 0 ? 0 : tokens.length);
  const { check } = receipt;
  assert.is(check!.maxDiffAtZero, 0);
  assert.ok(check!.maxDiffAtLargest > 0.01 && check!.maxDiffToGenerated < 1e-4);
  assert.ok(check!.promptOnly > 100 * check!.maxDiffToGenerated, "forgetting the new tokens would show");
  const once = await generate(spec({ apply: { operator: "add", where: { kind: "prompt end" } } }));
  for (const { multiplier, steered } of once.texts) assert.is(steered, multiplier === 0 ? 0 : 1);
  assert.ok(once.receipt.check!.promptOnly < 1e-4);
  const span = { kind: "tokens", from: 0, to: 6 } as const;
  const some = await generate(spec({ apply: { operator: "add", where: span } }));
  for (const { multiplier, steered } of some.texts) assert.is(steered, multiplier === 0 ? 0 : 7);
});

test("a second run answers from the store with the same bytes, and other clauses do not", async () => {
  const grows: number[] = [];
  const of = counting(grows);
  const asked = spec({ model: of, tokens: 10 });
  const first = JSON.stringify(await generate(asked));
  assert.equal(grows, [6]);
  assert.is(JSON.stringify(await generate(asked)), first);
  assert.is(grows.length, 1);
  await generate({ ...asked, tokens: 11 });
  await generate({ ...asked, stop: ["a"] });
  assert.is(grows.length, 3);
  process.env["STEERLAB_STORE"] = "off";
  try {
    assert.is(JSON.stringify(await generate(asked)), first);
    assert.is(grows.length, 4);
  } finally {
    delete process.env["STEERLAB_STORE"];
  }
});

test("more texts than grow side by side are kept batch by batch: an interrupted run goes on behind the last", async () => {
  const grows: number[] = [];
  const asked = spec({
    model: counting(grows),
    multipliers: Array.from({ length: 20 }, (_, i) => i - 9.5),
    tokens: 8,
  });
  const interrupt = new AbortController();
  const { sink, signal } = currentSession();
  let steps = 0;
  configureSession({
    signal: interrupt.signal,
    sink: {
      ...sink,
      progress: ({ unit }) => void (unit === "tokens" && (steps += 1) === 12 && interrupt.abort()),
    },
  });
  try {
    await generate(asked);
    assert.unreachable();
  } catch (error) {
    assert.is((error as SteerError).code, "E503");
  } finally {
    configureSession({ signal, sink });
  }
  assert.equal(grows, [32, 8]);
  const continued = JSON.stringify(await generate(asked));
  assert.equal(grows, [32, 8, 8]);
  process.env["STEERLAB_STORE"] = "off";
  try {
    assert.is(JSON.stringify(await generate(asked)), continued);
  } finally {
    delete process.env["STEERLAB_STORE"];
  }
});

test("a seed gives the same text again, whatever else is asked for; another seed another text", async () => {
  const sample = { temperature: 1.5, top: 40, seed: 3 };
  const g = await generate(spec({ sample }));
  const alone = await generate(spec({ sample, prompts: ["Film b is good and"], multipliers: [2] }));
  assert.equal(alone.texts[0]!.tokens, g.texts[5]!.tokens);
  assert.not.equal(chosen(await generate(spec({ sample: { ...sample, seed: 4 } }))), chosen(g));
  assert.equal(
    chosen(await generate(spec({ sample: { ...sample, top: 1 } }))),
    chosen(await generate(spec())),
  );
});

test("a text ends at a stop text, which is cut off", async () => {
  const whole = (await generate(spec({ multipliers: [0] }))).texts[0]!;
  const stop = whole.text.slice(4, 6);
  const cut = (await generate(spec({ multipliers: [0], stop: [stop] }))).texts[0]!;
  assert.is(cut.stopped, "stop text");
  assert.is(cut.text, whole.text.slice(0, whole.text.indexOf(stop)));
  assert.is(whole.stopped, "length");
});

test("shifts and formats change the prompt", async () => {
  const of = (change: Partial<GenerateSpec>) => planGenerate(spec(change));
  const text = async (change: Partial<GenerateSpec>) =>
    (await of(change)).example.map((token) => token.text).join("");
  assert.is(await text({}), "Film a is");
  assert.is(
    await text({ format: "chat", under: SYS_POS }),
    "<|im_start|>system\nYou adore it.<|im_end|>\n<|im_start|>user\nFilm a is<|im_end|>\n<|im_start|>assistant\n",
  );
  assert.is(await text({ under: shift({ name: "P", prefix: "Well." }) }), "Well.\n\nFilm a is");
});

test("a plan counts texts, passes and what the store has", async () => {
  const asked = spec({ prompts: ["Film c is"], tokens: 9 });
  const { texts, stored, cost, settings } = await planGenerate(asked);
  // One shared prompt with its end three times; then eight passes of three tokens.
  const prompt = (await planGenerate(asked)).example.length;
  assert.equal([texts, stored, cost.passes, cost.tokens], [3, 0, 1 + 8, prompt + 2 + 8 * 3]);
  assert.is(settings.find(({ name }) => name === "multipliers")?.value, "-2, 0, 2");
  await generate(asked);
  const after = await planGenerate(asked);
  assert.equal([after.stored, after.cost.passes], [3, 0]);
  assert.ok(after.extractions.length === 1 && after.extractions[0]!.stored);
  assert.is(after.selfCheck, null, "the self-check is in the store as well");
});

test("what cannot work is said before anything runs, at its clause", async () => {
  const foreign = extract({
    name: "f",
    concept: concept({ name: "F", pairs: tinyPairs(2) }),
    model: model({ name: "another", source: "elsewhere" }),
  });
  const at = async (change: Partial<GenerateSpec>) => {
    const { code, place } = await failureOf(change);
    return [code, place?.line];
  };
  assert.equal(await at({ vectors: [foreign] }), ["E650", 7]);
  assert.equal(await at({ prompts: [] }), ["E652", 7]);
  assert.equal(await at({ tokens: 0 }), ["E652", 7]);
  assert.equal(await at({ sample: { temperature: 0, seed: 1 } }), ["E652", 7]);
  assert.equal(await at({ stop: [""] }), ["E652", 7]);
  assert.equal(await at({ prompts: [""] }), ["E654", 7]);
  assert.equal(await at({ tokens: 300 }), ["E504", 7]);
  assert.equal(await at({ layers: [9], layersAt: [8, 3] }), ["E601", 8]);
  assert.equal(await at({ vectors: [other], layers: [0], layersAt: [8, 3] }), ["E606", 8]);
  assert.equal(await at({ apply: { operator: "add", where: { kind: "last" }, at: [9, 3] } }), ["E653", 9]);
  assert.equal(await at({ apply: { operator: "add", where: { kind: "token", index: 99 }, at: [9, 3] } }), [
    "E431",
    9,
  ]);
});

test.run();
