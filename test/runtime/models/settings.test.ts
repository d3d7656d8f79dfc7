// config.json: keys that are read, keys that published models have and that change nothing, and what becomes of all others.
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { configOf } from "../../../src/runtime/models/checkpoint/config.js";
import { openCheckpoint } from "../../../src/runtime/models/index.js";
import { harmlessKeys, limitedKeys, readKeys } from "../../../src/runtime/models/checkpoint/config-keys.js";
import { ownCache } from "../../models/cache.js";
import { tinyLlama, type TinyOptions } from "../../models/tiny.js";
import { thrownBy } from "./thrown.js";

ownCache(test);

type Json = Readonly<Record<string, unknown>>;

/** What a small configuration becomes with these keys, and what was told; a key that is undefined is left out. */
function read(changes: Json): { config: ReturnType<typeof configOf>; told: string[] } {
  const told: string[] = [];
  const json = JSON.parse(JSON.stringify({ ...small, ...changes })) as Json;
  return { config: configOf(json, "m", { onNotice: (text) => told.push(text) }), told };
}
const said = (changes: Json): string => thrownBy(() => read(changes)).message;
const rope = (changes: Json) => read({ rope_theta: undefined, ...changes }).config.rope;

const small: Json = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  vocab_size: 100,
  max_position_embeddings: 512,
  rms_norm_eps: 1e-5,
  rope_theta: 10000,
};

// The keys and the kinds of values of config.json files as they were published (sizes made small).
const published: Readonly<Record<string, Json>> = {
  "Llama 2, transformers 4.31": {
    bos_token_id: 1,
    eos_token_id: 2,
    hidden_act: "silu",
    initializer_range: 0.02,
    pretraining_tp: 1,
    rope_scaling: null,
    tie_word_embeddings: false,
    torch_dtype: "float16",
    transformers_version: "4.31.0.dev0",
    use_cache: true,
    _name_or_path: "meta-llama/Llama-2-7b-chat-hf",
  },
  "Llama 3.2, with an unsloth fine-tune's keys": {
    _attn_implementation_autoset: true,
    attention_bias: false,
    attention_dropout: 0.0,
    bos_token_id: 128000,
    eos_token_id: [128001, 128008, 128009],
    pad_token_id: 128004,
    head_dim: 8,
    hidden_act: "silu",
    initializer_range: 0.02,
    mlp_bias: false,
    pretraining_tp: 1,
    rope_scaling: {
      factor: 32.0,
      high_freq_factor: 4.0,
      low_freq_factor: 1.0,
      original_max_position_embeddings: 8192,
      rope_type: "llama3",
    },
    tie_word_embeddings: true,
    torch_dtype: "bfloat16",
    transformers_version: "4.52.0.dev0",
    unsloth_fixed: true,
    unsloth_version: "2025.3.18",
    use_cache: true,
  },
  "SmolLM2, transformers.js": {
    is_llama_config: true,
    rope_interleaved: false,
    rope_scaling: null,
    tie_word_embeddings: true,
    "transformers.js_config": { kv_cache_dtype: { fp16: "float16" } },
  },
  "the Llama of 2023": { max_sequence_length: 2048, pad_token_id: -1, use_cache: true },
  "Mistral 7B v0.3": {
    architectures: ["MistralForCausalLM"],
    model_type: "mistral",
    attention_dropout: 0.0,
    bos_token_id: 1,
    eos_token_id: 2,
    hidden_act: "silu",
    initializer_range: 0.02,
    sliding_window: null,
    tie_word_embeddings: false,
    torch_dtype: "bfloat16",
    use_cache: true,
  },
  "Qwen2.5, transformers 4.56": {
    architectures: ["Qwen2ForCausalLM"],
    model_type: "qwen2",
    attention_dropout: 0.0,
    bos_token_id: 151643,
    dtype: "bfloat16",
    eos_token_id: 151645,
    hidden_act: "silu",
    initializer_range: 0.02,
    layer_types: ["full_attention", "full_attention"],
    max_window_layers: 28,
    rope_scaling: null,
    sliding_window: null,
    tie_word_embeddings: true,
    transformers_version: "4.56.1",
    use_cache: true,
    use_mrope: false,
    use_sliding_window: false,
  },
  "transformers 5": {
    dtype: "float32",
    id2label: null,
    label2id: null,
    output_hidden_states: false,
    output_attentions: false,
    problem_type: null,
    return_dict: true,
    chunk_size_feed_forward: 0,
    is_encoder_decoder: false,
    rope_theta: undefined,
    rope_parameters: { rope_theta: 500000.0, rope_type: "default" },
  },
  "all keys of an old PretrainedConfig": {
    add_cross_attention: false,
    bad_words_ids: null,
    begin_suppress_tokens: null,
    cross_attention_hidden_size: null,
    decoder_start_token_id: null,
    diversity_penalty: 0.0,
    do_sample: false,
    early_stopping: false,
    encoder_no_repeat_ngram_size: 0,
    exponential_decay_length_penalty: null,
    finetuning_task: null,
    forced_bos_token_id: null,
    id2label: { "0": "LABEL_0" },
    is_decoder: false,
    length_penalty: 1.0,
    max_length: 20,
    num_beam_groups: 1,
    num_beams: 1,
    num_return_sequences: 1,
    prefix: null,
    pruned_heads: {},
    remove_invalid_values: false,
    repetition_penalty: 1.0,
    return_dict_in_generate: false,
    sep_token_id: null,
    task_specific_params: null,
    temperature: 1.0,
    tf_legacy_loss: false,
    tie_encoder_decoder: false,
    tokenizer_class: null,
    top_k: 50,
    top_p: 1.0,
    torchscript: false,
    typical_p: 1.0,
    use_bfloat16: false,
  },
};
for (const [name, keys] of Object.entries(published))
  test(`nothing is told or refused of a published form: ${name}`, () => {
    assert.equal(read(keys).told, []);
  });

