// Readers of data files, by the ending of the file's name.
import { extname } from "node:path";
import { fail } from "../../errors/index.js";
import { csvRecords } from "./csv.js";
import { readBytes } from "./file.js";
import { jsonLinesRecords, jsonRecords } from "./jsonl.js";
import { parquetRecords } from "./parquet.js";
import type { FileRecord, Reader } from "./record.js";

const readers: Readonly<Record<string, Reader>> = {
  ".jsonl": jsonLinesRecords,
  ".json": jsonRecords,
  ".csv": csvRecords,
  ".tsv": csvRecords,
  ".parquet": parquetRecords,
};

/** The records of a data file. Throws E401, E403, E407, and E419 for a file that is there but has no reader. */
export function recordsOf(path: string, shown: string): FileRecord[] {
  const ending = extname(path).toLowerCase();
  if (!Object.hasOwn(readers, ending)) {
    readBytes(path, shown);
    fail("E419", { path: shown });
  }
  return readers[ending]!(path, shown);
}
