// float32 rows -> blocks of 8- or 4-bit whole numbers, as the operator MatMulNBits of ONNX Runtime reads them (its documentation
// in ContribOperators.md). Each row [columns] is cut into blocks of 32; the last one is filled up with zeros.
// value = scale * (q - 2^(bits - 1)), with scale = -extreme / 2^(bits - 1) for the number of the block that is farthest from 0:
// it becomes q = 0 and is kept exactly; the others are rounded to the nearest q.

/** Numbers that share a scale. */
export const blockSize = 32;

export type Bits = 8 | 4;

export const blocksOf = (columns: number): number => Math.ceil(columns / blockSize);

/** Bytes of one row of quantised numbers. */
export const rowBytes = (columns: number, bits: Bits): number => (blocksOf(columns) * blockSize * bits) / 8;

/** `packed` [rows, blocks, 32 * bits / 8]: with 4 bits, the number at an even place is the low half of its byte. */
export interface Quantised {
  readonly packed: Uint8Array;
  /** [rows, blocks] */
  readonly scales: Float32Array;
}

/** values [rows, columns]. */
export function quantise(values: Float32Array, columns: number, bits: Bits): Quantised {
  const rows = values.length / columns;
  const blocks = blocksOf(columns);
  const middle = 2 ** (bits - 1);
  const most = 2 ** bits - 1;
  const scales = new Float32Array(rows * blocks);
  const numbers = new Uint8Array(rows * blocks * blockSize).fill(middle);
  for (let block = 0; block < rows * blocks; block++) {
    const column = (block % blocks) * blockSize;
    const from = Math.floor(block / blocks) * columns + column;
    const count = Math.min(blockSize, columns - column);
    const scale = Math.fround(-extreme(values, from, count) / middle);
    scales[block] = scale;
    if (scale === 0) continue;
    for (let i = 0; i < count; i++)
      numbers[block * blockSize + i] = Math.min(most, Math.round(values[from + i]! / scale) + middle);
  }
  return { packed: bits === 8 ? numbers : inPairs(numbers), scales };
}

/** The number farthest from 0; of two, the first. */
function extreme(values: Float32Array, from: number, count: number): number {
  let farthest = 0;
  for (let i = from; i < from + count; i++)
    if (Math.abs(values[i]!) > Math.abs(farthest)) farthest = values[i]!;
  return farthest;
}

function inPairs(numbers: Uint8Array): Uint8Array {
  const packed = new Uint8Array(numbers.length / 2);
  for (let i = 0; i < packed.length; i++) packed[i] = numbers[2 * i]! | (numbers[2 * i + 1]! << 4);
  return packed;
}
