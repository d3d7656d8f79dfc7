// Rotary embedding settings of a checkpoint, and the frequencies that follow from them.
// Sources: transformers 5, modeling_rope_utils (linear, llama3, dynamic, yarn); llama.cpp for the factors of a GGUF file.
import { fail } from "../../errors/index.js";
import type { JsonObject, Problem } from "./checked-json.js";
import { Fields, isObject } from "./checked-json.js";
import { isOff, shownSetting } from "./config-keys.js";
import type { Rope } from "../types.js";

const supported = "rope scaling of the kind default, linear, dynamic, llama3 or yarn";
const problem: Problem = (reason) => fail("E303", { file: "config.json", reason });

/** The base that transformers and llama.cpp take for Llama, Mistral and Qwen2 when a checkpoint gives none. */
export const usualTheta = 10000;

/** What is known of a model when its rope settings are read. */
export interface RopeReading {
  readonly json: JsonObject; // config.json
  readonly model: string;
  /** Kinds of attention that its layers have; none when config.json does not say. */
  readonly layerKinds: readonly string[];
  /** Hears of a default that is taken. */
  readonly assume: (name: string, value: number) => void;
}

/**
 * Reads rope_theta and rope_scaling, or rope_parameters, which holds both, either at once or by kind of layer.
 * Throws E303, E304, E316 (settings that contradict each other) or E317 (unknown ones).
 */
export function ropeOf(reading: RopeReading): Rope {
  const { json, model } = reading;
  const given = ["rope_parameters", "rope_scaling"].filter((key) => !isOff(json[key]));
  const [rope = flat({}, reading, "rope_scaling"), other] = given.map((key) => {
    const settings = json[key];
    if (!isObject(settings)) return problem(`${key} is no object`);
    return isNested(settings) ? nested(settings, reading, key) : flat(settings, reading, key);
  });
  if (other && !isSame(rope, other)) contradiction(model, "rope_parameters and rope_scaling differ");
  return rope;
}

const isSame = (a: Rope, b: Rope) => JSON.stringify(a) === JSON.stringify(b);
const contradiction = (model: string, reason: string): never => fail("E316", { model, reason });

const isNested = (settings: JsonObject) => Object.values(settings).some(isObject);

/** By kind of layer, such as {"full_attention": {…}}. All layers are rotated alike here, so the kinds in use must agree. */
function nested(settings: JsonObject, reading: RopeReading, name: string): Rope {
  const { model, layerKinds } = reading;
  const stray = Object.keys(settings).filter((key) => !isObject(settings[key]) && settings[key] !== null);
  if (stray.length)
    contradiction(model, `${name} holds settings by kind of layer and ${stray.join(", ")} beside them`);
  const used = layerKinds.length ? layerKinds : Object.keys(settings);
  const [first, ...others] = used.map((kind) => {
    const own = settings[kind];
    if (isObject(own)) return flat(own, reading, `${name}.${kind}`);
    const what = own === null ? `layers without rotary positions (${name}.${kind} is null)` : "";
    if (what) return fail("E304", { model, what, supported: "rotary positions in every layer" });
    return contradiction(model, `its layers are of the kind ${kind}, and ${name} has settings for ${Object.keys(settings).join(", ")} only`); // prettier-ignore
  });
  if (others.some((one) => !isSame(one, first!)))
    fail("E304", {
      model,
      what: `${name} that differ by kind of layer (${used.join(", ")})`,
      supported: "the same rotary positions in every layer",
    });
  return first!;
}

const always = ["rope_type", "type", "rope_theta", "partial_rotary_factor"];

function flat(settings: JsonObject, reading: RopeReading, name: string): Rope {
  const { json, model } = reading;
  const { rope_type: kind = settings.type ?? null, type = kind } = settings;
  if (kind !== null && type !== null && kind !== type)
    contradiction(
      model,
      `${name} has the rope_type ${shownSetting(kind)} and the type ${shownSetting(type)}`,
    );
  const keys = Object.keys(settings).filter((key) => !isOff(settings[key]));
  const named = kind ?? type;
  if (named === null && keys.some((key) => !always.includes(key)))
    fail("E304", { model, what: `${name} (${keys.join(", ")}) without a rope_type`, supported });
  const scaling = scalings[String(named ?? "default")];
  if (!scaling) return fail("E304", { model, what: `rope scaling "${String(named)}"`, supported });

  const unknown = keys.filter((key) => !always.includes(key) && !scaling.keys.includes(key));
  if (unknown.length)
    fail("E317", {
      model,
      file: "config.json",
      settings: unknown.map((key) => `${name}.${key} ${shownSetting(settings[key])}`).join(", "),
    });
  const factor = settings.partial_rotary_factor ?? 1;
  if (factor !== 1) {
    const what = `${name}.partial_rotary_factor ${shownSetting(factor)}`;
    fail("E304", { model, what, supported: "rotary embeddings over whole heads" });
  }
  const both = (key: string) => {
    const [inner, outer] = [settings[key] ?? undefined, json[key] ?? undefined];
    if (inner !== undefined && outer !== undefined && inner !== outer)
      contradiction(model, `${key} is ${shownSetting(outer)}, and ${shownSetting(inner)} in ${name}`);
    return inner ?? outer;
  };
  const ownTheta = both("rope_theta");
  if (ownTheta === undefined) reading.assume("rope_theta", usualTheta);
  const theta = new Fields({ rope_theta: ownTheta }, problem).positive("rope_theta", usualTheta);
  const originalContext = scaling.keys.includes(original) ? { [original]: both(original) } : {};
  return { theta, scaling: scaling.read(new Fields({ ...settings, ...originalContext }, problem)) };
}

