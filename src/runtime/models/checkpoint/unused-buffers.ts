// Tensors of a checkpoint that are not computed with but should agree with what is: said in a notice when they do not.
import { closeSync, openSync, readSync } from "node:fs";
import { blockTypes, dequantise } from "../weights/dequantise.js";
import type { Opening } from "../options.js";
import { ropeFrequencies } from "./rope.js";
import { embeddingName, outputName, type FoundTensor } from "./tensor-shapes.js";
import type { ModelConfig, TensorPlace, TensorType } from "../types.js";

/** `found` are all tensors of the files, `used` those that are computed with. */
export function noticeBuffers(
  found: ReadonlyMap<string, FoundTensor>,
  used: ReadonlyMap<string, TensorPlace>,
  config: ModelConfig,
  label: string,
  { onNotice }: Opening,
): void {
  const stale = found.get(outputName);
  if (config.tiedEmbeddings && stale && found.has(embeddingName) && !isCopy(stale, used.get(embeddingName)!))
    onNotice?.(
      `config.json of "${label}" ties the output matrix to the embedding (tie_word_embeddings), and the files hold another ` +
        `${outputName}. It is not used: the embedding is the output matrix.`,
    );
  const [name, frequencies] = [...found].find(([key]) => /\.rotary_emb\.inv_freq$/.test(key)) ?? [];
  if (
    name !== undefined &&
    frequencies &&
    !isNear(frequencies, ropeFrequencies(config.rope, config.headSize).frequencies)
  )
    onNotice?.(
      `The tensor ${name} of "${label}" holds other rotary frequencies than its config.json gives. ` +
        "It is not used: as in transformers, config.json decides. Check rope_theta there.",
    );
}

const sampled = 2 ** 16; // bytes at either end

/** Whether the bytes at both ends are the same. */
function isCopy(one: FoundTensor, other: FoundTensor): boolean {
  if (one.type !== other.type || one.length !== other.length) return false;
  const ends = (place: FoundTensor) =>
    Buffer.concat([bytesAt(place, 0), bytesAt(place, Math.max(0, place.length - sampled))]);
  return ends(one).equals(ends(other));
}

function bytesAt({ file, offset, length }: FoundTensor, from: number): Buffer {
  const handle = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(Math.min(sampled, length - from));
    readSync(handle, bytes, 0, bytes.length, offset + from);
    return bytes;
  } finally {
    closeSync(handle);
  }
}

/** Within what half precision loses. Buffers of other types or lengths say nothing. */
function isNear(place: FoundTensor, expected: readonly number[]): boolean {
  if (!Object.hasOwn(blockTypes, place.type) || place.shape.length !== 1 || place.length > sampled)
    return true;
  const values = dequantise(place.type as TensorType, bytesAt(place, 0));
  return (
    values.length === expected.length &&
    expected.every((value, i) => Math.abs(values[i]! - value) <= 0.02 * value + 1e-6)
  );
}
