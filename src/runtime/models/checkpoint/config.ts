// config.json of a Hugging Face checkpoint -> ModelConfig. What the graph cannot compute is refused by name.
import { fail } from "../../errors/index.js";
import type { JsonObject, Problem } from "./checked-json.js";
import { Fields } from "./checked-json.js";
import type { Opening } from "../options.js";
import { ropeOf } from "./rope.js";
import { checkSettings, shownSetting } from "./config-keys.js";
import type { ModelConfig, Projection } from "../types.js";

export type Family = ModelConfig["family"];

const families: Readonly<Record<string, Family>> = {
  LlamaForCausalLM: "llama",
  MistralForCausalLM: "mistral",
  Qwen2ForCausalLM: "qwen2",
};
export const supportedArchitectures = Object.keys(families).join(", ");

/** Largest sizes that are believed; they only guard against absurd headers. */
export const largest = { layers: 1000, width: 2 ** 17, heads: 4096, vocabulary: 2 ** 24, context: 2 ** 28 };

/** What transformers takes for keys that config.json lacks; kvHeads null: as many as heads. */
const defaults: Readonly<Record<Family, { context: number; kvHeads: number | null; window: number | null }>> =
  {
    llama: { context: 2048, kvHeads: null, window: null },
    mistral: { context: 131072, kvHeads: 8, window: 4096 },
    qwen2: { context: 32768, kvHeads: 32, window: 4096 },
  };
const usualEpsilon = 1e-6;

/**
 * `model` is the name to use in errors. Defaults that decide numbers, and code that is not run, are told in a notice.
 * Throws E303 (impossible numbers), E304 (not supported), E316 (contradictions) or E317 (unknown settings).
 */
export function configOf(json: JsonObject, model: string, opening: Opening = {}): ModelConfig {
  const family = familyOf(json, model);
  checkSettings(json, model, opening);
  const problem: Problem = (reason) => fail("E303", { file: "config.json", reason });
  const fields = new Fields(json, problem);
  const assumed = new Map<string, number>();
  const assume = (name: string, value: number) => void assumed.set(name, value);
  const orDefault = (name: string, value: number): number => {
    if (fields.raw(name) === undefined) assume(name, value);
    return value;
  };

  const width = fields.count("hidden_size", largest.width);
  const heads = fields.count("num_attention_heads", largest.heads);
  const layers = fields.count("num_hidden_layers", largest.layers);
  const usual = defaults[family];
  const usualKvHeads = Object.hasOwn(json, "num_key_value_heads") ? heads : (usual.kvHeads ?? heads);
  const layerKinds = layerKindsOf(json, layers, model);
  const config = consistent(
    {
      family,
      layers,
      hiddenSize: width,
      heads,
      kvHeads: fields.count("num_key_value_heads", heads, orDefault("num_key_value_heads", usualKvHeads)),
      headSize: fields.count("head_dim", largest.width, width / heads),
      intermediateSize: fields.count("intermediate_size", 16 * largest.width),
      vocabulary: fields.count("vocab_size", largest.vocabulary),
      context: Math.min(
        fields.count("max_position_embeddings", largest.context, orDefault("max_position_embeddings", usual.context)), // prettier-ignore
        windowOf(json, family, { fields, layerKinds, model, assume }),
      ),
      normEpsilon: fields.positive("rms_norm_eps", orDefault("rms_norm_eps", usualEpsilon)),
      rope: ropeOf({ json, model, layerKinds, assume }),
      tiedEmbeddings: isTied(json, problem),
      biases: biasesOf(json, family, model),
    },
    problem,
  );
  tell(json, family, model, assumed, opening);
  return config;
}

function tell(
  json: JsonObject,
  family: Family,
  model: string,
  assumed: ReadonlyMap<string, number>,
  { onNotice }: Opening,
): void {
  if (assumed.size) {
    const taken = [...assumed].map(([name, value]) => `${name} ${value}`).join(", ");
    onNotice?.(
      `config.json of "${model}" does not give ${[...assumed.keys()].join(", ")}: ` +
        `the defaults that transformers has for ${family} are taken (${taken}).`,
    );
  }
  const code = json.auto_map ?? null;
  if (code !== null)
    onNotice?.(
      `config.json of "${model}" names code of its own (auto_map). None is run: ` +
        `the model is computed as transformers computes ${family} without it.`,
    );
}

