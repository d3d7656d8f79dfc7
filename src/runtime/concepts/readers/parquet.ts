// Parquet files, whole and at once (they are small here): the columns of every row group, decoded by hyparquet and put into rows.
import {
  parquetMetadata,
  parquetSchema,
  type DecodedArray,
  type FileMetaData,
  type SchemaTree,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { assembleNested } from "hyparquet/src/assemble.js";
import { readColumn } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { getTreePath } from "hyparquet/src/schema.js";
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { readBytes } from "./file.js";
import type { Reader } from "./record.js";

/** Rows are counted from 0, as everywhere. Throws E401, E407 (not readable, or no Parquet file). */
export const parquetRecords: Reader = (path, shown) => {
  const bytes = readBytes(path, shown);
  // A copy: the bytes of a small file lie inside a larger buffer.
  const buffer = new Uint8Array(bytes).buffer;
  try {
    const metadata = parquetMetadata(buffer);
    const rows = metadata.row_groups.flatMap((group) => groupRows(group, metadata, buffer));
    return rows.map((fields, row) => ({ fields, what: `Row ${row} of "${basename(path)}"` }));
  } catch (cause) {
    return fail(
      "E407",
      { path: shown, reason: `it is not a readable Parquet file (${(cause as Error).message})` },
      { cause },
    );
  }
};

type RowGroup = FileMetaData["row_groups"][number];

function groupRows(group: RowGroup, metadata: FileMetaData, buffer: ArrayBuffer): Record<string, unknown>[] {
  const schema = parquetSchema(metadata);
  const count = Number(group.num_rows);
  const leaves = new Map(
    group.columns.map((column): [string, DecodedArray] => {
      const described = column.meta_data;
      if (!described) throw new Error("a column is not described");
      return [described.path_in_schema.join("."), leaf(described, schema, count, buffer)];
    }),
  );
  for (const child of schema.children)
    if (child.children.length > 0) assembleNested(leaves, child, DEFAULT_PARSERS);
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(schema.children.map(({ element }) => [element.name, leaves.get(element.name)?.[row]])),
  );
}

function leaf(
  column: NonNullable<RowGroup["columns"][number]["meta_data"]>,
  schema: SchemaTree,
  rows: number,
  buffer: ArrayBuffer,
): DecodedArray {
  const path = getTreePath(schema, column.path_in_schema);
  const from = Number(column.dictionary_page_offset ?? column.data_page_offset);
  const view = new DataView(buffer, from, Number(column.total_compressed_size));
  const { data } = readColumn(
    { view, offset: 0 },
    { groupStart: 0, groupRows: rows, selectStart: 0, selectEnd: rows },
    {
      pathInSchema: column.path_in_schema,
      element: path.at(-1)!.element,
      schemaPath: path,
      parsers: DEFAULT_PARSERS,
      compressors,
      ...column,
    },
  );
  return data.length === 1 ? data[0]! : data.flatMap((page) => Array.from(page as ArrayLike<unknown>));
}
