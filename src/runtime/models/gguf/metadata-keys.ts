// Every key of a GGUF file's metadata, by what becomes of it: read, known to leave the numbers alone, allowed with some values only. A key
// of the architecture or of the tokenizer that is in none of these tables is refused unless it is off; one of another origin is told.
// Sources: the key list of the gguf package 0.19, llama.cpp's readers of llama and qwen2, and files published on the hub.
import { fail } from "../../errors/index.js";
import type { Opening } from "../options.js";
import { isOff } from "../checkpoint/config-keys.js";
import { Skipped, type Value } from "./gguf-reader.js";

type Metadata = ReadonlyMap<string, Value>;

/** Keys behind "llama." or "qwen2." that are read. */
export const readKeys: readonly string[] = [
  "attention.head_count",
  "attention.head_count_kv",
  "attention.key_length",
  "attention.layer_norm_rms_epsilon",
  "attention.sliding_window",
  "attention.value_length",
  "block_count",
  "context_length",
  "embedding_length",
  "feed_forward_length",
  "rope.dimension_count",
  "rope.freq_base",
  "rope.scale_linear",
  "rope.scaling.factor",
  "rope.scaling.type",
  "vocab_size",
];

/** Keys behind the architecture's name that leave the numbers alone, by why. */
export const harmlessKeys: Readonly<Record<string, readonly string[]>> = {
  "only for scaling of the kind yarn, which is refused": [
    "rope.scaling.original_context_length", "rope.scaling.finetuned", "rope.scaling.yarn_beta_fast", "rope.scaling.yarn_beta_slow",
    "rope.scaling.yarn_ext_factor", "rope.scaling.yarn_log_multiplier",
  ],
  "the window bounds the context, whichever layers have it": ["attention.sliding_window_pattern"],
  "only for models that embed texts": ["pooling_type", "embedding_length_out", "classifier.output_labels"],
  "only for a mixture of experts, which is refused": [
    "expert_feed_forward_length", "expert_shared_feed_forward_length", "expert_weights_norm", "expert_gating_func",
  ],
  "only for norms of another kind": ["attention.layer_norm_epsilon"],
  "a word about the rows of q and k, which the architecture decides": ["tensor_data_layout"],
}; // prettier-ignore

interface Limited {
  readonly allowed: readonly unknown[];
  readonly supported: string;
}
const off = (supported: string): Limited => ({ allowed: [0, false], supported });
const one = (supported: string): Limited => ({ allowed: [0, 1], supported });

/** Keys behind the architecture's name that are supported with some values only. */
export const limitedKeys: Readonly<Record<string, Limited>> = {
  expert_count: off("one MLP in each layer"),
  expert_used_count: off("one MLP in each layer"),
  logit_scale: one("logits that are not scaled"),
  embedding_scale: one("embeddings that are not scaled"),
  residual_scale: one("a residual stream that is not scaled"),
  "attention.scale": off("attention scores divided by the root of the head size"),
  "attention.output_scale": one("attention that is not scaled"),
  "attention.clamp_kqv": off("queries, keys and values that are not clamped"),
  "attention.max_alibi_bias": off("rotary positions"),
  "attention.causal": { allowed: [true], supported: "causal attention" },
  attn_logit_softcapping: off("attention scores without a cap"),
  final_logit_softcapping: off("logits without a cap"),
  use_parallel_residual: off("attention before the MLP"),
  swin_norm: off("norms before attention and MLP"),
  "rope.scaling.attn_factor": one("rotary positions that are not scaled"),
  "rope.scaling.yarn_attn_factor": one("rotary positions that are not scaled"),
  "rope.scaling.alpha": one("rotary positions that are not scaled"),
};

const ggml = (name: string) => `tokenizer.ggml.${name}`;

/** Keys of the tokenizer that are read. */
export const readTokenizerKeys: readonly string[] = [
  ...["model", "pre", "tokens", "token_type", "scores", "merges", "bos_token_id", "eos_token_id", "unknown_token_id"].map(ggml),
  ...["add_bos_token", "add_eos_token", "add_space_prefix"].map(ggml),
  "tokenizer.chat_template",
]; // prettier-ignore

/** Keys of the tokenizer that leave the ids of a text alone: special ids that no text begins with, other templates, copies. */
const harmlessTokenizerKeys =
  /^tokenizer\.(ggml\.(\w+_token_id|\w+_token_ids|token_type_count|suppress_tokens|add_mask_token)|chat_template\.[\w-]+|chat_templates|huggingface\.json|rwkv\.world|default_system_prompt)$/;

/** Keys of the tokenizer that are supported when they are off. */
const offTokenizerKeys = /^tokenizer\.ggml\./;

/** Origins of keys that say nothing about the computation. */
const otherOrigins =
  /^(general|split|quantize|quantization|imatrix|mradermacher|llama\.cpp|ollama|unsloth|training|lmstudio|bartowski|convert|version|source|author|license)\b/;

const shown = (value: Value) =>
  value instanceof Skipped
    ? `a list of ${value.items}`
    : (JSON.stringify(typeof value === "bigint" ? Number(value) : value) ?? "").slice(0, 60);

const known = new Set([...readKeys, ...Object.values(harmlessKeys).flat()]);

/** Whether a value switches a setting off; a list does when all its items do. */
const isOffValue = (value: Value): boolean =>
  value instanceof Skipped ? false : Array.isArray(value) ? value.every((item) => isOffValue(item as Value)) : isOff(value); // prettier-ignore

/**
 * Looks at every key. Throws E304 for a known one with a value that cannot be computed, E317 for unknown ones of the architecture or the
 * tokenizer; names those of unknown origin in a notice.
 */
export function checkMetadata(
  metadata: Metadata,
  architecture: string,
  model: string,
  { onNotice }: Opening,
): void {
  const [refused, told]: [string[], string[]] = [[], []];
  for (const [key, value] of metadata) {
    if (key.startsWith(`${architecture}.`)) {
      const name = key.slice(architecture.length + 1);
      const limit = Object.hasOwn(limitedKeys, name) ? limitedKeys[name]! : null;
      if (limit && !limit.allowed.includes(value))
        fail("E304", { model, what: `${key} ${shown(value)}`, supported: limit.supported });
      if (!limit && !known.has(name) && !isOffValue(value)) refused.push(`${key} ${shown(value)}`);
    } else if (key.startsWith("tokenizer.")) {
      if (readTokenizerKeys.includes(key) || harmlessTokenizerKeys.test(key)) continue;
      if (!isOffValue(value)) (offTokenizerKeys.test(key) ? refused : told).push(offTokenizerKeys.test(key) ? `${key} ${shown(value)}` : key); // prettier-ignore
    } else if (!otherOrigins.test(key)) told.push(key);
  }
  if (refused.length) fail("E317", { model, file: "the metadata", settings: refused.join(", ") });
  if (told.length)
    onNotice?.(
      `The metadata of "${model}" has keys that steerlab does not know and leaves aside: ${told.join(", ")}. ` +
        "Should one of them change what the model computes, the numbers here are without it.",
    );
}
