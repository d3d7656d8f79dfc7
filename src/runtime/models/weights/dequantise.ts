// Quantised blocks -> float32. One function per tensor type: `out[to...]` receives the numbers of the block at byte `at`.
// Layouts: the GGUF types of ggml (ggml-quants); d, m are half-precision scales, q the stored whole numbers.
import type { TensorType } from "../types.js";

/** `block` numbers are stored in `bytes` bytes. */
export type BlockType = { readonly block: number; readonly bytes: number } & (
  | { readonly unpack: (data: DataView, at: number, out: Float32Array, to: number) => void }
  /** For types without blocks: all numbers of a piece at once, from its 16-bit words. */
  | { readonly unpackAll: (words: Uint16Array) => Float32Array }
);

/** IEEE half precision. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24);
}
const halves = Float32Array.from({ length: 65536 }, (_, bits) => half(bits));
const halfAt = (data: DataView, at: number) => halves[data.getUint16(at, true)]!;

/** 32 numbers: the low nibbles of 16 bytes are the first half, the high nibbles the second. */
function nibbles(data: DataView, at: number, out: Float32Array, to: number, d: number, m: number): void {
  for (let i = 0; i < 16; i++) {
    const byte = data.getUint8(at + i);
    out[to + i] = d * (byte & 15) + m;
    out[to + i + 16] = d * (byte >> 4) + m;
  }
}

/** As nibbles, with a fifth bit for each number from the 32-bit word `high`. */
function fiveBits(
  data: DataView,
  at: number,
  high: number,
  out: Float32Array,
  to: number,
  d: number,
  m: number,
): void {
  for (let i = 0; i < 16; i++) {
    const byte = data.getUint8(at + i);
    out[to + i] = d * ((byte & 15) | (((high >>> i) & 1) << 4)) + m;
    out[to + i + 16] = d * ((byte >> 4) | (((high >>> (i + 16)) & 1) << 4)) + m;
  }
}

/** The 6-bit scale and minimum of sub-block j (0 to 7) that Q4_K and Q5_K pack into 12 bytes. */
function scaleAndMinimum(data: DataView, at: number, j: number): [number, number] {
  const byte = (i: number) => data.getUint8(at + i);
  if (j < 4) return [byte(j) & 63, byte(j + 4) & 63];
  return [(byte(j + 4) & 15) | ((byte(j - 4) >> 6) << 4), (byte(j + 4) >> 4) | ((byte(j) >> 6) << 4)];
}

export const blockTypes: Readonly<Record<TensorType, BlockType>> = {
  F32: { block: 1, bytes: 4, unpackAll: (words) => new Float32Array(words.buffer) },
  F16: {
    block: 1,
    bytes: 2,
    unpackAll: (words) => {
      const out = new Float32Array(words.length);
      for (let i = 0; i < words.length; i++) out[i] = halves[words[i]!]!;
      return out;
    },
  },
  BF16: {
    block: 1,
    bytes: 2,
    unpackAll(words) {
      const out = new Uint32Array(words.length);
      for (let i = 0; i < words.length; i++) out[i] = words[i]! << 16;
      return new Float32Array(out.buffer);
    },
  },
  Q8_0: {
    block: 32,
    bytes: 34, // d, 32 x int8
    unpack(data, at, out, to) {
      const d = halfAt(data, at);
      for (let i = 0; i < 32; i++) out[to + i] = d * data.getInt8(at + 2 + i);
    },
  },
  Q4_0: {
    block: 32,
    bytes: 18, // d, 32 x 4 bits; value d(q - 8)
    unpack(data, at, out, to) {
      const d = halfAt(data, at);
      nibbles(data, at + 2, out, to, d, -8 * d);
    },
  },
  Q4_1: {
    block: 32,
    bytes: 20, // d, m, 32 x 4 bits; value dq + m
    unpack: (data, at, out, to) => nibbles(data, at + 4, out, to, halfAt(data, at), halfAt(data, at + 2)),
  },
  Q5_0: {
    block: 32,
    bytes: 22, // d, 32 fifth bits, 32 x 4 bits; value d(q - 16)
    unpack(data, at, out, to) {
      const d = halfAt(data, at);
      fiveBits(data, at + 6, data.getUint32(at + 2, true), out, to, d, -16 * d);
    },
  },
  Q5_1: {
    block: 32,
    bytes: 24, // d, m, 32 fifth bits, 32 x 4 bits; value dq + m
    unpack(data, at, out, to) {
      const high = data.getUint32(at + 4, true);
      fiveBits(data, at + 8, high, out, to, halfAt(data, at), halfAt(data, at + 2));
    },
  },
  Q4_K: {
    block: 256,
    bytes: 144, // d, dmin, 8 scales and minima, 256 x 4 bits
    unpack(data, at, out, to) {
      const [d, dmin] = [halfAt(data, at), halfAt(data, at + 2)];
      for (let j = 0; j < 8; j++) {
        const [scale, minimum] = scaleAndMinimum(data, at + 4, j);
        const [shift, from] = [4 * (j & 1), at + 16 + 32 * (j >> 1)];
        for (let i = 0; i < 32; i++) {
          out[to + 32 * j + i] = d * scale * ((data.getUint8(from + i) >> shift) & 15) - dmin * minimum;
        }
      }
    },
  },
  Q5_K: {
    block: 256,
    bytes: 176, // d, dmin, 8 scales and minima, 256 fifth bits, 256 x 4 bits
    unpack(data, at, out, to) {
      const [d, dmin] = [halfAt(data, at), halfAt(data, at + 2)];
      for (let j = 0; j < 8; j++) {
        const [scale, minimum] = scaleAndMinimum(data, at + 4, j);
        const [shift, from] = [4 * (j & 1), at + 48 + 32 * (j >> 1)];
        for (let i = 0; i < 32; i++) {
          const high = (data.getUint8(at + 16 + i) >> j) & 1;
          const q = ((data.getUint8(from + i) >> shift) & 15) | (high << 4);
          out[to + 32 * j + i] = d * scale * q - dmin * minimum;
        }
      }
    },
  },
  Q6_K: {
    block: 256,
    bytes: 210, // 256 x low 4 bits, 256 x high 2 bits, 16 scales (int8), d; value d*scale*(q - 32)
    unpack(data, at, out, to) {
      const d = halfAt(data, at + 208);
      for (let n = 0; n < 256; n++) {
        const [part, i] = [n >> 7, n & 127];
        const low = (data.getUint8(at + 64 * part + (i & 63)) >> (i < 64 ? 0 : 4)) & 15;
        const high = (data.getUint8(at + 128 + 32 * part + (i & 31)) >> (2 * (i >> 5))) & 3;
        out[to + n] = d * data.getInt8(at + 192 + (n >> 4)) * ((low | (high << 4)) - 32);
      }
    },
  },
};

/** Unpacks `bytes` (whole blocks of the type) into float32 numbers. */
export function dequantise(type: TensorType, bytes: Uint8Array): Float32Array {
  const kind = blockTypes[type];
  if ("unpackAll" in kind) return kind.unpackAll(new Uint16Array(new Uint8Array(bytes).buffer));
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Float32Array((bytes.byteLength / kind.bytes) * kind.block);
  for (let at = 0, to = 0; at < bytes.byteLength; at += kind.bytes, to += kind.block)
    kind.unpack(data, at, out, to);
  return out;
}
