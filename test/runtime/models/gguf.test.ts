// GGUF files: the same model as its folder, and every damage by its exact message.
import { readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openCheckpoint } from "../../../src/runtime/models/index.js";
import { readGguf } from "../../../src/runtime/models/gguf/gguf-header.js";
import { tensorPieces } from "../../../src/runtime/models/weights/convert.js";
import { ggufConfig } from "../../../src/runtime/models/gguf/gguf-config.js";
import { llama3Divisors } from "../../../src/runtime/models/checkpoint/rope.js";
import type { Checkpoint } from "../../../src/runtime/models/types.js";
import { ownCache } from "../../models/cache.js";
import { ggufBytes, ggufFile, tinyGguf, type GgufParts } from "../../models/gguf.js";
import { tinyLlama } from "../../models/tiny.js";
import { rejectedBy, thrownBy } from "./thrown.js";

ownCache(test);
const folder = await tinyLlama({ tied: false });
const parts = await tinyGguf(folder);
const again = " Download the model again, or give another one.";

/** Writes, looks, and removes. */
async function withFile<T>(content: GgufParts | Buffer, look: (path: string) => T | Promise<T>): Promise<T> {
  const path = await ggufFile(content);
  try {
    return await look(path);
  } finally {
    await rm(dirname(path), { recursive: true });
  }
}
const complaint = (content: GgufParts | Buffer) =>
  withFile(content, (path) => thrownBy(() => ggufConfig(readGguf(path), path)).message);

async function numbers(checkpoint: Checkpoint): Promise<Map<string, Float32Array>> {
  const all = new Map<string, Float32Array>();
  for (const [name, place] of checkpoint.tensors) {
    const pieces: number[] = [];
    for await (const { values } of tensorPieces(name, place, {})) pieces.push(...values);
    all.set(name, Float32Array.from(pieces));
  }
  return all;
}

for (const family of ["llama", "qwen2"] as const) {
  test(`a ${family} GGUF file is the same model as the folder it was made from`, async () => {
    const source = await tinyLlama({ family, tied: family === "qwen2" });
    await withFile(await tinyGguf(source), async (path) => {
      const [one, other] = [
        await openCheckpoint(source, { base: "." }),
        await openCheckpoint(path, { base: "." }),
      ];
      assert.equal(other.config, one.config);
      const [expected, found] = [await numbers(one), await numbers(other)];
      assert.equal([...found.keys()], [...expected.keys()]);
      for (const [name, values] of expected) assert.equal(found.get(name), values, name);
      const text = "<|im_start|>user\nA great day, 42!<|im_end|>";
      assert.equal(other.tokenizer.encode(text), one.tokenizer.encode(text));
      assert.is(other.template!.source, one.template!.source);
      assert.is(other.dtype, "F32");
    });
    await rm(source, { recursive: true });
  });
}

test("the identity of a GGUF file is its sha256", async () => {
  await withFile(parts, async (path) => {
    const { createHash } = await import("node:crypto");
    const expected = createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
    assert.is((await openCheckpoint(path, { base: "." })).sha256, expected);
  });
});

test("a wrong magic", async () => {
  assert.is(
    await complaint({ ...parts, magic: "GGML" }),
    `E303: The model file "tiny.gguf" is damaged: it begins with "GGML", not with "GGUF".${again}`,
  );
});

test("unknown versions, and big-endian files", async () => {
  const said = (what: string) =>
    `E304: The model "tiny.gguf" has ${what}, which is not supported. Use a model with GGUF version 2 or 3, little-endian.`;
  assert.is(await complaint({ ...parts, version: 1 }), said("GGUF version 1"));
  assert.is(await complaint({ ...parts, version: 0x03000000 }), said("big-endian numbers"));
});

test("a file cut off anywhere in its header is refused, and never believed", async () => {
  const whole = ggufBytes(parts);
  const start = whole.length - parts.tensors.reduce((sum, t) => sum + Math.ceil(t.bytes.length / 32) * 32, 0);
  for (let length = 0; length < start; length += 997) {
    assert.match(
      await complaint(whole.subarray(0, length)),
      /^E303: The model file "tiny.gguf" is damaged: /,
    );
  }
  assert.is(
    await complaint(whole.subarray(0, 2)),
    `E303: The model file "tiny.gguf" is damaged: it ends inside the magic (byte 0 of 2).${again}`,
  );
  const last = parts.tensors.at(-1)!;
  assert.is(
    await complaint(whole.subarray(0, whole.length - 1)),
    `E303: The model file "tiny.gguf" is damaged: the tensor "${last.name}" ends at byte ${whole.length}, ` +
      `but the file has ${whole.length - 1}.${again}`,
  );
});

test("absurd sizes are refused before anything is allocated", async () => {
  assert.match(
    await complaint({ ...parts, tensorCount: 2n ** 60n }),
    /damaged: the tensor count is 1152921504606846976, which no file can hold/,
  );
  assert.match(
    await complaint({ ...parts, tensorCount: 2n ** 40n }),
    /damaged: the tensor count claims 1099511627776 tensors, but only \d+ bytes follow/,
  );
  const first = parts.tensors[0]!;
  assert.match(
    await complaint({ ...parts, tensors: [{ ...first, shape: [2 ** 31, 2 ** 18] }] }),
    /damaged: the tensor "token_embd.weight" ends at byte \d+, but the file has \d+/,
  );
});

