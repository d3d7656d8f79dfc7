// The header of a GGUF file: magic, version, metadata, and where each tensor lies. Nothing is believed unchecked.
// Source: the format's description in the ggml repository, docs/gguf.md.
import { closeSync, fstatSync, openSync } from "node:fs";
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { blockTypes } from "../weights/dequantise.js";
import { readable, type Problem } from "../checkpoint/checked-json.js";
import type { TensorPlace, TensorType } from "../types.js";
import { Reader, type Value } from "./gguf-reader.js";

export interface GgufHeader {
  readonly metadata: ReadonlyMap<string, Value>;
  /** By the names of the file; shapes row-major (the file writes them the other way round). */
  readonly tensors: ReadonlyMap<string, TensorPlace>;
}

/** Tensor types by their number in the file; a string is the name of one that we cannot unpack. */
const typeNumbers: Readonly<Record<number, TensorType>> = {
  0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 30: "BF16",
}; // prettier-ignore
const otherTypes: Readonly<Record<number, string>> = {
  9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL",
  21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 28: "F64", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
}; // prettier-ignore

/** The keys whose lists are read however long they are. */
const vocabularyLists = ["tokens", "scores", "token_type", "merges"].map((name) => `tokenizer.ggml.${name}`);

/** Throws E303 (or what `problem` throws instead), E304 or E313. Long lists of other keys than `long` are passed over. */
export function readGguf(
  file: string,
  problem: Problem = (reason) => fail("E303", { file: basename(file), reason }),
  long: readonly string[] = vocabularyLists,
): GgufHeader {
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    return header(new Reader(handle, fstatSync(handle).size, problem), file, long);
  } catch (cause) {
    throw readable(file, cause);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function header(reader: Reader, file: string, long: readonly string[]): GgufHeader {
  const magic = reader.bytes(4, "the magic").toString("latin1");
  if (magic !== "GGUF") reader.problem(`it begins with ${JSON.stringify(magic)}, not with "GGUF"`);
  const version = reader.u32("the version");
  if (version !== 2 && version !== 3) {
    const what = version > 0xffff ? "big-endian numbers" : `GGUF version ${version}`;
    fail("E304", { model: basename(file), what, supported: "GGUF version 2 or 3, little-endian" });
  }
  const tensorCount = reader.count("the tensor count", 32, "tensors");
  const metadata = readMetadata(reader, reader.count("the metadata count", 13, "entries"), long);
  const entries = Array.from({ length: tensorCount }, () => tensorEntry(reader, basename(file)));
  const alignment = metadata.get("general.alignment") ?? 32;
  if (typeof alignment !== "number" || alignment < 8 || alignment > 2 ** 20 || alignment % 8 !== 0) {
    return reader.problem(`the alignment ${String(alignment)} is not a multiple of 8 up to ${2 ** 20}`);
  }
  const start = Math.ceil(reader.position / alignment) * alignment;
  return { metadata, tensors: places(entries, file, start, alignment, reader) };
}

function readMetadata(reader: Reader, count: number, long: readonly string[]): Map<string, Value> {
  const metadata = new Map<string, Value>();
  for (let i = 0; i < count; i++) {
    const key = reader.string("a metadata key");
    if (metadata.has(key)) reader.problem(`the metadata key "${key}" stands twice`);
    metadata.set(key, reader.value(key, long.includes(key)));
  }
  return metadata;
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: TensorType;
  readonly offset: number;
  readonly length: number;
}

function tensorEntry(reader: Reader, file: string): Entry {
  const name = reader.string("a tensor name");
  const what = `the entry of the tensor "${name}"`;
  const dimensions = reader.u32(what);
  if (dimensions < 1 || dimensions > 4) reader.problem(`the tensor "${name}" has ${dimensions} dimensions`);
  const shape = Array.from({ length: dimensions }, () => reader.u64(what)).reverse();
  const number = reader.u32(what);
  const type = typeNumbers[number];
  if (!type) {
    const shown = otherTypes[number] ?? `number ${number}`;
    const supported = `tensors of the types ${Object.keys(blockTypes).join(", ")}`;
    fail("E304", { model: file, what: `the tensor "${name}" of the type ${shown}`, supported });
  }
  const { block, bytes } = blockTypes[type];
  const row = shape.at(-1)!;
  if (row % block !== 0)
    reader.problem(`the tensor "${name}" has rows of ${row} numbers, which ${type} cannot hold`);
  const length = shape.reduce((product, n) => product * n, 1 / block) * bytes;
  return { name, shape, type, offset: reader.u64(what), length };
}

/** Offsets must be aligned, inside the file, and apart from one another. */
function places(
  entries: readonly Entry[],
  file: string,
  start: number,
  alignment: number,
  { size, problem }: Reader,
): Map<string, TensorPlace> {
  const tensors = new Map<string, TensorPlace>();
  let end = 0;
  let previous = "";
  for (const { name, shape, type, offset, length } of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (tensors.has(name)) problem(`the tensor name "${name}" stands twice`);
    if (offset % alignment !== 0)
      problem(`the tensor "${name}" begins at ${offset}, no multiple of ${alignment}`);
    if (offset < end) problem(`the tensors "${previous}" and "${name}" overlap`);
    if (start + offset + length > size) {
      problem(`the tensor "${name}" ends at byte ${start + offset + length}, but the file has ${size}`);
    }
    tensors.set(name, { file, offset: start + offset, length, type, shape });
    end = offset + length;
    previous = name;
  }
  return tensors;
}
