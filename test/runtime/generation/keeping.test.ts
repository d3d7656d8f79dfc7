// Growing that is interrupted anywhere goes on from keys and values that were kept to the bit: the same bytes as without an interrupt.
import { readdirSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import type { GenerateSpec } from "../../../src/runtime/generation/specs.js";
import { generate } from "../../../src/runtime/generation/index.js";
import { configureSession, currentSession } from "../../../src/runtime/session/index.js";
import { extract } from "../../../src/runtime/vectors/index.js";
import { tinyPairs, tinySession, type TinySession } from "../vectors/tiny-session.js";

let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 5, context: 256 });
  process.env["STEERLAB_KEEP_TEXTS"] = "0";
});
test.after(async () => {
  delete process.env["STEERLAB_KEEP_TEXTS"];
  await session.close();
});

const spec = (change: Partial<GenerateSpec>): GenerateSpec => ({
  name: "g",
  prompts: ["Film a is", "Film b is good and", "One", "The film that I saw was"],
  model: session.tiny,
  vectors: [
    extract({ name: "v", concept: concept({ name: "D", pairs: tinyPairs(6) }), model: session.tiny }),
  ],
  layers: [1, 2],
  multipliers: [2, -2, 0],
  format: "plain",
  tokens: 24,
  ...change,
});

/** Numbers of tokens that were told as progress, until the run ended or was interrupted after so many steps. */
async function steps(asked: GenerateSpec, most = Infinity): Promise<number[]> {
  const interrupt = new AbortController();
  const { sink, signal } = currentSession();
  const told: number[] = [];
  const progress = ({ unit, done }: { unit: string; done: number }) => {
    if (unit === "tokens" && told.push(done) === most) interrupt.abort();
  };
  configureSession({ signal: interrupt.signal, sink: { ...sink, progress } });
  try {
    await generate(asked);
  } catch (error) {
    if (most === Infinity) throw error;
  } finally {
    configureSession({ signal, sink });
  }
  return told;
}

const growing = () =>
  readdirSync(join(process.env["STEERLAB_CACHE"]!, "store", "texts"))
    .filter((name) => name.includes("growing"))
    .map((name) => join(process.env["STEERLAB_CACHE"]!, "store", "texts", name));

async function uninterrupted(asked: GenerateSpec): Promise<string> {
  process.env["STEERLAB_STORE"] = "off";
  try {
    return JSON.stringify(await generate(asked));
  } finally {
    delete process.env["STEERLAB_STORE"];
  }
}

const kinds: readonly (readonly [what: string, change: Partial<GenerateSpec>])[] = [
  ["greedy", {}],
  ["sampled", { sample: { temperature: 1.5, top: 20, seed: 4 } }],
  ["texts that end at different times", { sample: { temperature: 2, seed: 9 }, stop: ["a", "e"] }],
];
for (const [what, change] of kinds)
  test(`${what}: interrupted twice, the same bytes and no step twice`, async () => {
    const asked = spec(change);
    const whole = await uninterrupted(asked);
    const first = await steps(asked, 6);
    assert.ok(growing().length > 0, "something is kept");
    const second = await steps(asked, 8);
    assert.ok(second[1]! >= first.at(-2)!, `it went on at ${second[1]}, ${first.at(-1)} were done`);
    const third = await steps(asked);
    assert.ok(third[1]! >= second.at(-2)!);
    assert.is(JSON.stringify(await generate(asked)), whole);
    assert.equal(growing(), []);
  });

test("a file that was cut off is not gone on from", async () => {
  const asked = spec({ tokens: 20 });
  await steps(asked, 6);
  for (const file of growing().filter((name) => /\d$/.test(name))) truncateSync(file, 100);
  const told = await steps(asked);
  assert.equal(told.slice(0, 2), [0, 12]);
  assert.is(JSON.stringify(await generate(asked)), await uninterrupted(asked));
});

test("with the store off nothing is kept on the way", async () => {
  await uninterrupted(spec({ tokens: 9 }));
  assert.equal(growing(), []);
});

test.run();
