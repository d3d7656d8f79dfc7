// The metadata of a GGUF file -> ModelConfig. Where a key is missing, what llama.cpp takes is taken, and told when it decides numbers.
import { closeSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { consistent, largest, projections } from "../checkpoint/config.js";
import { dequantise } from "../weights/dequantise.js";
import { Fields, type Problem } from "../checkpoint/checked-json.js";
import type { Opening } from "../options.js";
import { llama3Divisors, usualTheta } from "../checkpoint/rope.js";
import type { ModelConfig, Projection, Rope, TensorPlace } from "../types.js";
import type { GgufHeader } from "./gguf-header.js";
import { hubName } from "./tensor-names.js";
import type { Value } from "./gguf-reader.js";
import { checkMetadata } from "./metadata-keys.js";

const families: Readonly<Record<string, ModelConfig["family"]>> = { llama: "llama", qwen2: "qwen2" };

/** Throws E303 (impossible numbers), E304 (not supported), E316 (contradictions), E317 (unknown settings) or E318 (an adapter). */
export function ggufConfig(
  { metadata, tensors }: GgufHeader,
  file: string,
  opening: Opening = {},
): ModelConfig {
  const model = basename(file);
  const problem = (reason: string) => fail("E303", { file: model, reason });
  const { family, architecture } = kindOf(metadata, model);
  checkMetadata(metadata, architecture, model, opening);
  const own = [...metadata]
    .filter(([key]) => key.startsWith(`${architecture}.`))
    .map(([key, value]) => {
      const name = key.slice(architecture.length + 1);
      return [name, byLayer.includes(name) ? uniform(key, value, model) : value] as const;
    });
  const fields = new Fields(Object.fromEntries(own), problem);
  const width = fields.count("embedding_length", largest.width);
  const heads = fields.count("attention.head_count", largest.heads);
  const headSize = fields.count("attention.key_length", largest.width, width / heads);
  for (const name of ["attention.value_length", "rope.dimension_count"]) {
    const size = fields.count(name, largest.width, headSize);
    if (size !== headSize)
      fail("E304", { model, what: `${name} ${size}`, supported: `${name} ${headSize}, the head size` });
  }
  const vocabulary = tensors.get("token_embd.weight")?.shape[0] ?? 0;
  if (vocabulary < 1 || vocabulary > largest.vocabulary)
    problem(`it has no usable tensor "token_embd.weight"`);
  const written = fields.count("vocab_size", largest.vocabulary, vocabulary);
  if (written !== vocabulary)
    fail("E316", {
      model,
      reason: `${architecture}.vocab_size is ${written}, and the embedding has ${vocabulary} rows`,
    });
  const window = fields.count("attention.sliding_window", largest.context, 0, 0);
  return consistent(
    {
      family,
      layers: fields.count("block_count", largest.layers),
      hiddenSize: width,
      heads,
      kvHeads: fields.count("attention.head_count_kv", heads, heads),
      headSize,
      intermediateSize: fields.count("feed_forward_length", 16 * largest.width),
      vocabulary,
      context: Math.min(fields.count("context_length", largest.context), window || Infinity),
      normEpsilon: decimal(fields.positive("attention.layer_norm_rms_epsilon")),
      rope: ggufRope(fields, headSize, tensors.get("rope_freqs.weight"), { model, problem, opening }),
      tiedEmbeddings: !tensors.has("output.weight"),
      biases: biasesOf(tensors),
    },
    problem,
  );
}

function kindOf(
  metadata: ReadonlyMap<string, Value>,
  model: string,
): { family: ModelConfig["family"]; architecture: string } {
  const type = metadata.get("general.type") ?? "model";
  if (type === "adapter") fail("E318", { source: model, base: null });
  if (type !== "model")
    fail("E304", {
      model,
      what: `the general.type "${String(type)}"`,
      supported: "the weights of a language model",
    });
  const architecture = metadata.get("general.architecture");
  const supported = `one of the GGUF architectures ${Object.keys(families).join(", ")}`;
  if (typeof architecture !== "string")
    return fail("E304", { model, what: "no general.architecture", supported });
  const family = Object.hasOwn(families, architecture) ? families[architecture] : undefined;
  if (!family) return fail("E304", { model, what: `the architecture "${architecture}"`, supported });
  return { family, architecture };
}

/** Keys that may have a value for each layer. */
const byLayer = ["attention.head_count", "attention.head_count_kv", "feed_forward_length"];

/** The one number of a list with a number for each layer. */
function uniform(key: string, value: Value, model: string): Value {
  if (!Array.isArray(value)) return value;
  const [first] = value as Value[];
  if (first === undefined || value.some((item) => item !== first))
    return fail("E304", { model, what: `${key} that differs by layer`, supported: "layers of one shape" });
  return first;
}

/** The projections that have a bias in the first block: llama.cpp uses those that are there. */
function biasesOf(tensors: ReadonlyMap<string, TensorPlace>): Projection[] {
  const names = new Set([...tensors.keys()].map(hubName));
  const has = (name: Projection) =>
    ["self_attn", "mlp"].some((part) => names.has(`model.layers.0.${part}.${name}.bias`));
  return projections.filter(has);
}

/** Metadata floats are float32: 1e-5 is stored as 9.999999747378752e-6. The shortest decimal of that float32 is what was meant. */
const decimal = (value: number) => Number(Math.fround(value).toPrecision(7));

interface Around {
  readonly model: string;
  readonly problem: Problem;
  readonly opening: Opening;
}

function ggufRope(
  fields: Fields,
  headSize: number,
  factors: TensorPlace | undefined,
  { model, problem, opening }: Around,
): Rope {
  const theta = decimal(fields.positive("rope.freq_base", usualTheta));
  if (fields.raw("rope.freq_base") === undefined)
    opening.onNotice?.(
      `The metadata of "${model}" does not give rope.freq_base: llama.cpp's default is taken (${usualTheta}).`,
    );
  const scaling = linearScaling(fields, model);
  if (!factors) return { theta, scaling };
  if (scaling.kind !== "none")
    fail("E304", { model, what: "linear rope scaling and rope_freqs.weight", supported: "one of the two" });
  return { theta, scaling: factorsOf(readFloats(factors), theta, headSize, problem) };
}

/** Without a type llama.cpp takes "linear", and without a factor 1; scale_linear is the old name of the factor. */
function linearScaling(fields: Fields, model: string): Rope["scaling"] {
  const kind = String(fields.raw("rope.scaling.type") ?? "linear");
  if (kind === "none") return { kind };
  if (kind !== "linear")
    return fail("E304", {
      model,
      what: `rope scaling "${kind}"`,
      supported: "rope scaling of the kind linear or llama3",
    });
  const [factor, old] = ["rope.scaling.factor", "rope.scale_linear"].map((name) =>
    (fields.raw(name) ?? 0) === 0 ? undefined : decimal(fields.positive(name)),
  );
  if (factor !== undefined && old !== undefined && factor !== old)
    fail("E316", { model, reason: `rope.scaling.factor is ${factor}, and rope.scale_linear is ${old}` });
  const scale = factor ?? old ?? 1;
  return scale === 1 ? { kind: "none" } : { kind, factor: scale };
}

/**
 * By what the frequencies are divided. GGUF files of Llama 3.1 and later hold the finished factors instead of the numbers they come
 * from: those are recognised, so that such a file is the same model as its folder.
 */
function factorsOf(found: Float32Array, theta: number, headSize: number, problem: Problem): Rope["scaling"] {
  if (found.length !== headSize / 2 || !found.every((factor) => Number.isFinite(factor) && factor > 0))
    problem(`rope_freqs.weight does not hold ${headSize / 2} numbers above 0`);
  const scaling = {
    kind: "llama3",
    factor: found.at(-1)!, // the slowest frequency is divided by the whole factor
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContext: 8192,
  } as const;
  const expected = llama3Divisors(theta, headSize, scaling);
  if (expected.every((factor, i) => Math.abs(factor / found[i]! - 1) < 1e-6)) return scaling;
  return { kind: "factors", divisors: [...found] };
}

function readFloats(place: TensorPlace): Float32Array {
  const handle = openSync(place.file, "r");
  try {
    const bytes = Buffer.alloc(Math.min(place.length, 2 ** 20));
    readSync(handle, bytes, 0, bytes.length, place.offset);
    return dequantise(place.type, bytes);
  } finally {
    closeSync(handle);
  }
}