function familyOf(json: JsonObject, model: string): Family {
  const named = Array.isArray(json.architectures) ? json.architectures.map(String) : [];
  const type = typeof json.model_type === "string" ? json.model_type : null;
  const supported = `one of the architectures ${supportedArchitectures}`;
  const found = new Set(named.map((name) => (Object.hasOwn(families, name) ? families[name]! : null)));
  if (named.length && found.has(null) && found.size === 1)
    return fail("E304", { model, what: `the architecture ${named.join(", ")}`, supported });
  if (found.size > 1)
    return fail("E316", { model, reason: `config.json names the architectures ${named.join(", ")}` });
  const [family = Object.values(families).find((one) => one === type)] = [...found];
  if (!family) {
    const what = type === null ? "no architecture in config.json" : `the model_type "${type}"`;
    return fail("E304", { model, what, supported });
  }
  if (type !== null && type !== family) {
    const reason = `config.json has the model_type "${type}" and the architecture ${named.join(", ")}`;
    return fail("E316", { model, reason });
  }
  return family;
}

const fullKinds = ["full_attention", "attention"];
const slidingKind = "sliding_attention";

/** The kinds of attention of the layers, each once; none when config.json does not say. */
function layerKindsOf(json: JsonObject, layers: number, model: string): string[] {
  const given = json.layer_types ?? null;
  if (given === null) return [];
  if (!Array.isArray(given)) return fail("E303", { file: "config.json", reason: "layer_types is no list" });
  if (given.length !== layers)
    fail("E316", { model, reason: `config.json has ${layers} layers and ${given.length} layer_types` });
  const kinds = [...new Set(given.map(String))];
  const other = kinds.find((kind) => kind !== slidingKind && !fullKinds.includes(kind));
  if (other !== undefined)
    fail("E304", { model, what: `layers of the type "${other}"`, supported: "full or sliding attention" });
  return kinds;
}

/** Attention over a sliding window equals full attention for texts no longer than the window: so the window bounds the context. */
function windowOf(
  json: JsonObject,
  family: Family,
  {
    fields,
    layerKinds,
    model,
    assume,
  }: {
    readonly fields: Fields;
    readonly layerKinds: readonly string[];
    readonly model: string;
    readonly assume: (name: string, value: number) => void;
  },
): number {
  const slides = layerKinds.includes(slidingKind);
  const everywhere = family === "mistral" || (family === "llama" && json.use_sliding_window !== false);
  if (!slides && !everywhere && json.use_sliding_window !== true) return Infinity;
  if (fields.raw("sliding_window") !== undefined) return fields.count("sliding_window", largest.context);
  const usual = Object.hasOwn(json, "sliding_window") ? null : defaults[family].window;
  if (usual === null && slides)
    fail("E316", {
      model,
      reason: `config.json has layers of the type ${slidingKind} and no sliding_window`,
    });
  if (usual === null) return Infinity;
  assume("sliding_window", usual);
  return usual;
}

function isTied(json: JsonObject, problem: Problem): boolean {
  const tied = json.tie_word_embeddings ?? false;
  return typeof tied === "boolean" ? tied : problem(`tie_word_embeddings is ${shownSetting(tied)}`);
}

const attention: readonly Projection[] = ["q_proj", "k_proj", "v_proj", "o_proj"];
const mlp: readonly Projection[] = ["gate_proj", "up_proj", "down_proj"];
/** Projections in the order of the computation. */
export const projections: readonly Projection[] = [...attention, ...mlp];

/** Llama has biases where its configuration says so, Qwen2 always for queries, keys and values, Mistral never. */
function biasesOf(json: JsonObject, family: Family, model: string): readonly Projection[] {
  const given = (key: string) => {
    const value = json[key] ?? false;
    if (typeof value !== "boolean")
      fail("E303", {
        file: "config.json",
        reason: `${key} is ${shownSetting(value)}, neither true nor false`,
      });
    return value as boolean;
  };
  const [inAttention, inMlp] = [given("attention_bias"), given("mlp_bias")];
  if (family === "llama") return [...(inAttention ? attention : []), ...(inMlp ? mlp : [])];
  const extra = inMlp ? "mlp_bias" : family === "mistral" && inAttention ? "attention_bias" : null;
  if (extra !== null)
    fail("E304", { model, what: `${extra} "true"`, supported: `no ${extra}: ${family} has none` });
  return family === "qwen2" ? attention.slice(0, 3) : [];
}

/** The configuration, when its numbers fit one another; `problem` receives what does not. */
export function consistent(config: ModelConfig, problem: Problem): ModelConfig {
  const { heads, kvHeads, headSize } = config;
  if (heads % kvHeads !== 0)
    problem(`${heads} attention heads cannot share ${kvHeads} key-value heads evenly`);
  if (headSize % 2 !== 0) problem(`the head size ${headSize} is odd`);
  return config;
}
