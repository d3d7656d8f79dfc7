// Parquet files, whole and at once (they are small here): the columns of every row group, decoded by hyparquet and put into rows.
import {
  parquetMetadata,
  parquetSchema,
  type DecodedArray,
  type FileMetaData,
  type SchemaTree,
} from "hyparquet";
import { assembleNested } from "hyparquet/src/assemble.js";
import { readColumn } from "hyparquet/src/column.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { getTreePath } from "hyparquet/src/schema.js";
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { readBytes } from "./file.js";
import { checkPages, compressors, limits } from "./parquet-pages.js";
import type { Reader } from "./record.js";

/** Rows are counted from 0, as everywhere. Throws E401, E407 (not readable, no Parquet file, or larger than the limits). */
export const parquetRecords: Reader = (path, shown) => {
  const bytes = readBytes(path, shown);
  // A copy: the bytes of a small file lie inside a larger buffer.
  const buffer = new Uint8Array(bytes).buffer;
  try {
    const metadata = parquetMetadata(buffer, { geoparquet: false });
    checkSize(metadata);
    const columns = columnsOf(metadata, buffer);
    const budget = { values: 0, bytes: 0 };
    for (const { view, described, path: at } of columns.flat()) checkPages(view, described, at, budget);
    const rows = metadata.row_groups.flatMap((group, i) => groupRows(group, metadata, columns[i]!));
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
type Described = NonNullable<RowGroup["columns"][number]["meta_data"]>;

/** A column of a row group: its bytes, what is said of it, and its place in the schema. */
interface Column {
  readonly view: DataView;
  readonly described: Described;
  readonly path: SchemaTree[];
}

function checkSize({ row_groups: groups }: FileMetaData): void {
  const rows = groups.map(({ num_rows }) => Number(num_rows));
  if (rows.some((count) => !Number.isSafeInteger(count) || count < 0))
    throw new Error("the number of its rows is damaged");
  const all = rows.reduce((sum, count) => sum + count, 0);
  if (all > limits.rows) throw new Error(`it has ${all} rows, and at most ${limits.rows} can be read`);
}

function columnsOf(metadata: FileMetaData, buffer: ArrayBuffer): Column[][] {
  const schema = parquetSchema(metadata);
  return metadata.row_groups.map(({ columns }) =>
    columns.map(({ meta_data: described }): Column => {
      if (!described) throw new Error("a column is not described");
      const from = Number(described.dictionary_page_offset ?? described.data_page_offset);
      const view = new DataView(buffer, from, Number(described.total_compressed_size));
      return { view, described, path: getTreePath(schema, described.path_in_schema) };
    }),
  );
}

function groupRows(
  group: RowGroup,
  metadata: FileMetaData,
  columns: readonly Column[],
): Record<string, unknown>[] {
  const schema = parquetSchema(metadata);
  const count = Number(group.num_rows);
  const leaves = new Map(
    columns.map((column): [string, DecodedArray] => [
      column.described.path_in_schema.join("."),
      leaf(column, count),
    ]),
  );
  for (const child of schema.children) if (child.children.length > 0) assembleNested(leaves, child, parsers);
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(schema.children.map(({ element }) => [element.name, leaves.get(element.name)?.[row]])),
  );
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Texts that are not UTF-8 are refused, as in other files. */
const parsers: typeof DEFAULT_PARSERS = {
  ...DEFAULT_PARSERS,
  stringFromBytes(bytes) {
    if (!bytes) return bytes;
    try {
      return utf8.decode(bytes);
    } catch (cause) {
      throw new Error("a text is not UTF-8", { cause });
    }
  },
};

function leaf({ view, described, path }: Column, rows: number): DecodedArray {
  const { data } = readColumn(
    { view, offset: 0 },
    { groupStart: 0, groupRows: rows, selectStart: 0, selectEnd: rows },
    {
      pathInSchema: described.path_in_schema,
      element: path.at(-1)!.element,
      schemaPath: path,
      parsers,
      compressors,
      ...described,
    },
  );
  return data.length === 1 ? data[0]! : data.flatMap((page) => Array.from(page as ArrayLike<unknown>));
}
