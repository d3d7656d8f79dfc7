// Any tensors -> one safetensors file of F32, piece by piece: memory holds a few megabytes whatever the model's size.
import { open, type FileHandle } from "node:fs/promises";
import { fail } from "../../errors/index.js";
import { blockTypes, dequantise } from "./dequantise.js";
import type { Watch } from "../checkpoint/file-digests.js";
import { requireFinite } from "./finite-check.js";
import { readable } from "../checkpoint/checked-json.js";
import { safetensorsHeader } from "../checkpoint/safetensors.js";
import type { TensorPlace } from "../types.js";
import type { Append } from "../../files/index.js";

const pieceNumbers = 2 ** 20;

/** Throws E307 when a number is not finite, E303 when a file ends early, E503 when interrupted. */
export async function convertTensors(
  tensors: ReadonlyMap<string, TensorPlace>,
  append: Append,
  watch: Watch,
): Promise<void> {
  await append(safetensorsHeader([...tensors].map(([name, { shape }]) => [name, shape])));
  let done = 0;
  for (const [name, place] of tensors) {
    for await (const { values, first } of tensorPieces(name, place, watch)) {
      requireFinite(name, values, place.shape, first);
      await append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    watch.onProgress?.({ task: "Converting weights", done: ++done, total: tensors.size, unit: "tensors" });
  }
}

/** The numbers of one tensor in the Hugging Face order, in pieces of whole rows; `first` is the index of a piece's first number. */
export async function* tensorPieces(
  name: string,
  place: TensorPlace,
  { signal }: Watch,
): AsyncGenerator<{ values: Float32Array; first: number }> {
  const { block, bytes } = blockTypes[place.type];
  const total = place.shape.reduce((product, n) => product * n, 1);
  const row =
    place.shape.length > 1
      ? place.shape.at(-1)!
      : place.pairedHeads
        ? 1
        : Math.min(total, 256 * Math.ceil(pieceNumbers / 256));
  const unit = place.pairedHeads ? total / place.pairedHeads : row;
  const step = Math.max(unit, Math.floor(pieceNumbers / unit) * unit);
  const file = await openTensor(place.file);
  try {
    for (let first = 0; first < total; first += step) {
      if (signal?.aborted) fail("E503", {});
      const count = Math.min(step, total - first);
      const data = await readExactly(file, place, name, (first / block) * bytes, (count / block) * bytes);
      const values = dequantise(place.type, data);
      yield { values: place.pairedHeads ? unpaired(values, unit, row) : values, first };
    }
  } finally {
    await file.close();
  }
}

async function openTensor(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (cause) {
    throw readable(path, cause);
  }
}

async function readExactly(
  file: FileHandle,
  place: TensorPlace,
  name: string,
  from: number,
  length: number,
): Promise<Buffer> {
  const data = Buffer.alloc(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await file.read(data, got, length - got, place.offset + from + got);
    if (bytesRead === 0) fail("E303", { file: place.file, reason: `it ends inside the tensor "${name}"` });
    got += bytesRead;
  }
  return data;
}

/** Rows of each head: (0, h/2, 1, h/2 + 1, ...), as GGUF pairs them, -> (0, 1, 2, ...). `head` and `row` count numbers. */
export function unpaired(values: Float32Array, head: number, row: number): Float32Array {
  const out = new Float32Array(values.length);
  const rows = head / row;
  for (let start = 0; start < values.length; start += head) {
    for (let r = 0; r < rows; r++) {
      const from = start + row * (r < rows / 2 ? 2 * r : 2 * (r - rows / 2) + 1);
      out.set(values.subarray(from, from + row), start + row * r);
    }
  }
  return out;
}
