// Tensors beside those that are computed with: buffers are left aside, what disagrees with the configuration is told, other types are refused.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openCheckpoint } from "../../../src/runtime/models/index.js";
import { readSafetensors } from "../../../src/runtime/models/checkpoint/safetensors.js";
import { ownCache } from "../../models/cache.js";
import { tinyLlama, type TinyOptions } from "../../models/tiny.js";

ownCache(test);

interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Buffer;
}
const f32 = (...values: number[]): Tensor => ({
  dtype: "F32",
  shape: [values.length],
  bytes: Buffer.from(Float32Array.from(values).buffer),
});

/** Opens a tiny folder after its tensors were changed, and says what was told or refused. */
async function opened(options: TinyOptions, change: (tensors: Map<string, Tensor>) => void): Promise<string> {
  const folder = await tinyLlama(options);
  const file = join(folder, "model.safetensors");
  const data = await readFile(file);
  const tensors = new Map(
    [...readSafetensors(file)].map(([name, { type, shape, offset, length }]) => [
      name,
      { dtype: type as string, shape, bytes: data.subarray(offset, offset + length) },
    ]),
  );
  change(tensors);
  let end = 0;
  const header = Object.fromEntries(
    [...tensors].map(([name, { dtype, shape, bytes }]) => [
      name,
      { dtype, shape, data_offsets: [end, (end += bytes.length)] },
    ]),
  );
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  await writeFile(file, Buffer.concat([length, text, ...[...tensors.values()].map(({ bytes }) => bytes)]));
  const told: string[] = [];
  try {
    await openCheckpoint(folder, { base: "/", onNotice: (notice) => told.push(notice) });
  } catch (error) {
    told.push((error as Error).message);
  } finally {
    await rm(folder, { recursive: true });
  }
  return told.join("\n").replaceAll(folder, "FOLDER");
}
const embedding = "model.embed_tokens.weight";

test("buffers of any type are left aside", async () => {
  const said = await opened({}, (tensors) => {
    tensors.set("model.layers.0.self_attn.rotary_emb.inv_freq", f32(1, 0.1, 0.01, 0.001)); // base 10000, heads of 8
    tensors.set("model.layers.0.self_attn.masked_bias", f32(-1e9));
    tensors.set("model.layers.0.self_attn.bias", { dtype: "BOOL", shape: [2], bytes: Buffer.alloc(2) });
    tensors.set("model.position_ids", { dtype: "I64", shape: [1], bytes: Buffer.alloc(8) });
  });
  assert.is(said, "");
});

test("frequencies of another base are told", async () => {
  const said = await opened({}, (tensors) =>
    tensors.set("model.rotary_emb.inv_freq", f32(1, 0.03, 0.001, 3e-5)),
  );
  assert.match(said, /holds other rotary frequencies than its config.json gives. It is not used/);
});

test("a tied model with one matrix under either name, with a copy, and with another output matrix", async () => {
  const moved = await opened({}, (tensors) => {
    tensors.set("lm_head.weight", tensors.get(embedding)!);
    tensors.delete(embedding);
  });
  assert.is(moved, "");
  assert.is(await opened({}, (tensors) => tensors.set("lm_head.weight", tensors.get(embedding)!)), "");
  const stale = await opened({}, (tensors) => {
    const { bytes, ...rest } = tensors.get(embedding)!;
    tensors.set("lm_head.weight", { ...rest, bytes: Buffer.from(bytes).fill(0, 0, 4) });
  });
  assert.match(
    stale,
    /the files hold another lm_head.weight. It is not used: the embedding is the output matrix\./,
  );
});

test("an output matrix that is missing without being tied", async () => {
  const said = await opened({ tied: false }, (tensors) => tensors.delete("lm_head.weight"));
  assert.match(
    said,
    /^E305: .*"lm_head.weight". config.json says tie_word_embeddings false\. If the embedding/,
  );
});

test("weights of other types, quantised ones, adapters, wrapped names", async () => {
  const norm = "model.norm.weight";
  const fp8 = await opened({}, (tensors) =>
    tensors.set(norm, { dtype: "F8_E4M3", shape: [32], bytes: Buffer.alloc(32) }),
  );
  assert.match(fp8, /^E304: .*the tensor "model.norm.weight" of type F8_E4M3/);
  const also = (name: string) => opened({}, (tensors) => tensors.set(name, f32(1)));
  assert.match(
    await also("model.layers.0.mlp.up_proj.weight_scale"),
    /^E304: .* Use a model with unquantised weights/,
  );
  assert.match(
    await also("model.layers.0.mlp.up_proj.qweight"),
    /^E304: .* Use a model with unquantised weights/,
  );
  assert.match(await also("model.layers.0.self_attn.q_proj.lora_A.weight"), /^E304: .*the adapter merged/);
  assert.match(await also("model.layers.0.self_attn.q_norm.weight"), /^E304: .*no norms of queries and keys/);
  assert.match(await also("model.layers.0.self_attn.q_proj.bias"), /^E304: .*biases only where/);
  const wrapped = await opened({}, (tensors) => {
    const all = [...tensors];
    tensors.clear();
    for (const [name, tensor] of all) tensors.set(`_orig_mod.${name}`, tensor);
  });
  assert.match(wrapped, /^E305: .*Its tensors have "_orig_mod.model." before their names/);
});

test.run();
