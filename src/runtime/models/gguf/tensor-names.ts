// Tensor names of a GGUF file -> Hugging Face names.
import type { ModelConfig, TensorPlace } from "../types.js";

const whole: Readonly<Record<string, string>> = {
  token_embd: "model.embed_tokens",
  output_norm: "model.norm",
  output: "lm_head",
};
const inBlock: Readonly<Record<string, string>> = {
  attn_norm: "input_layernorm",
  attn_q: "self_attn.q_proj",
  attn_k: "self_attn.k_proj",
  attn_v: "self_attn.v_proj",
  attn_output: "self_attn.o_proj",
  ffn_norm: "post_attention_layernorm",
  ffn_gate: "mlp.gate_proj",
  ffn_up: "mlp.up_proj",
  ffn_down: "mlp.down_proj",
};

/** The Hugging Face name; a name that we do not know stays as it is. */
export function hubName(name: string): string {
  const [, layer, part, kind] = /^(?:blk\.(\d+)\.)?(\w+)\.(weight|bias)$/.exec(name) ?? [];
  const known = layer === undefined ? whole[part ?? ""] : inBlock[part ?? ""];
  if (!known) return name;
  return layer === undefined ? `${known}.${kind}` : `model.layers.${layer}.${known}.${kind}`;
}

/**
 * Renames all tensors. GGUF files of the llama architecture hold the rows of q and k in pairs for interleaved rotary
 * embedding; these places are marked, so that conversion puts the rows back into the Hugging Face order.
 */
export function hubTensors(
  tensors: ReadonlyMap<string, TensorPlace>,
  { family, heads, kvHeads }: Pick<ModelConfig, "family" | "heads" | "kvHeads">,
): Map<string, TensorPlace> {
  const headsOf: Record<string, number> = { attn_q: heads, attn_k: kvHeads };
  return new Map(
    [...tensors]
      .filter(([name]) => name !== "rope_freqs.weight")
      .map(([name, place]) => {
        const pairedHeads = family === "llama" ? headsOf[name.split(".")[2] ?? ""] : undefined;
        return [hubName(name), pairedHeads ? { ...place, pairedHeads } : place];
      }),
  );
}
