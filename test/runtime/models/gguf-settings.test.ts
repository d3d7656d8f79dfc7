// The metadata of a GGUF file: keys that are read, keys that published files have and that change nothing, and what becomes of all others.
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { harmlessKeys, limitedKeys, readKeys } from "../../../src/runtime/models/gguf/metadata-keys.js";
import { openCheckpoint } from "../../../src/runtime/models/index.js";
import type { Checkpoint } from "../../../src/runtime/models/types.js";
import { ownCache } from "../../models/cache.js";
import { ggufFile, tinyGguf, type Written } from "../../models/gguf.js";
import { tinyLlama } from "../../models/tiny.js";

ownCache(test);

const folder = await tinyLlama();
const parts = await tinyGguf(folder);
test.after(() => rm(folder, { recursive: true }));

type Changes = Readonly<Record<string, Written | undefined>>;

/** Opens the tiny file with other metadata; a key that is undefined is left out. */
async function opened(changes: Changes): Promise<{ told: string[]; error: string; checkpoint?: Checkpoint }> {
  const metadata = [
    ...parts.metadata.filter(([key]) => !Object.hasOwn(changes, key)),
    ...Object.entries(changes).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as const],
    ),
  ];
  const path = await ggufFile({ ...parts, metadata });
  const told: string[] = [];
  try {
    return { told, error: "", checkpoint: await openCheckpoint(path, { base: "/", onNotice: (text) => told.push(text) }) }; // prettier-ignore
  } catch (error) {
    return { told, error: (error as Error).message };
  } finally {
    await rm(dirname(path), { recursive: true });
  }
}
const scalingOf = async (changes: Changes) => {
  const { error, checkpoint } = await opened(changes);
  return error || checkpoint!.config.rope.scaling;
};

test("nothing is told or refused of what published files have", async () => {
  const { told, error } = await opened({
    "general.type": "model",
    "general.name": "Llama 3.2 1B",
    "general.finetune": "Instruct",
    "general.size_label": "1B",
    "general.license": "llama3.2",
    "general.base_model.count": { u32: 1 },
    "general.base_model.0.repo_url": "https://example.org",
    "general.tags": ["text-generation", "pytorch"],
    "general.languages": ["en"],
    "general.file_type": { u32: 15 },
    "general.quantization_version": { u32: 2 },
    "general.sampling.temp": { f32: 0.6 },
    "quantize.imatrix.file": "x.imatrix",
    "quantize.imatrix.entries_count": { u32: 112 },
    "mradermacher.quantize_version": "2",
    "llama.attention.key_length": { u32: 8 },
    "llama.attention.value_length": { u32: 8 },
    "llama.rope.dimension_count": { u32: 8 },
    "llama.rope.scaling.finetuned": true,
    "llama.rope.scaling.original_context_length": { u32: 8192 },
    "llama.expert_count": { u32: 0 },
    "llama.expert_used_count": { u32: 0 },
    "llama.tensor_data_layout": "Meta AI original pth",
    "llama.attention.sliding_window": { u32: 0 },
    "llama.attention.causal": true,
    "llama.logit_scale": { f32: 0 },
    "llama.leading_dense_block_count": { u32: 0 },
    "tokenizer.ggml.padding_token_id": { u32: 0 },
    "tokenizer.ggml.eot_token_id": { u32: 2 },
    "tokenizer.ggml.fim_pre_token_id": { u32: 2 },
    "tokenizer.ggml.add_eos_token": false,
    "tokenizer.chat_template.tool_use": "x",
    "tokenizer.chat_templates": ["tool_use"],
    "tokenizer.huggingface.json": "{}",
  });
  assert.equal([error, told], ["", []]);
});

test("no key is in two tables", () => {
  const all = [...readKeys, ...Object.values(harmlessKeys).flat(), ...Object.keys(limitedKeys)];
  assert.is(new Set(all).size, all.length);
});

