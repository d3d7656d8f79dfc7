// A tiny Llama-family checkpoint folder with seeded random weights, for tests that need a real model's files.
// It has a byte-level BPE tokenizer with a few whole words, and a chat template in the style of ChatML.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { byteLetters, tinyTokenizer } from "./tokenizer.js";

export interface TinyOptions {
  readonly family?: "llama" | "mistral" | "qwen2";
  readonly dtype?: "F32" | "F16" | "BF16";
  readonly tied?: boolean;
  readonly sharded?: boolean;
  readonly layers?: number;
  readonly width?: number;
  readonly heads?: number;
  readonly kvHeads?: number;
  readonly mlpWidth?: number;
  readonly context?: number;
  readonly seed?: number;
  /** Extra or replacing keys of config.json. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Changes one tensor's numbers before they are written. */
  readonly change?: (name: string, values: Float32Array) => void;
}

export { byteLetters };

export const chatTemplate =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/** Writes the checkpoint into a new folder under the system's temporary folder and returns its path. The caller removes it. */
export async function tinyLlama(options: TinyOptions = {}): Promise<string> {
  const { family = "llama", dtype = "F32", tied = true, sharded = false, seed = 1 } = options;
  const { layers = 4, width = 32, heads = 4, kvHeads = 2, mlpWidth = 2 * width, context = 512 } = options;
  const folder = await mkdtemp(join(tmpdir(), "steerlab-tiny-"));
  const tokenizer = tinyTokenizer();
  const vocabulary = Object.keys(tokenizer.model.vocab).length;
  const { attention_bias: attentionBias = false, mlp_bias: mlpBias = false } = options.config ?? {};
  const biases = { attentionBias: attentionBias === true, mlpBias: mlpBias === true };
  const sizes = { family, layers, width, heads, kvHeads, mlpWidth, vocabulary, tied, ...biases };
  const random = seeded(seed);
  const tensors = tinyShapes(sizes).map(([name, shape]) => {
    const values = fill(name, shape, random);
    options.change?.(name, values);
    return { name, shape, bytes: encode[dtype](values) };
  });

  const files: Record<string, unknown> = {
    "config.json": {
      architectures: [
        { llama: "LlamaForCausalLM", mistral: "MistralForCausalLM", qwen2: "Qwen2ForCausalLM" }[family],
      ],
      model_type: family,
      hidden_size: width,
      intermediate_size: mlpWidth,
      num_hidden_layers: layers,
      num_attention_heads: heads,
      num_key_value_heads: kvHeads,
      vocab_size: vocabulary,
      max_position_embeddings: context,
      rms_norm_eps: 1e-5,
      rope_theta: 10000,
      hidden_act: "silu",
      tie_word_embeddings: tied,
      torch_dtype: { F32: "float32", F16: "float16", BF16: "bfloat16" }[dtype],
      ...options.config,
    },
    "tokenizer.json": tokenizer,
    "tokenizer_config.json": {
      tokenizer_class: "PreTrainedTokenizerFast",
      add_bos_token: false,
      bos_token: "<|im_start|>",
      eos_token: "<|im_end|>",
      clean_up_tokenization_spaces: false,
      chat_template: chatTemplate,
    },
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, name), JSON.stringify(content));

  const parts = sharded ? [tensors.slice(0, 5), tensors.slice(5)] : [tensors];
  const named = parts.map((part, i) => ({
    part,
    file: sharded ? `model-0000${i + 1}-of-0000${parts.length}.safetensors` : "model.safetensors",
  }));
  for (const { part, file } of named) await writeFile(join(folder, file), safetensors(part, dtype));
  if (sharded) {
    const weight_map = Object.fromEntries(named.flatMap(({ part, file }) => part.map((t) => [t.name, file])));
    await writeFile(
      join(folder, "model.safetensors.index.json"),
      JSON.stringify({ metadata: {}, weight_map }),
    );
  }
  return folder;
}

interface Sizes {
  family: string;
  layers: number;
  width: number;
  heads: number;
  kvHeads: number;
  mlpWidth: number;
  vocabulary: number;
  tied: boolean;
  attentionBias: boolean;
  mlpBias: boolean;
}