test("no key is in two tables", () => {
  const all = [...readKeys, ...Object.values(harmlessKeys).flat(), ...limitedKeys.map(({ key }) => key)];
  assert.is(new Set(all).size, all.length);
});

test("settings that cannot be computed, and unknown ones of the architecture, are refused by name", () => {
  assert.is(
    said({ logit_scale: 0.0625 }),
    'E317: config.json of the model "m" has settings that steerlab does not know and that may change what is computed: ' +
      `logit_scale "0.0625". If the model's own code makes no use of them, delete them from config.json; else use another model.`,
  );
  assert.match(said({ embedding_multiplier: 12, residual_multiplier: 0.22 }), /embedding_multiplier "12", residual_multiplier "0.22"\./); // prettier-ignore
  for (const [key, value] of Object.entries({
    attn_logit_softcapping: 50,
    clip_qkv: 8,
    num_local_experts: 8,
    qk_layernorm: true,
    no_rope_layers: [1, 0],
    alibi: true,
    vision_config: { hidden_size: 8 },
    rope_local_base_freq: 1000,
    sliding_window_pattern: 6,
    query_pre_attn_scalar: 256,
    per_layer_config: { "0": { head_dim: 4 } },
  }))
    assert.match(said({ [key]: value }), new RegExp(`^E317: .*${key}`), key);
  for (const [key, value] of Object.entries({
    hidden_act: "gelu",
    activation_function: "relu",
    partial_rotary_factor: 0.5,
    rope_interleaved: true,
    is_encoder_decoder: true,
    is_causal: false,
    quantization_config: { quant_method: "awq", bits: 4 },
    quantization: { group_size: 64, bits: 4 },
    compression_config: { format: "pack-quantized" },
  }))
    assert.match(said({ [key]: value }), new RegExp(`^E304: .* has ${key} `), key);
  // A setting that is off changes nothing.
  const off = { attn_logit_softcapping: null, use_qk_norm: false, embedding_multiplier: 1.0, clip_qkv: 0 };
  assert.equal(read(off).told, []);
});

test("keys that are not of the architecture are named in one notice", () => {
  assert.equal(read({ my_note: "hello", trained_by: "us" }).told, [
    'config.json of "m" has keys that steerlab does not know and leaves aside: my_note, trained_by. ' +
      "Should one of them change what the model computes, the numbers here are without it.",
  ]);
});

test("defaults that decide numbers are those of transformers for the family, and told", () => {
  const without = {
    num_key_value_heads: undefined,
    max_position_embeddings: undefined,
    rms_norm_eps: undefined,
    rope_theta: undefined,
  };
  const llama = read(without);
  assert.equal([llama.config.kvHeads, llama.config.context, llama.config.normEpsilon], [8, 2048, 1e-6]);
  assert.equal(llama.told, [
    'config.json of "m" does not give num_key_value_heads, max_position_embeddings, rms_norm_eps, rope_theta: the defaults that ' +
      "transformers has for llama are taken (num_key_value_heads 8, max_position_embeddings 2048, rms_norm_eps 0.000001, rope_theta 10000).",
  ]);
  const mistral = { architectures: ["MistralForCausalLM"], model_type: "mistral" };
  assert.is(read({ ...mistral, num_attention_heads: 16, num_key_value_heads: undefined }).config.kvHeads, 8);
  assert.is(read({ ...mistral, num_attention_heads: 16, num_key_value_heads: null }).config.kvHeads, 16);
  const long = { ...mistral, max_position_embeddings: 32768 };
  assert.is(read(long).config.context, 4096, "a missing sliding_window is 4096");
  assert.match(read(long).told[0]!, /does not give sliding_window: .*\(sliding_window 4096\)\.$/);
  assert.is(read({ ...long, sliding_window: null }).config.context, 32768, "null is none");
});

