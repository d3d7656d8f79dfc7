// Which tensors a configuration asks for, in the Hugging Face names and shapes ([out, in] for projections).
import { fail } from "../errors/index.js";
import type { ModelConfig, TensorPlace } from "./types.js";

/** Every tensor name with its shape, in the order of the computation. */
export function expectedShapes(config: ModelConfig): Map<string, readonly number[]> {
  const { width, mlpWidth, vocabulary } = config;
  const queries = config.heads * config.headSize;
  const keys = config.kvHeads * config.headSize;
  const block: Record<string, readonly number[]> = {
    "input_layernorm.weight": [width],
    "self_attn.q_proj.weight": [queries, width],
    "self_attn.k_proj.weight": [keys, width],
    "self_attn.v_proj.weight": [keys, width],
    "self_attn.o_proj.weight": [width, queries],
    ...(config.family === "qwen2" && {
      "self_attn.q_proj.bias": [queries],
      "self_attn.k_proj.bias": [keys],
      "self_attn.v_proj.bias": [keys],
    }),
    "post_attention_layernorm.weight": [width],
    "mlp.gate_proj.weight": [mlpWidth, width],
    "mlp.up_proj.weight": [mlpWidth, width],
    "mlp.down_proj.weight": [width, mlpWidth],
  };
  const shapes = new Map<string, readonly number[]>([["model.embed_tokens.weight", [vocabulary, width]]]);
  for (let layer = 0; layer < config.layers; layer++)
    for (const [name, shape] of Object.entries(block)) shapes.set(`model.layers.${layer}.${name}`, shape);
  shapes.set("model.norm.weight", [width]);
  if (!config.tiedEmbeddings) shapes.set("lm_head.weight", [vocabulary, width]);
  return shapes;
}

// Older exports keep the rotary frequencies, which the configuration gives anyway; tied ones may keep a copy of the embedding.
const harmless = /\.rotary_emb\.inv_freq$|^lm_head\.weight$/;

/** The tensors that the configuration asks for, and only they. Throws E304, E305 or E306 when some are missing, misshapen or unknown. */
export function requireTensors(
  model: string,
  config: ModelConfig,
  found: ReadonlyMap<string, TensorPlace>,
): Map<string, TensorPlace> {
  const expected = expectedShapes(config);
  const required = new Map<string, TensorPlace>();
  for (const [tensor, shape] of expected) {
    const place = found.get(tensor);
    if (!place) fail("E305", { model, tensor });
    if (String(place.shape) !== String(shape)) {
      fail("E306", {
        model,
        tensor,
        found: `[${place.shape.join(", ")}]`,
        expected: `[${shape.join(", ")}]`,
      });
    }
    required.set(tensor, place);
  }
  for (const tensor of found.keys()) {
    if (expected.has(tensor) || harmless.test(tensor)) continue;
    fail("E304", {
      model,
      what: `the tensor "${tensor}"`,
      supported: `the tensors of a ${config.family} model only`,
    });
  }
  return required;
}
