// Damage at random places (seeded): a file opens or is refused with a code and a remedy; nothing else may happen.
import { readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SteerError } from "../../../src/runtime/errors/index.js";
import { openCheckpoint } from "../../../src/runtime/models/index.js";
import { ownCache } from "../../models/cache.js";
import { ggufBytes, ggufFile, tinyGguf } from "../../models/gguf.js";
import { seeded, tinyLlama } from "../../models/tiny.js";

ownCache(test);
const tries = 150;

/** Opens `source` with 1 to 4 bytes of `file` changed, many times, and counts the refusals. */
async function damage(source: string, file: string, reach: number, seed: number): Promise<number> {
  const whole = await readFile(file);
  const random = seeded(seed);
  let refused = 0;
  for (let i = 0; i < tries; i++) {
    const bytes = Buffer.from(whole);
    for (let n = 1 + Math.floor(random() * 4); n > 0; n--)
      bytes[Math.floor(random() * reach)] = Math.floor(random() * 256);
    await writeFile(file, random() < 0.2 ? bytes.subarray(0, Math.floor(random() * bytes.length)) : bytes);
    try {
      await openCheckpoint(source, { base: "/" });
    } catch (error) {
      assert.instance(error, SteerError, `try ${i}: ${String(error)}`);
      assert.match((error as SteerError).code, /^E3\d\d$/);
      refused++;
    }
  }
  await writeFile(file, whole);
  return refused;
}

test("GGUF headers", async () => {
  const folder = await tinyLlama();
  const parts = await tinyGguf(folder);
  const data = parts.tensors.reduce((sum, t) => sum + t.bytes.length, 0);
  const path = await ggufFile(parts);
  // The first 600 bytes hold the counts, keys and types of the metadata; then the whole header.
  for (const [reach, seed] of [
    [600, 1],
    [ggufBytes(parts).length - data, 2],
  ] as const) {
    assert.ok((await damage(path, path, reach, seed)) > tries / 4);
  }
  await rm(folder, { recursive: true });
  await rm(dirname(path), { recursive: true });
});

test("the files of a folder", async () => {
  const folder = await tinyLlama({ layers: 2 });
  for (const [name, reach] of [
    ["model.safetensors", 2000],
    ["config.json", 400],
    ["tokenizer.json", 3000],
    ["tokenizer_config.json", 300],
  ] as const) {
    assert.ok((await damage(folder, join(folder, name), reach, 3)) > 0, name);
  }
  await rm(folder, { recursive: true });
});

test.run();