test("the family: architectures and model_type must agree", () => {
  assert.is(
    said({ model_type: "gemma" }),
    'E316: The files of the model "m" contradict each other: config.json has the model_type "gemma" and the architecture ' +
      "LlamaForCausalLM. Use the configuration that belongs to these weights, or correct the wrong entry in it.",
  );
  assert.match(
    said({ architectures: ["LlamaForCausalLM", "Other"] }),
    /^E316: .*the architectures LlamaForCausalLM, Other\./,
  );
  assert.match(said({ architectures: undefined, model_type: "gemma" }), /^E304: .*the model_type "gemma"/);
  assert.match(
    said({ architectures: undefined, model_type: undefined }),
    /^E304: .*no architecture in config.json/,
  );
  assert.is(read({ architectures: undefined, model_type: "qwen2" }).config.family, "qwen2");
  assert.is(read({ model_type: undefined }).config.family, "llama");
  assert.match(read({ auto_map: { AutoModelForCausalLM: "modeling_x.X" } }).told[0]!, /names code of its own \(auto_map\)\. None is run/); // prettier-ignore
});

test("biases: Llama as its configuration says, Qwen2 always those of q, k and v, Mistral none", () => {
  const four = ["q_proj", "k_proj", "v_proj", "o_proj"];
  assert.equal(read({ attention_bias: true }).config.biases, four);
  assert.equal(read({ mlp_bias: true }).config.biases, ["gate_proj", "up_proj", "down_proj"]);
  const qwen2 = { architectures: ["Qwen2ForCausalLM"], model_type: "qwen2" };
  assert.equal(read({ ...qwen2, attention_bias: false }).config.biases, four.slice(0, 3));
  assert.match(said({ ...qwen2, mlp_bias: true }), /^E304: .*mlp_bias "true"/);
  const mistral = { architectures: ["MistralForCausalLM"], model_type: "mistral" };
  assert.match(said({ ...mistral, attention_bias: true }), /^E304: .*attention_bias "true"/);
  assert.match(said({ attention_bias: "yes" }), /^E303: .*attention_bias is "yes", neither true nor false/);
  assert.match(said({ tie_word_embeddings: 1 }), /^E303: .*tie_word_embeddings is "1"/);
});

test("sliding windows bound the context; layer types must be known and as many as layers", () => {
  const qwen2 = { architectures: ["Qwen2ForCausalLM"], model_type: "qwen2" };
  const sliding = { layer_types: ["full_attention", "sliding_attention"] };
  assert.is(read({ ...qwen2, sliding_window: 100, use_sliding_window: false }).config.context, 512);
  assert.is(read({ ...qwen2, sliding_window: 100, use_sliding_window: true }).config.context, 100);
  assert.is(
    read({ ...qwen2, ...sliding, sliding_window: 100, use_sliding_window: false }).config.context,
    100,
  );
  assert.is(read({ sliding_window: 100 }).config.context, 100, "a Llama with a window");
  assert.match(
    said({ ...sliding, sliding_window: null }),
    /^E316: .*of the type sliding_attention and no sliding_window/,
  );
  assert.match(said({ layer_types: ["full_attention"] }), /^E316: .*2 layers and 1 layer_types/);
  assert.match(said({ layer_types: ["full_attention", "linear_attention"] }), /^E304: .*layers of the type "linear_attention"/); // prettier-ignore
});

