// Every key of config.json, by what becomes of it: read, known to leave the numbers alone, allowed with some values only. A key in none
// of these tables is refused when its name is one of the architecture, and named in a notice otherwise.
// Sources: the configuration classes of transformers 4 and 5, and config.json files of published Llama, Mistral and Qwen2 models.
import { fail } from "../../errors/index.js";
import { isObject, type JsonObject } from "./checked-json.js";
import type { Opening } from "../options.js";

/** Keys that decide the computation and are read (config.ts, rope.ts). */
export const readKeys: readonly string[] = [
  "architectures",
  "attention_bias",
  "auto_map",
  "head_dim",
  "hidden_size",
  "intermediate_size",
  "layer_types",
  "max_position_embeddings",
  "mlp_bias",
  "model_type",
  "num_attention_heads",
  "num_hidden_layers",
  "num_key_value_heads",
  "original_max_position_embeddings",
  "rms_norm_eps",
  "rope_parameters",
  "rope_scaling",
  "rope_theta",
  "sliding_window",
  "tie_word_embeddings",
  "use_sliding_window",
  "vocab_size",
];

/** Keys that leave the next token's logits alone, by why. */
export const harmlessKeys: Readonly<Record<string, readonly string[]>> = {
  "training only": [
    "attention_dropout", "attention_probs_dropout_prob", "attn_pdrop", "embd_pdrop", "hidden_dropout", "hidden_dropout_prob",
    "resid_pdrop", "dropout", "classifier_dropout", "initializer_range", "gradient_checkpointing", "use_gradient_checkpointing",
    "neftune_noise_alpha", "output_router_logits", "router_aux_loss_coef", "loss_type", "ignore_pad_tokens", "pretraining_tp",
  ],
  "where the file comes from": [
    "transformers.js_config",
    "_name_or_path", "name_or_path", "_commit_hash", "transformers_version", "model_name", "is_llama_config", "unsloth_version",
    "unsloth_fixed", "unsloth_optimized", "finetuning_task", "task_specific_params", "custom_pipelines", "license", "author", "description",
  ],
  "how numbers are stored or computed elsewhere: here in fp32, from the file's own types": [
    "torch_dtype", "dtype", "use_bfloat16", "bf16", "fp16", "fp32", "torchscript", "use_cache", "return_dict", "output_attentions",
    "output_hidden_states", "output_past", "chunk_size_feed_forward", "keys_to_ignore_at_inference", "_attn_implementation",
    "_attn_implementation_autoset", "_attn_implementation_internal", "attn_implementation", "_flash_attn_2_enabled", "use_flash_attn",
    "use_flash_attention", "use_flash_attention_2", "attn_mode", "use_fused_rms_norm", "use_fused_mlp", "use_fused_cross_entropy",
    "fuse_norm", "fuse_swiglu", "fuse_cross_entropy", "use_unpad", "use_xformers", "use_memory_efficient_attention", "compile",
  ],
  "token ids, which the tokenizer's files give": [
    "bos_token_id", "eos_token_id", "pad_token_id", "sep_token_id", "unk_token_id", "cls_token_id", "mask_token_id",
    "decoder_start_token_id", "forced_bos_token_id", "forced_eos_token_id", "tokenizer_class", "padding_side", "tokenizer_padding_side",
    "tokenizer_model_max_length", "chat_template",
  ],
  "how long texts may be elsewhere: max_position_embeddings decides": [
    "max_sequence_length", "max_seq_len", "max_seq_length", "model_max_length", "seq_length", "max_window_layers",
  ],
  "sampling: what a program says decides": [
    "do_sample", "temperature", "top_k", "top_p", "typical_p", "min_p", "max_length", "min_length", "max_new_tokens", "num_beams",
    "num_beam_groups", "num_return_sequences", "early_stopping", "length_penalty", "repetition_penalty", "diversity_penalty",
    "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "bad_words_ids", "begin_suppress_tokens", "suppress_tokens", "output_scores",
    "return_dict_in_generate", "remove_invalid_values", "exponential_decay_length_penalty", "epsilon_cutoff", "eta_cutoff", "prefix",
    "generation_config", "num_assistant_tokens", "assistant_confidence_threshold", "prompt_lookup_num_tokens",
  ],
  "heads for other tasks": [
    "id2label", "label2id", "num_labels", "problem_type", "tf_legacy_loss", "score", "summary_type", "reward_model",
  ],
  "only for norms of another kind": ["layer_norm_eps", "layer_norm_epsilon"],
  "given by the shapes of the tensors as well": ["multiple_of", "ffn_dim_multiplier"],
}; // prettier-ignore