test("settings that cannot be computed, and unknown ones, are refused by name", async () => {
  const refused: readonly [string, Written, RegExp][] = [
    ["llama.logit_scale", { f32: 0.0625 }, /^E304: .*llama.logit_scale 0.0625.* Use a model with logits that are not scaled/],
    ["llama.embedding_scale", { f32: 12 }, /^E304: .*llama.embedding_scale 12/],
    ["llama.residual_scale", { f32: 0.25 }, /^E304: .*llama.residual_scale 0.25/],
    ["llama.attention.scale", { f32: 0.0625 }, /^E304: .*llama.attention.scale 0.0625/],
    ["llama.attention.clamp_kqv", { f32: 8 }, /^E304: .*llama.attention.clamp_kqv 8/],
    ["llama.attention.causal", false, /^E304: .*llama.attention.causal false/],
    ["llama.attn_logit_softcapping", { f32: 50 }, /^E304: .*llama.attn_logit_softcapping 50/],
    ["llama.final_logit_softcapping", { f32: 30 }, /^E304: .*llama.final_logit_softcapping 30/],
    ["llama.rope.scaling.attn_factor", { f32: 1.5 }, /^E304: .*llama.rope.scaling.attn_factor 1.5/],
    ["llama.rope.dimension_count", { u32: 4 }, /^E304: .*rope.dimension_count 4.*rope.dimension_count 8, the head size/],
    ["llama.rope.dimension_sections", { i32s: [1, 2, 1] }, /^E317: the metadata of the model "tiny.gguf" .*llama.rope.dimension_sections \[1,2,1\]/],
    ["llama.rope.scaling.type", "longrope", /^E304: .*rope scaling "longrope"/],
    ["llama.vocab_size", { u32: 7 }, /^E316: .*llama.vocab_size is 7, and the embedding has \d+ rows/],
    ["llama.attention.head_count_kv", { i32s: [2, 2, 2, 4] }, /^E304: .*llama.attention.head_count_kv that differs by layer/],
    ["general.type", "adapter", /^E318: "tiny.gguf" is an adapter \(LoRA\), not a model/],
    ["general.type", "mmproj", /^E304: .*the general.type "mmproj"/],
    ["tokenizer.ggml.remove_extra_whitespaces", true, /^E317: .*tokenizer.ggml.remove_extra_whitespaces true/],
    ["tokenizer.ggml.add_bos_token", "yes", /^E311: .*add_bos_token is neither true nor false/],
    ["tokenizer.ggml.pre", "default", /^E320: .*tokenizer.ggml.pre is "default"/],
    ["tokenizer.ggml.pre", "chatglm-bpe", /^E311: .*it cuts text in the way "chatglm-bpe"; supported are/],
  ]; // prettier-ignore
  for (const [key, value, message] of refused)
    assert.match((await opened({ [key]: value })).error, message, key);
  assert.is(
    (await opened({ "tokenizer.ggml.pre": undefined })).error,
    'E320: The GGUF file of the model "tiny.gguf" does not say how text is cut into tokens: the key tokenizer.ggml.pre is missing. ' +
      "Convert the model again with a current llama.cpp, or write the key into a copy: gguf-new-metadata --pre-tokenizer NAME in.gguf " +
      "out.gguf, with the NAME of its tokenizer (read here: gpt-2, smollm, qwen2, llama-bpe, llama3, llama-v3).",
  );
  assert.match(
    (await opened({ "tokenizer.ggml.token_type": undefined })).error,
    /^E311: .*tokens but no token types/,
  );
  const begins = { "tokenizer.ggml.add_bos_token": true, "tokenizer.ggml.bos_token_id": undefined };
  assert.match((await opened(begins)).error, /^E311: .*begin with a token that the file does not give/);
});

test("what is left aside or taken as a default is told", async () => {
  const told = async (changes: Changes) => (await opened(changes)).told.join("\n");
  assert.match(
    await told({ "acme.mode": "x" }),
    /has keys that steerlab does not know and leaves aside: acme.mode\./,
  );
  assert.match(await told({ "llama.rope.freq_base": undefined }), /does not give rope.freq_base: llama.cpp's default is taken \(10000\)\./); // prettier-ignore
  assert.match(
    await told({ "tokenizer.ggml.add_eos_token": true }),
    /asks for an end token behind every text/,
  );
});

test("linear rope scaling as llama.cpp reads it: by its new and its old key, with and without a type", async () => {
  const linear = { kind: "linear", factor: 4 };
  const none = { kind: "none" };
  assert.equal(await scalingOf({ "llama.rope.scale_linear": { f32: 4 } }), linear);
  assert.equal(await scalingOf({ "llama.rope.scaling.factor": { f32: 4 } }), linear);
  assert.equal(await scalingOf({ "llama.rope.scaling.type": "linear", "llama.rope.scaling.factor": { f32: 4 } }), linear); // prettier-ignore
  assert.equal(await scalingOf({ "llama.rope.scaling.type": "none", "llama.rope.scaling.factor": { f32: 4 } }), none); // prettier-ignore
  assert.equal(await scalingOf({ "llama.rope.scaling.type": "linear" }), none);
  assert.match(
    String(
      await scalingOf({ "llama.rope.scaling.factor": { f32: 4 }, "llama.rope.scale_linear": { f32: 2 } }),
    ),
    /^E316: .*rope.scaling.factor is 4, and rope.scale_linear is 2/,
  );
});

test("equal numbers for every layer are one number; a window bounds the context, 0 is none", async () => {
  const config = async (changes: Changes) => (await opened(changes)).checkpoint!.config;
  assert.is((await config({ "llama.attention.head_count_kv": { i32s: [2, 2, 2, 2] } })).kvHeads, 2);
  assert.is((await config({ "llama.attention.sliding_window": { u32: 100 } })).context, 100);
});

const hostile = {
  "tokenizer.ggml.model": "llama",
  "tokenizer.ggml.pre": undefined,
  "tokenizer.ggml.merges": undefined,
} as const;
const tokens = parts.metadata.find(([key]) => key === "tokenizer.ggml.tokens")![1] as readonly string[];

test("a piece of 50,000 letters is refused at once", async () => {
  const start = performance.now();
  const { error } = await opened({
    ...hostile,
    "tokenizer.ggml.tokens": [...tokens.slice(1), "a".repeat(50_000)],
    "tokenizer.ggml.scores": { f32s: tokens.map(() => 0) },
  });
  assert.match(error, /^E311: .*one of its pieces has 50000 letters; at most 2048 are believed/);
  assert.ok(performance.now() - start < 2000);
});

test("long lists that nobody reads are passed over", async () => {
  const bytes = process.memoryUsage().rss;
  const { error, checkpoint } = await opened(
    Object.fromEntries([1, 2, 3, 4].map((n) => [`general.list${n}`, { u8s: new Uint8Array(8e6) }])),
  );
  assert.is(error, "");
  assert.ok(checkpoint);
  // The test itself holds the file's 32 MB several times.
  assert.ok(process.memoryUsage().rss - bytes < 300e6);
  const many = await opened({ "tokenizer.ggml.scores": { u8s: new Uint8Array(9e6) } });
  assert.match(many.error, /^E303: .*its metadata lists have more than 8388608 items, the last one 9000000/);
});

test.run();
