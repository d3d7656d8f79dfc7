// Writes GGUF files for tests: any header, right or wrong, and the tiny checkpoint in this form.
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSafetensors } from "../../src/runtime/models/checkpoint/safetensors.js";

export interface GgufTensor {
  readonly name: string;
  readonly shape: readonly number[]; // row-major
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly offset?: number; // where it claims to lie; else after the one before
}
export interface GgufParts {
  readonly magic?: string;
  readonly version?: number;
  readonly metadata: readonly (readonly [key: string, value: Written])[];
  readonly tensors: readonly GgufTensor[];
  readonly tensorCount?: bigint;
}
export type Written =
  | string
  | boolean
  | { u32: number }
  | { f32: number }
  | readonly string[]
  | { i32s: readonly number[] }
  | { f32s: readonly number[] }
  | { u8s: Uint8Array };

const u32 = (n: number) => Buffer.from(Uint32Array.of(n).buffer);
const u64 = (n: number | bigint) => Buffer.from(BigUint64Array.of(BigInt(n)).buffer);
const text = (s: string) => Buffer.concat([u64(Buffer.byteLength(s)), Buffer.from(s)]);
const padded = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc((32 - (bytes.length % 32)) % 32)]);

function value(v: Written): Buffer {
  if (typeof v === "string") return Buffer.concat([u32(8), text(v)]);
  if (typeof v === "boolean") return Buffer.concat([u32(7), Buffer.of(v ? 1 : 0)]);
  if ("u32" in v) return Buffer.concat([u32(4), u32(v.u32)]);
  if ("f32" in v) return Buffer.concat([u32(6), Buffer.from(Float32Array.of(v.f32).buffer)]);
  if ("i32s" in v)
    return Buffer.concat([u32(9), u32(5), u64(v.i32s.length), Buffer.from(Int32Array.from(v.i32s).buffer)]);
  if ("f32s" in v)
    return Buffer.concat([u32(9), u32(6), u64(v.f32s.length), Buffer.from(Float32Array.from(v.f32s).buffer)]);
  if ("u8s" in v) return Buffer.concat([u32(9), u32(0), u64(v.u8s.length), v.u8s]);
  return Buffer.concat([u32(9), u32(8), u64(v.length), ...v.map(text)]);
}

export function ggufBytes({
  magic = "GGUF",
  version = 3,
  metadata,
  tensors,
  tensorCount,
}: GgufParts): Buffer {
  let end = 0;
  const entries = tensors.map((t) => {
    const offset = t.offset ?? end;
    end = Math.max(end, offset + padded(t.bytes).length);
    const shape = [...t.shape].reverse().map(u64);
    return Buffer.concat([text(t.name), u32(t.shape.length), ...shape, u32(t.type), u64(offset)]);
  });
  const pairs = metadata.map(([key, v]) => Buffer.concat([text(key), value(v)]));
  const counts = [u64(tensorCount ?? tensors.length), u64(metadata.length)];
  const header = Buffer.concat([Buffer.from(magic), u32(version), ...counts, ...pairs, ...entries]);
  return Buffer.concat([padded(header), ...tensors.map((t) => padded(t.bytes))]);
}

const names: readonly [RegExp, string][] = [
  [/^model\.embed_tokens/, "token_embd"],
  [/^model\.norm/, "output_norm"],
  [/^lm_head/, "output"],
  [/^model\.layers\.(\d+)\./, "blk.$1."],
  [/input_layernorm/, "attn_norm"],
  [/post_attention_layernorm/, "ffn_norm"],
  [/self_attn\.([qkv])_proj/, "attn_$1"],
  [/self_attn\.o_proj/, "attn_output"],
  [/mlp\.(gate|up|down)_proj/, "ffn_$1"],
];

/** Rows in rotary pairs, as the converter of llama.cpp writes them: [heads, 2, half, in] -> [heads, half, 2, in]. */
function paired(bytes: Buffer, heads: number, rows: number): Buffer {
  const size = bytes.length / rows;
  const half = rows / heads / 2;
  const out: Buffer[] = [];
  for (let h = 0; h < heads; h++)
    for (let i = 0; i < half; i++)
      for (const j of [0, 1]) {
        const row = (h * 2 + j) * half + i;
        out.push(bytes.subarray(row * size, (row + 1) * size));
      }
  return Buffer.concat(out);
}

/** What a GGUF file of a tiny F32 folder (see tiny.ts) holds. Change it, then write it with ggufFile. */
export async function tinyGguf(folder: string): Promise<GgufParts> {
  const read = async <T>(name: string) => JSON.parse(await readFile(join(folder, name), "utf8")) as T;
  const config = await read<Record<string, number> & { model_type: string }>("config.json");
  const tokenizer = await read<{ model: { vocab: Record<string, number>; merges: [string, string][] } }>(
    "tokenizer.json",
  );
  const { chat_template } = await read<{ chat_template: string }>("tokenizer_config.json");
  const arch = config.model_type === "qwen2" ? "qwen2" : "llama";
  const byId = Object.entries(tokenizer.model.vocab).sort(([, a], [, b]) => a - b);
  const tokens = byId.map(([token]) => token);
  const data = await readFile(join(folder, "model.safetensors"));
  const headsOf: Record<string, number> = {
    attn_q: config.num_attention_heads!,
    attn_k: config.num_key_value_heads!,
  };
  const tensors = [...readSafetensors(join(folder, "model.safetensors"))].map(([hubName, place]) => {
    const name = names.reduce((n, [from, to]) => n.replace(from, to), hubName);
    const bytes = data.subarray(place.offset, place.offset + place.length);
    const heads = arch === "llama" ? headsOf[name.split(".")[2] ?? ""] : undefined;
    return {
      name,
      shape: place.shape,
      type: 0,
      bytes: heads ? paired(bytes, heads, place.shape[0]!) : bytes,
    };
  });
  return {
    metadata: [
      ["general.architecture", arch],
      [`${arch}.block_count`, { u32: config.num_hidden_layers! }],
      [`${arch}.context_length`, { u32: config.max_position_embeddings! }],
      [`${arch}.embedding_length`, { u32: config.hidden_size! }],
      [`${arch}.feed_forward_length`, { u32: config.intermediate_size! }],
      [`${arch}.attention.head_count`, { u32: config.num_attention_heads! }],
      [`${arch}.attention.head_count_kv`, { u32: config.num_key_value_heads! }],
      [`${arch}.attention.layer_norm_rms_epsilon`, { f32: config.rms_norm_eps! }],
      [`${arch}.rope.freq_base`, { f32: config.rope_theta! }],
      ["tokenizer.ggml.model", "gpt2"],
      ["tokenizer.ggml.pre", "gpt-2"],
      ["tokenizer.ggml.tokens", tokens],
      ["tokenizer.ggml.token_type", { i32s: tokens.map((_, id) => (id < 3 ? 3 : 1)) }],
      ["tokenizer.ggml.merges", tokenizer.model.merges.map((pair) => pair.join(" "))],
      ["tokenizer.ggml.bos_token_id", { u32: 1 }],
      ["tokenizer.ggml.eos_token_id", { u32: 2 }],
      ["tokenizer.chat_template", chat_template],
    ],
    tensors,
  };
}

/** Writes the file into a new temporary folder and returns its path. */
export async function ggufFile(parts: GgufParts | Buffer): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "steerlab-gguf-")), "tiny.gguf");
  await writeFile(path, Buffer.isBuffer(parts) ? parts : ggufBytes(parts));
  return path;
}
