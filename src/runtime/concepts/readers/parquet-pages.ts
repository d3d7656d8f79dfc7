// The pages of a Parquet column, checked before they are decoded: what a header promises is allocated by the decoder, and a size or a run
// that is not true makes it go on for ever. Format: https://parquet.apache.org/docs/file-format/
import type { ColumnMetaData, SchemaTree } from "hyparquet";
import { compressors as originals, decompressZstd } from "hyparquet-compressors";
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from "hyparquet/src/schema.js";
import { readVarInt } from "hyparquet/src/thrift.js";

/** Most rows of a file, most values of all columns together, and most bytes of all pages, uncompressed. */
export const limits = { rows: 250_000, values: 10_000_000, bytes: 256_000_000 } as const;

/** Values that a run may have beyond those of its page: the last run is padded. */
const padding = 512;

/** Decompressors that write no more than the page is said to have. */
export const compressors: typeof originals = {
  ...originals,
  ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
};

type Header = ReturnType<typeof parquetHeader>;

/** What all columns of a file have had so far. */
export interface Budget {
  values: number;
  bytes: number;
}

/** A whole number from 0 to `most`; the words say what it is. */
function size(value: unknown, most: number, what: string): number {
  const number = Number(value);
  if (value === undefined) throw new Error(`${what} is missing`);
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${what} cannot be ${number}`);
  if (number > most) throw new Error(`${what} is ${number}, and at most ${most} can be read`);
  return number;
}

/** Walks the pages of a column chunk. Throws an Error where a page is damaged, or the file is larger than the limits. */
export function checkPages(view: DataView, column: ColumnMetaData, path: SchemaTree[], budget: Budget): void {
  const reader = { view, offset: 0 };
  while (reader.offset < view.byteLength - 1) {
    const header = parquetHeader(reader);
    const compressed = size(
      header.compressed_page_size,
      view.byteLength - reader.offset,
      "the size of a page",
    );
    const bytes = size(header.uncompressed_page_size, limits.bytes, "the size of a page");
    const counts = header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header;
    const values = size(counts?.num_values ?? 0, limits.values, "the number of values of a page");
    budget.bytes = size(budget.bytes + bytes, limits.bytes, "the size of its texts in bytes");
    budget.values = size(budget.values + values, limits.values, "the number of its values");
    const data = new Uint8Array(view.buffer, view.byteOffset + reader.offset, compressed);
    checkRuns(header, data, bytes, values, column, path);
    reader.offset += compressed;
  }
}

/** Looks at the levels and the numbers of dictionary entries of a data page, and at what its delta encodings promise. */
function checkRuns(
  header: Header,
  data: Uint8Array,
  bytes: number,
  values: number,
  { codec }: ColumnMetaData,
  path: SchemaTree[],
): void {
  const [repetition, definition] = [getMaxRepetitionLevel(path), getMaxDefinitionLevel(path)].map(widthOf);
  const v2 = header.data_page_header_v2;
  if (v2) {
    size(v2.num_rows, limits.rows, "the number of rows of a page");
    size(v2.num_nulls, values, "the number of empty values of a page");
    const before = size(v2.repetition_levels_byte_length, data.length, "the size of a page's levels");
    const levels = size(
      v2.definition_levels_byte_length,
      data.length - before,
      "the size of a page's levels",
    );
    if (repetition) walkRuns(viewOf(data), 0, before, repetition, values);
    if (definition) walkRuns(viewOf(data), before, before + levels, definition, values);
    const rest = data.subarray(before + levels);
    const page =
      v2.is_compressed === false ? rest : decompressPage(rest, bytes - before - levels, codec, compressors);
    checkValues(viewOf(page), 0, v2.encoding, values, bytes);
  } else if (header.data_page_header) {
    const page = viewOf(decompressPage(data, bytes, codec, compressors));
    let at = 0;
    for (const width of [repetition, definition]) if (width) at = walkPrefixed(page, at, width, values);
    checkValues(page, at, header.data_page_header.encoding, values, bytes);
  } else if (header.dictionary_page_header) decompressPage(data, bytes, codec, compressors);
}

const widthOf = (level: number) => 32 - Math.clz32(level);
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Runs behind their length; returns where they end. */
function walkPrefixed(view: DataView, at: number, width: number, values: number): number {
  const end =
    at + 4 + size(view.getUint32(at, true), view.byteLength - at - 4, "the size of a page's levels");
  walkRuns(view, at + 4, end, width, values);
  return end;
}

/** Runs of equal values and bit-packed groups of eight. */
function walkRuns(view: DataView, from: number, end: number, width: number, values: number): void {
  const reader = { view, offset: from };
  for (let seen = 0; seen < values && reader.offset < end;) {
    const header = readVarInt(reader);
    const packed = (header & 1) === 1;
    const count = packed ? (header >>> 1) * 8 : header >>> 1;
    size(count, values + padding, "the length of a run");
    reader.offset += packed ? (count / 8) * width : Math.ceil(width / 8);
    seen += count;
  }
}

function checkValues(view: DataView, at: number, encoding: string, values: number, bytes: number): void {
  if (values === 0 || at >= view.byteLength) return;
  if (encoding.endsWith("_DICTIONARY")) {
    const width = size(view.getUint8(at), 32, "the width of a page's values");
    if (width > 0) walkRuns(view, at + 1, view.byteLength, width, values);
  }
  if (encoding === "RLE" && at + 4 <= view.byteLength) walkPrefixed(view, at, 1, values);
  if (!encoding.startsWith("DELTA_")) return;
  const reader = { view, offset: at };
  size(readVarInt(reader), 1 << 20, "the length of a block");
  if (size(readVarInt(reader), 1 << 10, "the number of a block's parts") === 0)
    throw new Error("a block has no parts");
  // Each value may repeat the whole of the one before it.
  if (encoding === "DELTA_BYTE_ARRAY")
    size(values * bytes, 4 * limits.bytes, "the size of its texts in bytes");
}
