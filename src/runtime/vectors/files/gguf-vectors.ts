// GGUF control vectors as llama.cpp loads them: general.architecture "controlvector", one float32 tensor "direction.N" per layer
// (added to the output of block N), controlvector.model_hint and controlvector.layer_count. llama.cpp refuses a direction of
// layer 0, so that layer lies in the metadata, as does the provenance, under names that begin with "steerlab.".
import { blockTypes } from "../../models/weights/dequantise.js";
import { readGguf } from "../../models/gguf/gguf-header.js";
import type { TensorPlace } from "../../models/types.js";
import type { VectorFile } from "../types.js";
import { largestWidth, layerNames, withFile, type Bytes, type VectorFormat } from "./vector-format.js";
import { littleEndian } from "./safetensors-vectors.js";

const own = "steerlab.";
const layerZero = `${own}direction.0`;
const alignment = 32;

const u32 = (n: number) => Buffer.from(Uint32Array.of(n).buffer);
const u64 = (n: number) => Buffer.from(BigUint64Array.of(BigInt(n)).buffer);
const text = (s: string) => Buffer.concat([u64(Buffer.byteLength(s)), Buffer.from(s)]);
const padded = (bytes: Buffer) =>
  Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)]);

/** Metadata entries: the type's number in the format, then the value. */
const entry = {
  text: (key: string, value: string) => Buffer.concat([text(key), u32(8), text(value)]),
  count: (key: string, value: number) => Buffer.concat([text(key), u32(4), u32(value)]),
  numbers: (key: string, values: Float32Array) =>
    Buffer.concat([text(key), u32(9), u32(6), u64(values.length), littleEndian(values)]),
};

function write({ byLayer, provenance }: VectorFile): Uint8Array {
  const directions = [...byLayer].filter(([layer]) => layer > 0);
  const zero = byLayer.get(0);
  const metadata = [
    entry.text("general.architecture", "controlvector"),
    entry.text("controlvector.model_hint", provenance["model_hint"] ?? "unknown"),
    entry.count("controlvector.layer_count", directions.length),
    ...Object.entries(provenance).map(([key, value]) => entry.text(own + key, value)),
    ...(zero ? [entry.numbers(layerZero, zero)] : []),
  ];
  let offset = 0;
  const tensors = directions.map(([layer, numbers]) => {
    const at = offset;
    offset += padded(littleEndian(numbers)).length;
    return Buffer.concat([text(`direction.${layer}`), u32(1), u64(numbers.length), u32(0), u64(at)]);
  });
  const counts = [u64(directions.length), u64(metadata.length)];
  const header = padded(Buffer.concat([Buffer.from("GGUF"), u32(3), ...counts, ...metadata, ...tensors]));
  return Buffer.concat([header, ...directions.map(([, numbers]) => padded(littleEndian(numbers)))]);
}

function read(path: string): VectorFile {
  const problem = (reason: string): never => {
    throw new RangeError(reason);
  };
  const { metadata, tensors } = readGguf(path, problem, [layerZero]);
  const architecture = metadata.get("general.architecture");
  if (architecture !== "controlvector")
    throw new RangeError(`its architecture is ${JSON.stringify(architecture ?? null)}, not "controlvector"`);
  const numbers = withFile(
    path,
    (bytes) => new Map([...tensors].map(([name, place]) => [name, values(name, place, bytes)])),
  );
  const zero = metadata.get(layerZero);
  if (Array.isArray(zero) && zero.every((value) => typeof value === "number"))
    numbers.set("direction.0", Float32Array.from(zero));
  const texts = [...metadata].flatMap(([key, value]) =>
    key.startsWith(own) && typeof value === "string" ? [[key.slice(own.length), value] as const] : [],
  );
  const hint = metadata.get("controlvector.model_hint");
  return {
    byLayer: layerNames(numbers),
    provenance: {
      ...(typeof hint === "string" && hint !== "" ? { model_hint: hint } : {}),
      ...Object.fromEntries(texts),
    },
  };
}

function values(name: string, { offset, length, type, shape }: TensorPlace, bytes: Bytes): Float32Array {
  const block = blockTypes[type];
  if (!("unpackAll" in block)) throw new RangeError(`the tensor "${name}" is ${type}, not F32, F16 or BF16`);
  const count = shape.reduce((product, n) => product * n, 1);
  if (count > largestWidth)
    throw new RangeError(`the tensor "${name}" has ${count} numbers, more than any model is wide`);
  // A copy, so that the numbers begin at a multiple of their size.
  const words = new Uint8Array(bytes.at(offset, length));
  return block.unpackAll(new Uint16Array(words.buffer));
}

export const gguf: VectorFormat = { write, read };
