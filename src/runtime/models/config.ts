// config.json of a Hugging Face checkpoint -> ModelConfig. What the graph cannot compute is refused by name.
import { fail } from "../errors/index.js";
import type { JsonObject, Problem } from "./json.js";
import { Fields, isObject } from "./json.js";
import { ropeOf } from "./rope.js";
import type { ModelConfig } from "./types.js";

export type Family = ModelConfig["family"];

const families: Readonly<Record<string, Family>> = {
  LlamaForCausalLM: "llama",
  MistralForCausalLM: "mistral",
  Qwen2ForCausalLM: "qwen2",
};
export const supportedArchitectures = Object.keys(families).join(", ");

/** Largest sizes that are believed; they only guard against absurd headers. */
export const largest = { layers: 1000, width: 2 ** 17, heads: 4096, vocabulary: 2 ** 24, context: 2 ** 28 };

/** Each names a setting that would change the computation, and the only values that leave it alone. */
const plain: readonly { key: string; allowed: readonly unknown[]; supported: string }[] = [
  { key: "hidden_act", allowed: [undefined, "silu", "swish"], supported: "the activation silu" },
  { key: "quantization_config", allowed: [undefined], supported: "F32, F16 or BF16 weights, or a GGUF file" },
  { key: "attention_bias", allowed: [undefined, false], supported: "no attention_bias" },
  { key: "mlp_bias", allowed: [undefined, false], supported: "no mlp_bias" },
  { key: "partial_rotary_factor", allowed: [undefined, 1], supported: "rotary embeddings over whole heads" },
];

/** `model` is the name to use in errors. Throws E303 (impossible numbers) or E304 (not supported). */
export function configOf(json: JsonObject, model: string): ModelConfig {
  const family = familyOf(json, model);
  for (const { key, allowed, supported } of plain) {
    const value = json[key] ?? undefined;
    if (allowed.includes(value)) continue;
    const shown = isObject(value) ? String(value.quant_method ?? value.type ?? "set") : String(value);
    fail("E304", { model, what: `${key} "${shown}"`, supported });
  }
  const fields = new Fields(json, (reason) => fail("E303", { file: "config.json", reason }));
  const width = fields.count("hidden_size", largest.width);
  const heads = fields.count("num_attention_heads", largest.heads);
  return consistent(
    {
      family,
      layers: fields.count("num_hidden_layers", largest.layers),
      width,
      heads,
      kvHeads: fields.count("num_key_value_heads", heads, heads),
      headSize: fields.count("head_dim", largest.width, width / heads),
      mlpWidth: fields.count("intermediate_size", 16 * largest.width),
      vocabulary: fields.count("vocab_size", largest.vocabulary),
      context: Math.min(
        fields.count("max_position_embeddings", largest.context, 2048),
        window(json, family, fields),
      ),
      normEpsilon: fields.positive("rms_norm_eps", 1e-6),
      rope: ropeOf(json, model),
      tiedEmbeddings: json.tie_word_embeddings === true,
    },
    (reason) => fail("E303", { file: "config.json", reason }),
  );
}

function familyOf(json: JsonObject, model: string): Family {
  const named = Array.isArray(json.architectures) ? json.architectures : [];
  const family = named.map((name) => families[String(name)]).find(Boolean);
  if (family) return family;
  const what = named.length ? `the architecture ${named.join(", ")}` : `no architecture in config.json`;
  return fail("E304", { model, what, supported: `one of the architectures ${supportedArchitectures}` });
}

/** Attention over a sliding window equals full attention for texts no longer than the window: so the window bounds the context. */
function window(json: JsonObject, family: Family, fields: Fields): number {
  const used = family === "mistral" || (family === "qwen2" && json.use_sliding_window === true);
  return used && fields.raw("sliding_window") !== undefined
    ? fields.count("sliding_window", largest.context)
    : Infinity;
}

/** The configuration, when its numbers fit one another; `problem` receives what does not. */
export function consistent(config: ModelConfig, problem: Problem): ModelConfig {
  const { heads, kvHeads, headSize } = config;
  if (heads % kvHeads !== 0)
    problem(`${heads} attention heads cannot share ${kvHeads} key-value heads evenly`);
  if (headSize % 2 !== 0) problem(`the head size ${headSize} is odd`);
  return config;
}