test("names that stand twice, tensors that overlap or lie askew", async () => {
  const [first, second] = parts.tensors as [GgufParts["tensors"][0], GgufParts["tensors"][0]];
  const said = async (change: Partial<GgufParts>) =>
    (await complaint({ ...parts, ...change })).split("damaged: ")[1];
  assert.is(
    await said({ metadata: [...parts.metadata, ["general.architecture", "llama"]] }),
    `the metadata key "general.architecture" stands twice.${again}`,
  );
  assert.is(
    await said({ tensors: [first, first] }),
    `the tensor name "token_embd.weight" stands twice.${again}`,
  );
  assert.is(
    await said({ tensors: [first, { ...second, offset: 32 }] }),
    `the tensors "token_embd.weight" and "blk.0.attn_norm.weight" overlap.${again}`,
  );
  assert.is(
    await said({ tensors: [first, { ...second, offset: 5 }] }),
    `the tensor "blk.0.attn_norm.weight" begins at 5, no multiple of 32.${again}`,
  );
  assert.is(
    await said({ tensors: [{ ...first, type: 2, shape: [4, 30] }] }),
    `the tensor "token_embd.weight" has rows of 30 numbers, which Q4_0 cannot hold.${again}`,
  );
});

test("what is not supported is named", async () => {
  const [first] = parts.tensors as [GgufParts["tensors"][0]];
  const types = "F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K";
  const replaced = (key: string, value: GgufParts["metadata"][0][1]) => ({
    ...parts,
    metadata: [...parts.metadata.filter(([k]) => k !== key), [key, value] as const],
  });
  const said = (what: string, supported: string) =>
    `E304: The model "tiny.gguf" has ${what}, which is not supported. Use a model with ${supported}.`;
  assert.is(
    await complaint({ ...parts, tensors: [{ ...first, type: 10 }] }),
    said('the tensor "token_embd.weight" of the type Q2_K', `tensors of the types ${types}`),
  );
  assert.is(
    await complaint(replaced("general.architecture", "gemma")),
    said('the architecture "gemma"', "one of the GGUF architectures llama, qwen2"),
  );
  assert.is(
    await complaint(replaced("llama.expert_count", { u32: 8 })),
    said("llama.expert_count 8", "one MLP in each layer"),
  );
  assert.is(
    await complaint(replaced("llama.rope.scaling.type", "yarn")),
    said('rope scaling "yarn"', "rope scaling of the kind linear or llama3"),
  );
});

test("a missing tensor, and one that no llama model has", async () => {
  const without = { ...parts, tensors: parts.tensors.filter((t) => t.name !== "blk.2.ffn_up.weight") };
  const open = (content: GgufParts) =>
    withFile(content, async (path) =>
      (await rejectedBy(openCheckpoint(path, { base: "." }))).message.replace(path, "x"),
    );
  assert.is(
    await open(without),
    `E305: The model "x" lacks the tensor "model.layers.2.mlp.up_proj.weight".${again}`,
  );
  const also = (name: string) =>
    open({ ...parts, tensors: [...parts.tensors, { name, shape: [32], type: 0, bytes: Buffer.alloc(128) }] });
  assert.is(
    await also("blk.0.attn_sub_norm.weight"),
    'E304: The model "x" has the tensor "blk.0.attn_sub_norm.weight", which is not supported. ' +
      "Use a model with the tensors of a llama model only.",
  );
  assert.match(
    await also("blk.0.attn_q_norm.weight"),
    /Use a model with no norms of queries and keys \(Qwen3 has them, for example\)\.$/,
  );
  assert.match(
    await also("blk.0.attn_q.bias"),
    /^E305: .* lacks the tensor "model.layers.1.self_attn.q_proj.bias"/,
  );
});

test("the frequency factors of Llama 3.1 are recognised, others divide the frequencies as they are", async () => {
  const scaling = {
    kind: "llama3",
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContext: 8192,
  } as const;
  // Smallest and largest frequency by hand: with theta 10000 and head size 8 the wavelengths are 2 pi 10^(2i) / ... :
  // 6.28, 62.8, 628, 6283; 8192 / 6283 = 1.30 turns lies between 1 and 4: smooth = 0.1013, divisor 1 / (0.8987 / 8 + 0.1013).
  const divisors = llama3Divisors(10000, 8, scaling);
  assert.equal(divisors.slice(0, 3), [1, 1, 1]);
  assert.ok(Math.abs(divisors[3]! - 1 / ((1 - 0.10127) / 8 + 0.10127)) < 1e-3);
  const factors = (values: readonly number[]) => ({
    ...parts,
    tensors: [
      ...parts.tensors,
      {
        name: "rope_freqs.weight",
        shape: [4],
        type: 0,
        bytes: Buffer.from(Float32Array.from(values).buffer),
      },
    ],
  });
  const scalingOf = (values: readonly number[], theta = 10000) => {
    const changed = factors(values);
    const metadata = changed.metadata.map(([key, value]) =>
      key === "llama.rope.freq_base" ? ([key, { f32: theta }] as const) : ([key, value] as const),
    );
    return withFile({ ...changed, metadata }, (path) => ggufConfig(readGguf(path), path).rope.scaling);
  };
  assert.equal(await scalingOf(llama3Divisors(5e5, 8, scaling), 5e5), scaling);
  assert.equal(await scalingOf([1, 2, 3, 4]), { kind: "factors", divisors: [1, 2, 3, 4] });
  assert.match(await complaint(factors([1, 2, 0, 4])), /rope_freqs.weight does not hold 4 numbers above 0/);
});

test.after(async () => {
  await rm(folder, { recursive: true });
});
test.run();