test("rope settings: at once, by kind of layer, or refused", () => {
  const kinds = (one: string, other = one) => ({ layer_types: [one, other] });
  const plain = (theta: number) => ({ theta, scaling: { kind: "none" } });
  assert.equal(
    rope({ rope_parameters: { full_attention: { rope_theta: 500, rope_type: "default" } } }),
    plain(500),
  );
  assert.equal(rope({ ...kinds("full_attention"), rope_parameters: { full_attention: { rope_theta: 500 }, sliding_attention: { rope_theta: 7 } } }), plain(500)); // prettier-ignore
  assert.equal(
    rope({ rope_theta: 300, rope_parameters: { full_attention: { rope_type: "default" } } }),
    plain(300),
  );
  assert.equal(rope({ rope_theta: 300, rope_scaling: {}, rope_parameters: null }), plain(300));
  assert.equal(rope({ rope_scaling: { rope_type: "dynamic", factor: 2 } }), plain(10000));
  const both = { rope_scaling: { type: "linear", factor: 2 }, rope_parameters: { rope_type: "linear", factor: 2, rope_theta: 10000 } }; // prettier-ignore
  assert.equal(rope(both).scaling, { kind: "linear", factor: 2 });

  const mixed = { full_attention: { rope_theta: 500 }, sliding_attention: { rope_theta: 7 } };
  const refused: readonly [Json, RegExp][] = [
    [{ rope_parameters: mixed }, /^E304: .*rope_parameters that differ by kind of layer \(full_attention, sliding_attention\)/],
    [{ ...kinds("full_attention", "sliding_attention"), sliding_window: 9, rope_parameters: mixed }, /^E304: .*differ by kind of layer/],
    [{ ...kinds("full_attention"), rope_parameters: { sliding_attention: { rope_theta: 7 } } }, /^E316: .*layers are of the kind full_attention, and rope_parameters has settings for sliding_attention only/],
    [{ ...kinds("full_attention"), rope_parameters: { full_attention: null, sliding_attention: { rope_theta: 7 } } }, /^E304: .*without rotary positions/],
    [{ rope_parameters: { full_attention: { rope_theta: 7 }, rope_theta: 5 } }, /^E316: .*by kind of layer and rope_theta beside them/],
    [{ rope_scaling: { factor: 8 } }, /^E304: .*rope_scaling \(factor\) without a rope_type/],
    [{ rope_scaling: { type: "linear", rope_type: "llama3", factor: 8 } }, /^E316: .*rope_type "llama3" and the type "linear"/],
    [{ rope_scaling: { type: "linear", factor: 2 }, rope_parameters: { rope_type: "linear", factor: 4 } }, /^E316: .*rope_parameters and rope_scaling differ/],
    [{ rope_theta: 5, rope_parameters: { rope_theta: 6 } }, /^E316: .*rope_theta is "5", and "6" in rope_parameters/],
    [{ rope_scaling: { type: "linear", factor: 2, mscale: 3 } }, /^E317: .*rope_scaling.mscale "3"/],
    [{ rope_scaling: { type: "default", mrope_section: [1, 2] } }, /^E317: .*rope_scaling.mrope_section/],
    [{ rope_parameters: { rope_theta: 6, partial_rotary_factor: 0.5 } }, /^E304: .*rope_parameters.partial_rotary_factor "0.5"/],
    [{ rope_scaling: { type: "su", long_factor: [1] } }, /^E304: .*rope scaling "su"/],
    [{ rope_scaling: "linear" }, /^E303: .*rope_scaling is no object/],
    [{ rope_theta: -1 }, /^E303: .*rope_theta is -1/],
    [{ original_max_position_embeddings: 5, rope_scaling: { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 6 } }, /^E316: .*original_max_position_embeddings is "5", and "6"/],
    [{ rope_scaling: { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4 } }, /^E303: .*original_max_position_embeddings is missing/],
  ]; // prettier-ignore
  for (const [changes, message] of refused)
    assert.match(said({ rope_theta: undefined, ...changes }), message);
});

async function opened(
  options: TinyOptions,
  change: (folder: string) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ told: string[]; error: string; tensors: readonly string[] }> {
  const folder = await tinyLlama(options);
  const told: string[] = [];
  try {
    await change(folder);
    const { tensors } = await openCheckpoint(folder, { base: "/", onNotice: (text) => told.push(text) });
    return { told, error: "", tensors: [...tensors.keys()] };
  } catch (error) {
    return { told, error: String(error), tensors: [] };
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("an adapter is named as such; beside a model it is said not to be applied", async () => {
  const base = JSON.stringify({ peft_type: "LORA", base_model_name_or_path: "org/base" });
  const adapter = (folder: string) => writeFile(join(folder, "adapter_config.json"), base);
  const alone = await opened({}, async (folder) => {
    await adapter(folder);
    await rm(join(folder, "model.safetensors"));
  });
  assert.match(alone.error, /is an adapter \(LoRA\) for "org\/base", not a model\./);
  const beside = await opened({}, adapter);
  assert.match(beside.told.join(), /holds an adapter as well \(adapter_config.json\)\. It is not applied/);
});

test.run();
