// Which tensors a configuration asks for, in the Hugging Face names and shapes ([out, in] for projections).
import { fail } from "../../errors/index.js";
import { projections } from "./config.js";
import { blockTypes } from "../weights/dequantise.js";
import type { ModelConfig, Placed, Projection, TensorPlace, TensorType } from "../types.js";

export const embeddingName = "model.embed_tokens.weight";
export const outputName = "lm_head.weight";

/** A tensor of a checkpoint's file, of a type that may not be one of those that are computed with. */
export type FoundTensor = Placed<string> & Pick<TensorPlace, "pairedHeads">;

const inAttention = (name: Projection) => ["q_proj", "k_proj", "v_proj", "o_proj"].includes(name);

/** Every tensor name with its shape, in the order of the computation. */
export function expectedShapes(config: ModelConfig): Map<string, readonly number[]> {
  const { hiddenSize, intermediateSize, vocabulary } = config;
  const queries = config.heads * config.headSize;
  const keys = config.kvHeads * config.headSize;
  const matrices: Readonly<Record<Projection, readonly [out: number, into: number]>> = {
    q_proj: [queries, hiddenSize],
    k_proj: [keys, hiddenSize],
    v_proj: [keys, hiddenSize],
    o_proj: [hiddenSize, queries],
    gate_proj: [intermediateSize, hiddenSize],
    up_proj: [intermediateSize, hiddenSize],
    down_proj: [hiddenSize, intermediateSize],
  };
  const part = (inside: boolean): (readonly [string, readonly number[]])[] => {
    const prefix = inside ? "self_attn" : "mlp";
    const names = projections.filter((name) => inAttention(name) === inside);
    const biased = names.filter((name) => config.biases.includes(name));
    return [
      ...names.map((name) => [`${prefix}.${name}.weight`, matrices[name]] as const),
      ...biased.map((name) => [`${prefix}.${name}.bias`, [matrices[name][0]]] as const),
    ];
  };
  const block = [
    ["input_layernorm.weight", [hiddenSize]] as const,
    ...part(true),
    ["post_attention_layernorm.weight", [hiddenSize]] as const,
    ...part(false),
  ];
  const shapes = new Map<string, readonly number[]>([[embeddingName, [vocabulary, hiddenSize]]]);
  for (let layer = 0; layer < config.layers; layer++)
    for (const [name, shape] of block) shapes.set(`model.layers.${layer}.${name}`, shape);
  shapes.set("model.norm.weight", [hiddenSize]);
  if (!config.tiedEmbeddings) shapes.set(outputName, [vocabulary, hiddenSize]);
  return shapes;
}

// Buffers of older exports, which follow from the configuration; tied models may keep a copy of the embedding.
const harmless =
  /\.rotary_emb\.(original_)?(inv_freq|cos_cached|sin_cached)$|\.attn\.(masked_)?bias$|\.self_attn\.(masked_)?bias$|\.position_ids$|^lm_head\.weight$/;

/** Tensors that say of which kind a checkpoint is, with what a usable one has instead. */
const telling: readonly { readonly names: RegExp; readonly supported: string }[] = [
  {
    names: /\.lora_[AB]\.|\.lora_(up|down)\.|\.modules_to_save\./,
    supported: "the adapter merged into its weights (peft's `merge_and_unload()`)",
  },
  {
    names:
      /\.(qweight|qzeros|g_idx|scales|biases|SCB|weight_format|weight_packed|weight_shape|(weight|input|output|k|v)_(global_)?(scale|scale_inv|scale_2|zero_point))$|\.weight\.(absmax|quant_map|nested_absmax|nested_quant_map|quant_state\.\S+)$/,
    supported: "unquantised weights (F32, F16 or BF16), or a GGUF file",
  },
  {
    names: /[._](q|k)_(layer)?norm\./,
    supported: "no norms of queries and keys (Qwen3 has them, for example)",
  },
  {
    names: /block_sparse_moe|\.experts\.|\.mlp\.(shared_)?gate\.|_exps\.weight$/,
    supported: "one MLP in each layer",
  },
  { names: /vision|visual|image|audio|mm_projector/, supported: "nothing but text" },
  {
    names: /\.bias$/,
    supported:
      "biases only where its configuration says so (attention_bias, mlp_bias) and transformers reads them",
  },
];

/** How a checkpoint was made, as far as missing tensors are explained by it. */
export interface Origin {
  /** What to do when the output matrix is missing. */
  readonly withoutOutput?: string;
}

/** The tensors that the configuration asks for, and only they. Throws E304, E305 or E306 when some are missing, misshapen or unknown. */
export function requireTensors(
  model: string,
  config: ModelConfig,
  found: ReadonlyMap<string, FoundTensor>,
  { withoutOutput }: Origin = {},
): Map<string, TensorPlace> {
  const expected = expectedShapes(config);
  const unknown = [...found.keys()].filter((name) => !expected.has(name) && !harmless.test(name));
  refuseTelling(model, unknown);
  const required = new Map<string, TensorPlace>();
  for (const [tensor, shape] of expected) {
    // Of two tensors that are one, a file may hold the output matrix only.
    const place = found.get(tensor) ?? (tensor === embeddingName ? tiedEmbedding(config, found) : undefined);
    if (!place) {
      const remedy = prefixRemedy(found) ?? (tensor === outputName ? withoutOutput : undefined);
      return fail("E305", { model, tensor, ...(remedy !== undefined && { remedy }) });
    }
    if (String(place.shape) !== String(shape)) {
      fail("E306", {
        model,
        tensor,
        found: `[${place.shape.join(", ")}]`,
        expected: `[${shape.join(", ")}]`,
      });
    }
    if (!Object.hasOwn(blockTypes, place.type))
      fail("E304", {
        model,
        what: `the tensor "${tensor}" of type ${place.type}`,
        supported: "F32, F16 or BF16 weights, or a GGUF file",
      });
    required.set(tensor, { ...place, type: place.type as TensorType });
  }
  const [other] = unknown;
  if (other !== undefined)
    fail("E304", {
      model,
      what: `the tensor "${other}"`,
      supported: `the tensors of a ${config.family} model only`,
    });
  return required;
}

const tiedEmbedding = (config: ModelConfig, found: ReadonlyMap<string, FoundTensor>) =>
  config.tiedEmbeddings ? found.get(outputName) : undefined;

function refuseTelling(model: string, unknown: readonly string[]): void {
  for (const { names, supported } of telling) {
    const tensor = unknown.find((name) => names.test(name));
    if (tensor !== undefined) fail("E304", { model, what: `the tensor "${tensor}"`, supported });
  }
}

/** What to do when all names begin with something that the wrapper of a training run put there. */
function prefixRemedy(found: ReadonlyMap<string, FoundTensor>): string | undefined {
  const ending = "layers.0.input_layernorm.weight";
  const name = [...found.keys()].find((one) => one.endsWith(ending));
  const prefix = name?.slice(0, -ending.length);
  if (prefix === undefined || prefix === "model.") return undefined;
  return prefix === ""
    ? 'Its tensors have no "model." before their names: it was saved without its output matrix. Save the model with its head (AutoModelForCausalLM).'
    : `Its tensors have "${prefix}" before their names: save the model itself, without what was wrapped around it.`;
}
