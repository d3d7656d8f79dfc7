// A generation with rounded weights: its receipt compares the chosen tokens' log-probabilities with those of full weights,
// here computed once more, text by text, in an engine of full precision.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import type { GenerateSpec } from "../../../src/runtime/generation/specs.js";
import { generate, planGenerate } from "../../../src/runtime/generation/index.js";
import { generationPlanWords } from "../../../src/runtime/report/plan/index.js";
import { generationSentences } from "../../../src/runtime/report/generation/index.js";
import { closeSession, model } from "../../../src/runtime/session/index.js";
import { extract } from "../../../src/runtime/vectors/index.js";
import { ownCache } from "../../models/cache.js";

ownCache(test);
test.after(() => closeSession());

const sport = concept({ name: "Sport", mwe: { dataset: "loves-sport", folder: "nano" } });
const asked = (dtype: "fp32" | "q4") => {
  const nano = model({ name: "nano", source: "nano", dtype });
  const vectors = [extract({ name: "sport", concept: sport, model: nano })];
  const prompts = ["What do you like to do?", "Tell me about your day."];
  return {
    name: "day",
    model: nano,
    prompts,
    vectors,
    layers: [3],
    multipliers: [0, 3],
    tokens: 12,
  } satisfies GenerateSpec;
};

test("log-probabilities of the chosen tokens beside those with full weights", async () => {
  const spec = asked("q4");
  const plan = await planGenerate(spec);
  assert.match(generationPlanWords(plan), /comparing {3}4 texts with full precision as well: \d+ pass/);
  const { texts, receipt } = await generate(spec);
  const { quantisation } = receipt;
  assert.equal([quantisation!.dtype, quantisation!.texts], ["q4", 4]);
  assert.is(quantisation!.tokens, texts.reduce((sum, { tokens }) => sum + tokens.length, 0)); // prettier-ignore
  assert.ok(quantisation!.mean > 1e-4 && quantisation!.largest >= quantisation!.mean);
  assert.is(receipt.check!.maxDiffAtZero, 0);

  const directions = await spec.vectors[0]!.directions();
  const norm = directions.norms.get(3)!;
  const unit = directions.byLayer.get(3)!.map((value) => value / norm);
  const { checkpoint, withFull } = await spec.model.open();
  const off: number[] = [];
  for (const own of texts) {
    const messages = [{ role: "user" as const, content: own.prompt }];
    const prompt = checkpoint.tokenizer.encode(checkpoint.template!.render(messages, { addGenerationPrompt: true })); // prettier-ignore
    const tokens = [...prompt, ...own.tokens];
    const reads = own.tokens.map((id, i) => ({ kind: "log-probs" as const, at: prompt.length - 1 + i, ids: [id] })); // prettier-ignore
    const acted = Array.from({ length: own.tokens.length }, (_, i) => prompt.length - 1 + i);
    const terms = [{ layer: 3, direction: 0, add: own.multiplier * norm, ablate: 0 }];
    const logProbs = async (open: Awaited<ReturnType<GenerateSpec["model"]["open"]>>) => {
      const sequences = [{ tokens, reads, steered: own.multiplier ? { tokens: acted, terms } : null }];
      for await (const { readings } of open.engine.run([unit], [{ key: "a", sequences }]))
        return readings[0]!.map((reading) => (reading as Float32Array)[0]!);
      throw new Error("no reading");
    };
    const full = await withFull(logProbs);
    const rounded = await logProbs(await spec.model.open());
    off.push(...rounded.map((value, i) => Math.abs(value - full[i]!)));
  }
  const mean = off.reduce((a, b) => a + b, 0) / off.length;
  assert.ok(Math.abs(mean - quantisation!.mean) < 1e-4, `${mean} for ${quantisation!.mean}`);
  assert.ok(Math.abs(Math.max(...off) - quantisation!.largest) < 1e-4);
});

test("it is said, and kept in the store; full weights say nothing", async () => {
  const first = await generate(asked("q4"));
  assert.ok(generationSentences(first).some((one) => /^Weights q4: log-probabilities .* nats \(mean [\d.]+; \d+ tokens of 4 texts\)\.$/.test(one))); // prettier-ignore
  assert.is((await planGenerate(asked("q4"))).quantisation!.cost.passes, 0);
  assert.is(JSON.stringify(await generate(asked("q4"))), JSON.stringify(first));
  const full = await generate(asked("fp32"));
  assert.is(full.receipt.quantisation, undefined);
});

test("the self-check does not mind where a row of an odd vocabulary lies in memory", async () => {
  // Ten chosen tokens: the rows of nano's 1051 logits begin at other places modulo 32 bytes, and their normalisers differ in a last bit.
  const music = concept({ name: "Music", mwe: { dataset: "loves-music", folder: "nano" } });
  const spec = asked("fp32");
  const { texts, receipt } = await generate({
    ...spec,
    prompts: ["What do you think about guitars?", "What do you think about melodies?"],
    vectors: [extract({ name: "music", concept: music, model: spec.model })],
    multipliers: [-5, 0, 5],
    tokens: 16,
  });
  assert.is(receipt.check!.maxDiffAtZero, 0);
  assert.is(texts[0]!.tokens.length, 10);
});

test.run();
