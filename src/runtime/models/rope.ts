// Rotary embedding settings of a checkpoint, and the frequency factors of Llama 3.1
// (a frequency f becomes f / factor; source: Hugging Face modeling_rope_utils, "llama3").
import { fail } from "../errors/index.js";
import type { JsonObject, Problem } from "./json.js";
import { Fields, isObject } from "./json.js";
import type { Rope } from "./types.js";

const supported = "rope scaling of the kind default, linear or llama3";
const problem: Problem = (reason) => fail("E303", { file: "config.json", reason });

/** Reads rope_theta and rope_scaling, or the newer rope_parameters that holds both. */
export function ropeOf(json: JsonObject, model: string): Rope {
  const settings = json.rope_parameters ?? json.rope_scaling ?? {};
  if (!isObject(settings)) problem("rope_scaling is no object");
  const theta = new Fields({ rope_theta: json.rope_theta, ...settings }, problem).positive(
    "rope_theta",
    10000,
  );
  const kind = settings.rope_type ?? settings.type ?? "default";
  const scaling = scalings[String(kind)];
  if (!scaling) fail("E304", { model, what: `rope scaling "${String(kind)}"`, supported });
  return { theta, scaling: scaling(new Fields(settings, problem)) };
}

const scalings: Readonly<Record<string, (fields: Fields) => Rope["scaling"]>> = {
  default: () => ({ kind: "none" }),
  linear: (fields) => ({ kind: "linear", factor: fields.positive("factor") }),
  llama3: (fields) => ({
    kind: "llama3",
    factor: fields.positive("factor"),
    lowFrequencyFactor: fields.positive("low_freq_factor"),
    highFrequencyFactor: fields.positive("high_freq_factor"),
    originalContext: fields.count("original_max_position_embeddings", 2 ** 28),
  }),
};

/** By what each of the headSize/2 frequencies is divided under Llama 3.1's scaling. */
export function llama3Divisors(
  theta: number,
  headSize: number,
  scaling: Extract<Rope["scaling"], { kind: "llama3" }>,
): number[] {
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContext } = scaling;
  return Array.from({ length: headSize / 2 }, (_, i) => {
    const turns = originalContext / (2 * Math.PI * theta ** ((2 * i) / headSize));
    if (turns > high) return 1;
    if (turns < low) return factor;
    const smooth = (turns - low) / (high - low);
    return 1 / ((1 - smooth) / factor + smooth);
  });
}