const original = "original_max_position_embeddings";

interface ScalingKind {
  /** The settings that the kind has. */
  readonly keys: readonly string[];
  readonly read: (fields: Fields) => Rope["scaling"];
}

const scalings: Readonly<Record<string, ScalingKind>> = {
  default: { keys: [], read: () => ({ kind: "none" }) },
  linear: { keys: ["factor"], read: (fields) => ({ kind: "linear", factor: fields.positive("factor") }) },
  // Frequencies change only for texts longer than max_position_embeddings, and there are none: it bounds the context.
  dynamic: { keys: ["factor", original], read: () => ({ kind: "none" }) },
  llama3: {
    keys: ["factor", "low_freq_factor", "high_freq_factor", original],
    read: (fields) => ({
      kind: "llama3",
      factor: fields.positive("factor"),
      lowFrequencyFactor: fields.positive("low_freq_factor"),
      highFrequencyFactor: fields.positive("high_freq_factor"),
      originalContext: fields.count(original, 2 ** 28),
    }),
  },
  yarn: {
    keys: ["factor", original, "attention_factor", "beta_fast", "beta_slow", "mscale", "mscale_all_dim", "truncate", "finetuned"],
    read(fields) {
      const factor = fields.positive("factor");
      return {
        kind: "yarn",
        factor,
        originalContext: fields.count(original, 2 ** 28),
        fastTurns: fields.positive("beta_fast", 32),
        slowTurns: fields.positive("beta_slow", 1),
        whole: fields.raw("truncate") !== false,
        magnitude: fields.positive("attention_factor", yarnMagnitude(fields, factor)),
      };
    },
  },
}; // prettier-ignore

/** By what yarn multiplies cos and sin when attention_factor does not say. */
function yarnMagnitude(fields: Fields, factor: number): number {
  const magnitude = (scale: number) => (factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1);
  const [own, all] = [fields.raw("mscale"), fields.raw("mscale_all_dim")];
  return own && all
    ? magnitude(fields.positive("mscale")) / magnitude(fields.positive("mscale_all_dim"))
    : magnitude(1);
}

type Scaling = Rope["scaling"];
type Divisors<K extends Scaling["kind"]> = (
  theta: number,
  headSize: number,
  scaling: Extract<Scaling, { kind: K }>,
) => readonly number[];

/** By what each of the headSize/2 frequencies is divided. */
const divisors: { readonly [K in Scaling["kind"]]: Divisors<K> } = {
  none: (_, headSize) => Array<number>(headSize / 2).fill(1),
  linear: (_, headSize, { factor }) => Array<number>(headSize / 2).fill(factor),
  llama3: llama3Divisors,
  yarn: yarnDivisors,
  factors: (_, __, { divisors }) => divisors,
};

/** The angle of one position for each pair of a head, [headSize / 2], and by what cos and sin are multiplied. */
export function ropeFrequencies(
  { theta, scaling }: Rope,
  headSize: number,
): { frequencies: number[]; magnitude: number } {
  const divide = (divisors[scaling.kind] as Divisors<Scaling["kind"]>)(theta, headSize, scaling as never);
  return {
    frequencies: divide.map((divisor, i) => theta ** ((-2 * i) / headSize) / divisor),
    magnitude: scaling.kind === "yarn" ? scaling.magnitude : 1,
  };
}

/** By what each of the headSize/2 frequencies is divided under Llama 3.1's scaling. */
export function llama3Divisors(
  theta: number,
  headSize: number,
  scaling: Extract<Scaling, { kind: "llama3" }>,
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

/** yarn: frequencies that turn often are kept, slow ones divided by the factor, those between blended along a ramp. */
function yarnDivisors(
  theta: number,
  headSize: number,
  scaling: Extract<Scaling, { kind: "yarn" }>,
): number[] {
  const { factor, originalContext, fastTurns, slowTurns, whole } = scaling;
  const pairOf = (turns: number) =>
    (headSize * Math.log(originalContext / (turns * 2 * Math.PI))) / (2 * Math.log(theta));
  const [low, high] = [pairOf(fastTurns), pairOf(slowTurns)];
  const from = Math.max(whole ? Math.floor(low) : low, 0);
  const end = Math.min(whole ? Math.ceil(high) : high, headSize - 1);
  const to = from === end ? end + 0.001 : end;
  return Array.from({ length: headSize / 2 }, (_, i) => {
    const ramp = Math.min(Math.max((i - from) / (to - from), 0), 1);
    return 1 / (ramp / factor + (1 - ramp));
  });
}
