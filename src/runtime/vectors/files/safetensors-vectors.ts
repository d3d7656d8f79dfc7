// Safetensors: 8 bytes of header length (little-endian), a JSON header, the numbers. A vector is one tensor "layer.N" [width]
// per layer, and its provenance the header's __metadata__. Source of the format: huggingface.co/docs/safetensors.
import { blockTypes } from "../../models/weights/dequantise.js";
import { repeatedKey } from "../../models/checkpoint/checked-json.js";
import type { VectorFile } from "../types.js";
import { largestWidth, layerNames, withFile, type Bytes, type VectorFormat } from "./vector-format.js";

export interface Tensors {
  readonly tensors: ReadonlyMap<string, Float32Array>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of a file with one-dimensional tensors [width] in the order given; the header is padded to 8 bytes. */
export function writeSafetensors({ tensors, metadata }: Tensors): Uint8Array {
  let end = 0;
  const entries = [...tensors].map(([name, values]) => {
    const start = end;
    end += values.byteLength;
    return [name, { dtype: "F32", shape: [values.length], data_offsets: [start, end] }] as const;
  });
  const header = Buffer.from(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  const padded = Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8, " ")]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, ...[...tensors.values()].map(littleEndian)]);
}

export function littleEndian(values: Float32Array): Buffer {
  const bytes = Buffer.alloc(values.byteLength);
  values.forEach((value, i) => bytes.writeFloatLE(value, 4 * i));
  return bytes;
}

const largestHeader = 2 ** 24; // bytes; a thousand layers take some 100,000

/** The tensors and metadata of a file; nothing in it is believed unchecked. Throws RangeError (with the reason) or SyntaxError. */
export const readSafetensors = (bytes: Buffer): Tensors =>
  tensorsOf({ size: bytes.length, at: (from, length) => bytes.subarray(from, from + length) });

/** The header is checked before any tensor is read. */
function tensorsOf(bytes: Bytes): Tensors {
  if (bytes.size < 8) throw new RangeError(`it has only ${bytes.size} bytes`);
  const claimed = bytes.at(0, 8).readBigUInt64LE(0);
  if (8n + claimed > BigInt(bytes.size))
    throw new RangeError(`its header claims ${claimed} bytes, but the file has ${bytes.size}`);
  if (claimed > BigInt(largestHeader))
    throw new RangeError(`its header has ${claimed} bytes; that of a vector has at most ${largestHeader}`);
  const start = 8 + Number(claimed);
  const text = bytes.at(8, Number(claimed)).toString("utf8");
  const header = JSON.parse(text) as unknown;
  if (!isRecord(header)) throw new RangeError("its header is no JSON object");
  const twice = repeatedKey(text);
  if (twice !== null) throw new RangeError(`its header has the key "${twice}" twice`);
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isRecord(metadata)) throw new RangeError("its metadata is no JSON object");
  const places = Object.entries(entries).map(([name, entry]) => placeOf(name, entry, bytes.size - start));
  refuseOverlaps(places);
  const tensors = places.map(
    ({ name, from, to, read }) => [name, read(bytes.at(start + from, to - from))] as const,
  );
  const texts = Object.entries(metadata).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return { tensors: new Map(tensors), metadata: Object.fromEntries(texts) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readers: Readonly<
  Record<string, { readonly size: number; readonly read: (bytes: Buffer) => Float32Array }>
> = {
  F32: {
    size: 4,
    read: (bytes) => Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i)),
  },
  F16: { size: 2, read: words(blockTypes.F16) },
  BF16: { size: 2, read: words(blockTypes.BF16) },
};

function words(type: (typeof blockTypes)[keyof typeof blockTypes]): (bytes: Buffer) => Float32Array {
  return (bytes) => {
    const read = Uint16Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i));
    return "unpackAll" in type ? type.unpackAll(read) : new Float32Array();
  };
}

/** Where a tensor lies behind the header, in bytes, and how its numbers are read. */
interface Place {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly read: (bytes: Buffer) => Float32Array;
}

function placeOf(name: string, entry: unknown, size: number): Place {
  const { dtype, shape, data_offsets: offsets }: Record<string, unknown> = isRecord(entry) ? entry : {};
  const reader = typeof dtype === "string" && Object.hasOwn(readers, dtype) ? readers[dtype]! : null;
  if (!reader) throw new RangeError(`the tensor "${name}" is ${String(dtype)}, not F32, F16 or BF16`);
  if (!wholeNumbers(shape) || !wholeNumbers(offsets) || offsets.length !== 2)
    throw new RangeError(`the entry of the tensor "${name}" is malformed`);
  const [from, to] = offsets as [number, number];
  const numbers = shape.reduce((product, n) => product * n, 1);
  if (numbers > largestWidth)
    throw new RangeError(`the tensor "${name}" has ${numbers} numbers, more than any model is wide`);
  if (from > to || to > size || numbers * reader.size !== to - from)
    throw new RangeError(`the tensor "${name}" does not fit into its place in the file`);
  return { name, from, to, read: reader.read };
}

function refuseOverlaps(places: readonly Place[]): void {
  const sorted = [...places].sort((a, b) => a.from - b.from || a.to - b.to);
  sorted.forEach((place, i) => {
    const before = sorted[i - 1];
    if (before && place.from < before.to)
      throw new RangeError(`the tensors "${before.name}" and "${place.name}" overlap`);
  });
}

const wholeNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);

export const safetensors: VectorFormat = {
  write: ({ byLayer, provenance }) =>
    writeSafetensors({
      tensors: new Map([...byLayer].map(([layer, numbers]) => [`layer.${layer}`, numbers])),
      metadata: provenance,
    }),
  read(path): VectorFile {
    const { tensors, metadata } = withFile(path, tensorsOf);
    return { byLayer: layerNames(tensors), provenance: metadata };
  },
};
