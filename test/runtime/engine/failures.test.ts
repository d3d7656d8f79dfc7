// Interrupts, crashes and bad input: each ends in a clear error, and the engine works again afterwards.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SteerError } from "../../../src/runtime/errors/index.js";
import type { Engine, Group, RunOptions } from "../../../src/runtime/engine/index.js";
import { withEngine } from "./opened.js";

const group = (length: number, add = 0): Group => ({
  key: "a",
  sequences: [
    {
      tokens: Array.from({ length }, (_, i) => i % 90),
      steered: { tokens: [length - 1], terms: [{ layer: 1, direction: 0, add, ablate: 0 }] },
      reads: [{ kind: "logits", at: length - 1, ids: [1] }],
    },
  ],
});
const unit = Float32Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0));

async function collect(engine: Engine, groups: readonly Group[], options?: RunOptions): Promise<number> {
  let finished = 0;
  for await (const { readings } of engine.run([unit], groups, options)) finished += readings.length;
  return finished;
}

async function failureOf(work: Promise<unknown>): Promise<SteerError> {
  try {
    await work;
  } catch (error) {
    assert.instance(error, SteerError);
    return error as SteerError;
  }
  throw new Error("it did not fail");
}

/** The process behind an engine, to be killed as a crash would. */
const processOf = (engine: Engine): { kill(): void } => Reflect.get(engine, "process") as { kill(): void };

test("an interrupt ends the run with E503, keeps the process, and the next run works", () =>
  withEngine({}, async (engine) => {
    const interrupt = new AbortController();
    const groups = Array.from({ length: 12 }, () => group(300));
    const finished: string[] = [];
    const error = await failureOf(
      (async () => {
        for await (const { key } of engine.run([unit], groups, {
          signal: interrupt.signal,
          packing: { together: false },
        })) {
          finished.push(key);
          if (finished.length === 3) interrupt.abort();
        }
      })(),
    );
    assert.is(
      error.message,
      "E503: The run was interrupted. Run it again to continue: finished items are kept.",
    );
    assert.is(finished.length, 3);
    assert.is(await collect(engine, [group(20)]), 1);
  }));

test("a run that was interrupted before it began does nothing", () =>
  withEngine({}, async (engine) => {
    assert.is((await failureOf(collect(engine, [group(20)], { signal: AbortSignal.abort() }))).code, "E503");
  }));

test("a crash of the engine process is E502, and a new process answers the next run", () =>
  withEngine({}, async (engine) => {
    assert.is(await collect(engine, [group(20)]), 1);
    const running = collect(
      engine,
      Array.from({ length: 8 }, () => group(400)),
      { packing: { together: false } },
    );
    setTimeout(() => processOf(engine).kill(), 1);
    const error = await failureOf(running);
    assert.is(error.sentence, "The engine process stopped: it was stopped.");
    assert.is(await collect(engine, [group(20)]), 1);
  }));

test("two runs at once answer one after the other", () =>
  withEngine({}, async (engine) => {
    const both = await Promise.all([collect(engine, [group(40), group(50)]), collect(engine, [group(30)])]);
    assert.equal(both, [2, 1]);
  }));

test("a text longer than the context is refused before anything runs", () =>
  withEngine({ context: 64 }, async (engine) => {
    const error = await failureOf(collect(engine, [group(65)]));
    assert.is(
      error.message,
      "E504: A text is too long for the model: it has 65 tokens, and the context has 64. Shorten it or leave it out, or use a model with a longer context.",
    );
  }));

test("a push beyond the range of fp32 names the layer", () =>
  withEngine({}, async (engine) => {
    const error = await failureOf(collect(engine, [group(10, 3e38), group(10, Infinity)]));
    assert.is(error.code, "E505");
    assert.match(error.sentence, /^The hidden state after layer \d holds NaN or infinity\.$/);
    assert.is(await collect(engine, [group(20)]), 1);
  }));

test("a device that is not there is an error that says what it needs", async () => {
  const error = await failureOf(withEngine({}, async () => {}, { device: "cuda" }));
  assert.is(error.code, "E501");
  assert.match(
    error.sentence,
    /^The device "cuda" is not available here: it needs an NVIDIA GPU on Linux x64/,
  );
  assert.not.match(error.sentence, /\/node_modules\/.*\/bin/);
  assert.is(
    error.remedy,
    "Use `device cpu`, or run `steerlab doctor` to see which devices work and what the others lack.",
  );
});

test.run();
