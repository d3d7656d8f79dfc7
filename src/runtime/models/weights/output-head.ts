// How a hidden state becomes logits: RMS norm with a gain, then the output matrix. Both are read from the checkpoint's own file.
import { tensorPieces } from "./convert.js";
import type { Watch } from "../checkpoint/file-digests.js";
import type { Checkpoint } from "../types.js";

/** Rows of the output matrix [rows][width] of the tokens from `first` on. */
export interface OutputRows {
  readonly first: number;
  readonly rows: Float32Array;
}

/** Gain of the final norm [width]. */
export async function finalGain({ tensors }: Checkpoint, watch: Watch): Promise<Float32Array> {
  const name = "model.norm.weight";
  const place = tensors.get(name)!;
  const gain = new Float32Array(place.shape[0]!);
  for await (const { values, first } of tensorPieces(name, place, watch)) gain.set(values, first);
  return gain;
}

/** The output matrix, some rows at a time, in the order of the tokens. Throws E303, E503. */
export async function* outputRows({ tensors, config }: Checkpoint, watch: Watch): AsyncGenerator<OutputRows> {
  const name = config.tiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight";
  for await (const { values, first } of tensorPieces(name, tensors.get(name)!, watch))
    yield { rows: values, first: first / config.hiddenSize };
}
