// The safetensors format: 8 bytes of header length, a JSON header (name -> dtype, shape, data_offsets), the tensors' bytes.
// Source: the format's own description, huggingface.co/docs/safetensors. Everything in a header is checked before it is used.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { isObject, parseObject, readable, type Problem } from "./checked-json.js";
import type { Placed } from "../types.js";

const largestHeader = 100 * 2 ** 20; // the bound of the reference implementation

/** Bytes of a number of each type of the format. Models may hold buffers of any of them; what is computed with is F32, F16 or BF16. */
const bytesOf = {
  F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U64: 8, U32: 4, U16: 2, U8: 1, BOOL: 1, C64: 8,
  F8_E4M3: 1, F8_E5M2: 1, F8_E8M0: 1, F6_E2M3: 0.75, F6_E3M2: 0.75, F4: 0.5,
}; // prettier-ignore
export type SafetensorsType = keyof typeof bytesOf;

/** Where each tensor of the file lies, in the order of the file. Throws E303 or E304. */
export const readSafetensors = (file: string): Map<string, Placed<SafetensorsType>> =>
  readTensors(file, bytesOf);

/** The same for tensors of these types, given with the bytes of a number. */
export function readTensors<Type extends string>(
  file: string,
  sizes: Readonly<Record<Type, number>>,
): Map<string, Placed<Type>> {
  const name = basename(file);
  const bad: Problem = (reason) => fail("E303", { file: name, reason });
  const { text, size } = headerText(file, bad);
  const start = 8 + Buffer.byteLength(text);
  const places = new Map<string, Placed<Type>>();
  for (const [tensor, entry] of Object.entries(parseObject(text, name))) {
    if (tensor === "__metadata__") continue;
    places.set(tensor, place(file, tensor, entry, { start, size, sizes }, bad));
  }
  return seamless(places, start, size, bad);
}

function headerText(file: string, bad: Problem): { text: string; size: number } {
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    const { size } = fstatSync(handle);
    if (size < 8) bad(`it has only ${size} bytes`);
    const prefix = Buffer.alloc(8);
    readSync(handle, prefix, 0, 8, 0);
    const length = prefix.readBigUInt64LE();
    if (length > BigInt(largestHeader))
      bad(`its header claims ${length} bytes; at most ${largestHeader} are allowed`);
    if (8n + length > BigInt(size)) bad(`its header claims ${length} bytes, but the file has ${size}`);
    const header = Buffer.alloc(Number(length));
    readSync(handle, header, 0, header.length, 8);
    const text = header.toString("utf8");
    if (Buffer.byteLength(text) !== header.length) bad("its header is not valid UTF-8");
    return { text, size };
  } catch (cause) {
    throw readable(file, cause);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function place<Type extends string>(
  file: string,
  tensor: string,
  entry: unknown,
  { start, size, sizes }: { start: number; size: number; sizes: Readonly<Record<Type, number>> },
  bad: Problem,
): Placed<Type> {
  if (!isObject(entry)) bad(`the entry of "${tensor}" is no object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string") bad(`the tensor "${tensor}" has no dtype`);
  if (!Object.hasOwn(sizes, dtype)) {
    fail("E304", {
      model: basename(file),
      what: `the tensor "${tensor}" of type ${dtype}`,
      supported: `tensors of the types ${Object.keys(sizes).join(", ")}`,
    });
  }
  if (!wholeNumbers(shape)) bad(`the shape of "${tensor}" is no list of whole numbers`);
  if (!wholeNumbers(offsets) || offsets.length !== 2)
    bad(`the offsets of "${tensor}" are no pair of whole numbers`);
  const [from, to] = offsets as [number, number];
  const length = shape.reduce((product, n) => product * n, sizes[dtype as Type]);
  if (from > to || start + to > size)
    bad(`the tensor "${tensor}" lies outside the file (bytes ${from} to ${to})`);
  if (length !== to - from)
    bad(`the tensor "${tensor}" takes ${to - from} bytes, but its shape and type need ${length}`);
  return { file, offset: start + from, length, type: dtype as Type, shape };
}

const wholeNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= 8 && value.every((n) => Number.isSafeInteger(n) && n >= 0);

/** The tensors must follow one another without overlap or gap to the end of the file. */
function seamless<Type extends string>(
  places: Map<string, Placed<Type>>,
  start: number,
  size: number,
  bad: Problem,
): Map<string, Placed<Type>> {
  const sorted = [...places].sort(([, a], [, b]) => a.offset - b.offset || a.length - b.length);
  let end = start;
  let previous = "";
  for (const [tensor, { offset, length }] of sorted) {
    if (offset < end) bad(`the tensors "${previous}" and "${tensor}" overlap`);
    if (offset > end) bad(`${offset - end} bytes before the tensor "${tensor}" belong to no tensor`);
    end = offset + length;
    previous = tensor;
  }
  if (end !== size) bad(`${size - end} bytes at its end belong to no tensor`);
  return new Map(sorted);
}

/** Bytes of a number in the files that steerlab writes. */
export const writtenSizes = { F32: 4, U8: 1 };

/** A tensor that will be written. */
export type Written = readonly [name: string, shape: readonly number[], type?: keyof typeof writtenSizes];

/** The header of a file: what stands before the first tensor's bytes. Its length is a multiple of 8. Tensors without a type are F32. */
export function safetensorsHeader(tensors: Iterable<Written>): Buffer {
  let end = 0;
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  for (const [name, shape, type = "F32"] of tensors) {
    const length = shape.reduce((product, n) => product * n, writtenSizes[type]);
    header[name] = { dtype: type, shape, data_offsets: [end, (end += length)] };
  }
  const json = JSON.stringify(header);
  const text = Buffer.from(json.padEnd(json.length + ((8 - (Buffer.byteLength(json) % 8)) % 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text]);
}
