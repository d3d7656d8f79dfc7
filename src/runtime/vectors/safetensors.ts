// Safetensors files of float32 tensors: 8 bytes of header length (little-endian), a JSON header, the numbers.

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

function littleEndian(values: Float32Array): Buffer {
  const bytes = Buffer.alloc(values.byteLength);
  values.forEach((value, i) => bytes.writeFloatLE(value, 4 * i));
  return bytes;
}

/** The tensors and metadata of a file that `writeSafetensors` made. Throws RangeError or SyntaxError on anything else. */
export function readSafetensors(bytes: Buffer): Tensors {
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, start)) as Record<string, unknown>;
  const { __metadata__, ...entries } = header;
  const tensors = new Map<string, Float32Array>();
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, data_offsets } = entry as { dtype: string; data_offsets: [number, number] };
    if (dtype !== "F32") throw new RangeError(`${name} is ${dtype}, not F32`);
    const [from, to] = data_offsets;
    tensors.set(
      name,
      Float32Array.from({ length: (to - from) / 4 }, (_, i) => bytes.readFloatLE(start + from + 4 * i)),
    );
  }
  return { tensors, metadata: (__metadata__ ?? {}) as Record<string, string> };
}