interface Limited {
  readonly key: string;
  readonly allowed: readonly unknown[];
  /** What a usable model has instead. */
  readonly supported: string;
}

const unquantised =
  "unquantised weights (F32, F16 or BF16), such as the model that this one was made from, or a GGUF file";
const activation = "the activation silu";
const off = (key: string, supported = `no ${key}`): Limited => ({ key, allowed: [false], supported });

/** Keys that are supported with some values only; a missing key or null is always allowed. */
export const limitedKeys: readonly Limited[] = [
  { key: "hidden_act", allowed: ["silu", "swish"], supported: activation },
  { key: "hidden_activation", allowed: ["silu", "swish"], supported: activation },
  { key: "activation_function", allowed: ["silu", "swish"], supported: activation },
  { key: "quantization_config", allowed: [], supported: unquantised },
  { key: "quantization", allowed: [], supported: unquantised },
  { key: "compression_config", allowed: [], supported: unquantised },
  { key: "partial_rotary_factor", allowed: [1], supported: "rotary embeddings over whole heads" },
  { key: "rotary_pct", allowed: [1], supported: "rotary embeddings over whole heads" },
  { key: "rope_interleaved", allowed: [false], supported: "rotary embeddings in halves of a head" },
  { key: "rope_interleave", allowed: [false], supported: "rotary embeddings in halves of a head" },
  { key: "rope_traditional", allowed: [false], supported: "rotary embeddings in halves of a head" },
  off("is_encoder_decoder", "a decoder only"),
  off("add_cross_attention"),
  off("tie_encoder_decoder"),
  off("use_qk_norm"),
  { key: "is_decoder", allowed: [true, false], supported: "a decoder" },
  { key: "is_causal", allowed: [true], supported: "causal attention" },
  { key: "use_bidirectional_attention", allowed: [false], supported: "causal attention" },
];

/** Names that have to do with what a decoder computes. */
const architectural =
  /rope|rotary|attn|attention|norm|scal|cap|window|bias|(^|_)act|expert|moe|router|residual|logit|head|layer|mlp|ffn|embed|quant|alibi|cl[ia]mp|clip|multiplier|position|hidden|block|gate|vision|audio|causal|_config$/i;

/** null, false, 0 and what is empty: a setting that is off. */
export const isOff = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  value === 0 ||
  value === "" ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);

/** A factor of 1 changes nothing either. */
const isNeutral = (key: string, value: unknown): boolean =>
  isOff(value) || (value === 1 && /scal|multiplier|factor/i.test(key));

/** A setting as it is shown in errors. */
export const shownSetting = (value: unknown): string => {
  const short = isObject(value) ? (value.quant_method ?? value.quant_type ?? value.type) : value;
  return short === undefined || typeof short === "object"
    ? JSON.stringify(value).slice(0, 80)
    : `"${String(short).slice(0, 80)}"`;
};

const known = new Set([...readKeys, ...Object.values(harmlessKeys).flat()]);
const limited = new Map(limitedKeys.map((one) => [one.key, one]));

/**
 * Looks at every key of config.json. Throws E304 for a known one with a value that cannot be computed, E317 for unknown ones whose names
 * are of the architecture; names the other unknown ones in a notice.
 */
export function checkSettings(json: JsonObject, model: string, { onNotice }: Opening): void {
  const unknown: string[] = [];
  for (const [key, value] of Object.entries(json)) {
    const limit = limited.get(key);
    if (limit && value !== null && !limit.allowed.includes(value))
      fail("E304", { model, what: `${key} ${shownSetting(value)}`, supported: limit.supported });
    if (!limit && !known.has(key) && !isNeutral(key, value)) unknown.push(key);
  }
  const doubtful = unknown.filter((key) => architectural.test(key));
  if (doubtful.length) {
    const settings = doubtful.map((key) => `${key} ${shownSetting(json[key])}`).join(", ");
    fail("E317", { model, file: "config.json", settings });
  }
  if (unknown.length)
    onNotice?.(
      `config.json of "${model}" has keys that steerlab does not know and leaves aside: ${unknown.join(", ")}. ` +
        "Should one of them change what the model computes, the numbers here are without it.",
    );
}
