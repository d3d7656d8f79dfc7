// What the engine process and the process that asks say to each other: one answer to every request, in order.
import type { ModelConfig, ReadyWeights } from "../../models/types.js";
import type { Pass, PassResult } from "../passes/pass.js";
import type { Device } from "../types.js";

export type Request =
  | {
      readonly kind: "open";
      readonly config: ModelConfig;
      readonly weights: Pick<ReadyWeights, "tensors" | "packed">;
      readonly device: Device;
      readonly threads: number;
      readonly steering: boolean;
    }
  /** [directions, width], row 0 zero; kept for the passes that follow. */
  | { readonly kind: "directionTable"; readonly directionTable: Float32Array }
  | { readonly kind: "run"; readonly pass: Pass }
  /** One forest without a past; a row of the key/value cache is added for each text, whose nodes are given. */
  | { readonly kind: "plant"; readonly pass: Pass; readonly texts: readonly Int32Array[] }
  /** One token more for these rows of the cache; the others are dropped. */
  | { readonly kind: "grow"; readonly pass: Pass; readonly rows: Int32Array }
  /** Writes the cache to a file that begins with this word; reads it back. */
  | { readonly kind: "keep cache" | "take cache"; readonly file: string; readonly id: string }
  /** Drops the cache. */
  | { readonly kind: "clear" };

export type Answer =
  | { readonly kind: "opened" }
  | { readonly kind: "banked" }
  | { readonly kind: "cleared" }
  | { readonly kind: "kept" }
  | { readonly kind: "ran"; readonly result: PassResult }
  | { readonly kind: "not finite"; readonly layer: number }
  | { readonly kind: "failed"; readonly reason: string };
