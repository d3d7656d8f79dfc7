// What a file format of vectors does, and how the names of tensors name layers.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { largest } from "../../models/checkpoint/config.js";
import type { VectorFile } from "../types.js";

/** No model is wider, in numbers. */
export const largestWidth = largest.width;

/** Bytes that are read when they are asked for. */
export interface Bytes {
  readonly size: number;
  readonly at: (from: number, length: number) => Buffer;
}

/** Reads parts of a file, and closes it. */
export function withFile<T>(path: string, work: (bytes: Bytes) => T): T {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    return work({
      size,
      at(from, length) {
        const bytes = Buffer.alloc(length);
        return bytes.subarray(0, readSync(file, bytes, 0, length, from));
      },
    });
  } finally {
    closeSync(file);
  }
}

export interface VectorFormat {
  readonly write: (file: VectorFile) => Uint8Array;
  /** Throws RangeError (with the reason), SyntaxError, what the system says, or a failure of ours. */
  readonly read: (path: string) => VectorFile;
}

/** Names that tools give to the vector of layer N: "layer.N", "layers.N", "direction.N". */
const layerName = /^(?:layers?|direction)\.(\d{1,4})$/;

/** Tensors by layer, ascending. Throws RangeError for other names, no tensors, numbers that are not finite, and different widths. */
export function layerNames(tensors: ReadonlyMap<string, Float32Array>): ReadonlyMap<number, Float32Array> {
  const byLayer = [...tensors].map(([name, numbers]): [number, Float32Array] => {
    const layer = layerName.exec(name)?.[1];
    if (layer === undefined) throw new RangeError(`the tensor "${name}" names no layer ("layer.18")`);
    if (numbers.some((value) => !Number.isFinite(value)))
      throw new RangeError(`the tensor "${name}" holds a number that is not finite`);
    return [Number(layer), numbers];
  });
  if (byLayer.length === 0) throw new RangeError("it holds no tensor");
  const widths = new Set(byLayer.map(([, { length }]) => length));
  if (widths.size > 1) throw new RangeError(`its tensors have different widths: ${[...widths].join(", ")}`);
  if (new Set(byLayer.map(([layer]) => layer)).size < byLayer.length)
    throw new RangeError("two of its tensors name the same layer");
  return new Map(byLayer.sort(([a], [b]) => a - b));
}
