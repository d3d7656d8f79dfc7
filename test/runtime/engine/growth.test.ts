// Texts that grow with the key/value cache against the same texts computed whole, one pass for every token.
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { SteerError } from "../../../src/runtime/errors/index.js";
import type { ChooseToken, Engine, PromptToContinue, Term } from "../../../src/runtime/engine/index.js";
import { withEngine } from "./opened.js";

const unit = Float32Array.from({ length: 32 }, (_, i) => (i === 5 ? 1 : 0));
const push = (add: number): Term[] => [
  { layer: 1, direction: 0, add, ablate: 0 },
  { layer: 2, direction: 0, add: 0.5 * add, ablate: 1 },
];
const trunk = [5, 6, 7, 8, 9, 10];
const endAndOn = (tokens: readonly number[], add: number): PromptToContinue => ({
  tokens,
  steered: [tokens.length - 1],
  until: Infinity,
  terms: push(add),
});

/** Different lengths, steered from the end on, only within the prompt, up to a token, or not at all. */
const texts: readonly PromptToContinue[] = [
  { tokens: trunk, steered: [], until: 0, terms: [] },
  endAndOn(trunk, 4),
  endAndOn(trunk, -4),
  { tokens: [11, 12, 13], steered: [0, 1], until: 0, terms: push(6) },
  { ...endAndOn([...trunk, 20, 21, 22], 5), until: 11 },
];

const best = (logits: Float32Array): number =>
  logits.reduce((top, value, i) => (value > logits[top]! ? i : top), 0);

/** Greedy choice that ends text i after its own number of tokens; keeps the logits it saw. */
function greedy(lengths: readonly number[]) {
  const chosen = lengths.map((): number[] => []);
  const seen = lengths.map((): Float32Array[] => []);
  const choose: ChooseToken = (text, logits) => {
    seen[text]!.push(logits.slice());
    const token = best(logits);
    return chosen[text]!.push(token) === lengths[text] ? null : token;
  };
  return { chosen, seen, choose };
}

/** The logits at the end of a text, computed whole. */
async function whole(engine: Engine, text: PromptToContinue, more: readonly number[]): Promise<Float32Array> {
  const tokens = [...text.tokens, ...more];
  const steered = [
    ...text.steered,
    ...more.map((_, i) => text.tokens.length + i).filter((i) => i < text.until),
  ];
  const at = tokens.length - 1;
  const sequence = {
    tokens,
    steered: text.terms.length ? { tokens: steered, terms: text.terms } : null,
    reads: [{ kind: "vocabulary" as const, at }],
  };
  for await (const { readings } of engine.run([unit], [{ key: "whole", sequences: [sequence] }]))
    return readings[0]![0] as Float32Array;
  throw new Error("no reading");
}

const difference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

test("every step sees what a pass over the whole text sees, steered or not, however long the others are", () =>
  withEngine({ seed: 21, tied: false }, async (engine) => {
    const { chosen, seen, choose } = greedy([6, 6, 4, 5, 6]);
    await engine.generate([unit], texts, choose);
    for (const [i, text] of texts.entries())
      for (const [step, logits] of seen[i]!.entries()) {
        const reference = await whole(engine, text, chosen[i]!.slice(0, step));
        assert.ok(difference(logits, reference) < 1e-5, `text ${i}, step ${step}`);
      }
    assert.ok(difference(seen[0]![0]!, seen[1]![0]!) > 1e-3, "the steering is felt");
  }));

test("counts the tokens that were steered in passes, by hand", () =>
  withEngine({ seed: 21 }, async (engine) => {
    const { choose } = greedy([6, 6, 4, 5, 6]);
    const { steered, passes, tokens } = await engine.generate([unit], texts, choose);
    // The last chosen token passes through no layer: 1 + 5; 1 + 3; two of the prompt; the prompt's last and tokens 9 and 10.
    assert.equal(steered, [0, 6, 4, 2, 3]);
    // Given: one forest of 5 shared tokens, three ends of the first prompt, 3, and the rest of the last text (its sixth
    // token is the untouched one of the first text): 5 + 3 + 3 + 3. Then five tokens for three texts, three and four.
    assert.equal([passes, tokens], [1 + 5, 14 + 3 * 5 + 3 + 4]);
    const cost = engine.generationCost(texts.slice(0, 2), 6);
    assert.equal([cost.passes, cost.tokens, cost.tokensUnshared], [1 + 5, 7 + 2 * 5, 2 * (6 * 6 + 15)]);
  }));

test("an interrupt between tokens is E503, and the engine goes on", () =>
  withEngine({ seed: 21 }, async (engine) => {
    const interrupt = new AbortController();
    const { chosen, choose } = greedy([50]);
    let steps = 0;
    const onStep = () => void ((steps += 1) === 4 && interrupt.abort());
    try {
      await engine.generate([unit], texts.slice(0, 1), choose, { signal: interrupt.signal, onStep });
      assert.unreachable();
    } catch (error) {
      assert.is((error as SteerError).code, "E503");
    }
    assert.is(chosen[0]!.length, 4);
    const again = greedy([4]);
    await engine.generate([unit], texts.slice(0, 1), again.choose);
    assert.equal(again.chosen, chosen);
  }));

test("a text that outgrows the context is E504; no texts are no work", () =>
  withEngine({ context: 16 }, async (engine) => {
    try {
      await engine.generate([unit], texts.slice(0, 1), greedy([20]).choose);
      assert.unreachable();
    } catch (error) {
      assert.is((error as SteerError).code, "E504");
    }
    assert.equal(await engine.generate([], [], () => null), { steered: [], passes: 0, tokens: 0 });
  }));

test.run();
