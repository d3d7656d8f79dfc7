// The checkpoints and steerings whose numbers oracle.json holds (made by oracle.ts with PyTorch and transformers).
import type { TinyOptions } from "../../models/tiny.js";

export const variants: Readonly<Record<string, TinyOptions>> = {
  llama: { family: "llama", seed: 11 },
  "llama, untied, llama3 rotary scaling": {
    family: "llama",
    tied: false,
    seed: 12,
    context: 256,
    config: {
      head_dim: 8,
      rope_scaling: {
        rope_type: "llama3",
        factor: 8,
        low_freq_factor: 1,
        high_freq_factor: 4,
        original_max_position_embeddings: 64,
      },
    },
  },
  "llama, linear rotary scaling": {
    family: "llama",
    seed: 13,
    config: { rope_scaling: { rope_type: "linear", factor: 4 } },
  },
  "llama, biases in attention and MLP": {
    family: "llama",
    seed: 16,
    config: { attention_bias: true, mlp_bias: true },
  },
  "llama, rotary base in rope_parameters": {
    family: "llama",
    seed: 17,
    config: { rope_theta: undefined, rope_parameters: { rope_type: "default", rope_theta: 500 } },
  },
  "llama, dynamic rotary scaling": {
    family: "llama",
    seed: 18,
    context: 64,
    config: { rope_scaling: { rope_type: "dynamic", factor: 4 } },
  },
  "qwen2, yarn rotary scaling": {
    family: "qwen2",
    seed: 19,
    context: 256,
    config: { rope_scaling: { type: "yarn", factor: 4, original_max_position_embeddings: 64 } },
  },
  "llama, yarn rotary scaling with all its settings": {
    family: "llama",
    seed: 20,
    context: 256,
    width: 64,
    config: {
      rope_theta: undefined,
      rope_parameters: {
        rope_type: "yarn",
        rope_theta: 5000,
        factor: 8,
        original_max_position_embeddings: 32,
        beta_fast: 4,
        beta_slow: 0.5,
        mscale: 1.2,
        mscale_all_dim: 0.7,
        truncate: false,
      },
    },
  },
  mistral: { family: "mistral", seed: 14 },
  "qwen2 with biases": { family: "qwen2", seed: 15, tied: false },
};

/** Token ids of the text, well inside the tiny vocabulary. */
export const tokens = [5, 41, 17, 80, 3, 66, 29, 54, 12, 97, 23, 71];
/** Steered from this token on, after this layer. */
export const from = 8;
export const layer = 1;
/** direction_i = sin(i + 1), not normalised; [width]. */
export const direction = (width: number): Float32Array =>
  Float32Array.from({ length: width }, (_, i) => Math.sin(i + 1));
export const multiplier = 1.5;
export const operators = {
  add: { add: multiplier, ablate: 0 },
  ablate: { add: 0, ablate: 1 },
  "ablate then add": { add: multiplier, ablate: 1 },
} as const;
