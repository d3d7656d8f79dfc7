// The metadata of a GGUF file -> ModelConfig.
import { closeSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { consistent, largest } from "../config.js";
import { dequantise } from "../dequantise.js";
import { Fields } from "../json.js";
import { llama3Divisors } from "../rope.js";
import type { ModelConfig, Rope, TensorPlace } from "../types.js";
import type { GgufHeader } from "./header.js";

const families: Readonly<Record<string, ModelConfig["family"]>> = { llama: "llama", qwen2: "qwen2" };

/** Throws E303 (impossible numbers) or E304 (not supported). */
export function ggufConfig({ metadata, tensors }: GgufHeader, file: string): ModelConfig {
  const model = basename(file);
  const problem = (reason: string) => fail("E303", { file: model, reason });
  const architecture = String(metadata.get("general.architecture"));
  const family = families[architecture];
  if (!family) {
    const supported = `one of the GGUF architectures ${Object.keys(families).join(", ")}`;
    fail("E304", { model, what: `the architecture "${architecture}"`, supported });
  }
  const own = [...metadata]
    .filter(([key]) => key.startsWith(`${architecture}.`))
    .map(([key, value]) => [key.slice(architecture.length + 1), value] as const);
  const fields = new Fields(Object.fromEntries(own), problem);
  if (fields.count("expert_count", 1e6, 0, 0) > 0) {
    fail("E304", { model, what: "a mixture of experts", supported: "one MLP in each layer" });
  }
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
  return consistent(
    {
      family,
      layers: fields.count("block_count", largest.layers),
      width,
      heads,
      kvHeads: fields.count("attention.head_count_kv", heads, heads),
      headSize,
      mlpWidth: fields.count("feed_forward_length", 16 * largest.width),
      vocabulary,
      context: Math.min(
        fields.count("context_length", largest.context),
        fields.count("attention.sliding_window", largest.context, largest.context),
      ),
      normEpsilon: decimal(fields.positive("attention.layer_norm_rms_epsilon")),
      rope: ggufRope(fields, headSize, tensors.get("rope_freqs.weight"), model),
      tiedEmbeddings: !tensors.has("output.weight"),
    },
    problem,
  );
}

/** Metadata floats are float32: 1e-5 is stored as 9.999999747378752e-6. The shortest decimal of that float32 is what was meant. */
const decimal = (value: number) => Number(Math.fround(value).toPrecision(7));

function ggufRope(fields: Fields, headSize: number, factors: TensorPlace | undefined, model: string): Rope {
  const theta = decimal(fields.positive("rope.freq_base", 10000));
  const supported = "rope scaling of the kind linear or llama3";
  const kind = String(fields.raw("rope.scaling.type") ?? "none");
  if (factors) return { theta, scaling: knownFactors(readFloats(factors), theta, headSize, model) };
  if (kind === "none") return { theta, scaling: { kind } };
  if (kind === "linear")
    return { theta, scaling: { kind, factor: decimal(fields.positive("rope.scaling.factor")) } };
  return fail("E304", { model, what: `rope scaling "${kind}"`, supported });
}

/** GGUF files of Llama 3.1 and later hold the finished frequency factors instead of the numbers they come from: recognise them. */
function knownFactors(found: Float32Array, theta: number, headSize: number, model: string): Rope["scaling"] {
  const scaling = {
    kind: "llama3",
    factor: found.at(-1)!, // the slowest frequency is divided by the whole factor
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContext: 8192,
  } as const;
  const expected = llama3Divisors(theta, headSize, scaling);
  const same =
    found.length === expected.length && expected.every((f, i) => Math.abs(f / found[i]! - 1) < 1e-4);
  if (same) return scaling;
  return fail("E304", {
    model,
    what: "rope frequency factors of its own",
    supported: "those of Llama 3.1 and later",
  });
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