/** Names and shapes of every tensor, in file order. */
function tinyShapes(s: Sizes): [string, number[]][] {
  const headSize = s.width / s.heads;
  const kv = s.kvHeads * headSize;
  const block = (l: number): [string, number[]][] => {
    const at = `model.layers.${l}.`;
    const biases: [string, number[]][] = [
      [`${at}self_attn.q_proj.bias`, [s.width]],
      [`${at}self_attn.k_proj.bias`, [kv]],
      [`${at}self_attn.v_proj.bias`, [kv]],
    ];
    const mlpBiases: [string, number[]][] = [
      [`${at}mlp.gate_proj.bias`, [s.mlpWidth]],
      [`${at}mlp.up_proj.bias`, [s.mlpWidth]],
      [`${at}mlp.down_proj.bias`, [s.width]],
    ];
    return [
      [`${at}input_layernorm.weight`, [s.width]],
      [`${at}self_attn.q_proj.weight`, [s.width, s.width]],
      [`${at}self_attn.k_proj.weight`, [kv, s.width]],
      [`${at}self_attn.v_proj.weight`, [kv, s.width]],
      [`${at}self_attn.o_proj.weight`, [s.width, s.width]],
      ...(s.family === "qwen2" || s.attentionBias ? biases : []),
      ...(s.attentionBias ? ([[`${at}self_attn.o_proj.bias`, [s.width]]] as [string, number[]][]) : []),
      [`${at}post_attention_layernorm.weight`, [s.width]],
      [`${at}mlp.gate_proj.weight`, [s.mlpWidth, s.width]],
      [`${at}mlp.up_proj.weight`, [s.mlpWidth, s.width]],
      [`${at}mlp.down_proj.weight`, [s.width, s.mlpWidth]],
      ...(s.mlpBias ? mlpBiases : []),
    ];
  };
  return [
    ["model.embed_tokens.weight", [s.vocabulary, s.width]],
    ...Array.from({ length: s.layers }, (_, l) => block(l)).flat(),
    ["model.norm.weight", [s.width]],
    ...(s.tied ? [] : ([["lm_head.weight", [s.vocabulary, s.width]]] as [string, number[]][])),
  ];
}

/** Norm gains lie around 1, matrices have standard deviation 1/sqrt(inputs), embeddings 0.5. */
function fill(name: string, shape: readonly number[], random: () => number): Float32Array {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const [mean, spread] = /norm/.test(name)
    ? [1, 0.1]
    : name.endsWith("bias")
      ? [0, 0.1]
      : [0, spreadOf(name, shape)];
  for (let i = 0; i < values.length; i++) values[i] = mean + spread * normal(random);
  return values;
}
const spreadOf = (name: string, shape: readonly number[]) =>
  name.includes("embed") ? 0.5 : 1 / Math.sqrt(shape[1]!);

/** Uniform numbers in (0, 1) by the mulberry32 recurrence. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}
const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

export const encode: Record<"F32" | "F16" | "BF16", (values: Float32Array) => Buffer> = {
  F32: (values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  BF16: (values) => {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    return Buffer.from(Uint16Array.from(bits, (b) => (b + 0x7fff + ((b >>> 16) & 1)) >>> 16).buffer);
  },
  F16: (values) => Buffer.from(Uint16Array.from(values, half).buffer),
};

/** Nearest half-precision number (normal range only, which is all that random weights need; smaller ones become 0). */
function half(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign;
  const exponent = Math.floor(Math.log2(size));
  const mantissa = Math.round((size / 2 ** exponent - 1) * 1024);
  return sign | ((exponent + 15) * 1024 + mantissa);
}

/** A safetensors file: length of the header, header, tensors one after another. */
export function safetensors(
  tensors: readonly { name: string; shape: readonly number[]; bytes: Buffer }[],
  dtype: string,
): Buffer {
  let end = 0;
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  for (const t of tensors)
    header[t.name] = { dtype, shape: t.shape, data_offsets: [end, (end += t.bytes.length)] };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...tensors.map((t) => t.bytes)]);
}
