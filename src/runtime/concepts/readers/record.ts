// One record of a data file: its fields by name, and the words that say where it stands.
import { fail } from "../../errors/index.js";

export interface FileRecord {
  readonly fields: Readonly<Record<string, unknown>>;
  /** 'Line 7 of "x.jsonl"', 'Row 7 of "x.parquet"': for errors. */
  readonly what: string;
}

/** All records of a file, in order. `shown` is the path as the person wrote it. */
export type Reader = (path: string, shown: string) => FileRecord[];

/** Lists of JSON and of Parquet. */
export const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** What a field holds; undefined where it is absent or null. */
export function valueOf({ fields }: FileRecord, name: string): unknown {
  return Object.hasOwn(fields, name) ? (fields[name] ?? undefined) : undefined;
}

/** A field that must be a text, or a list of one text; "" where it is absent and may be. Throws E403. */
export function textOf(record: FileRecord, name: string, absent: "refused" | "empty"): string {
  const { what } = record;
  const value = valueOf(record, name);
  if (typeof value === "string") return value;
  if (value === undefined) {
    if (absent === "empty") return "";
    return fail("E403", { what, reason: `it has no text "${name}"` });
  }
  if (!isList(value) || typeof value[0] !== "string")
    return fail("E403", { what, reason: `its ${name} is not a text` });
  if (value.length === 1) return value[0];
  return fail("E403", {
    what,
    reason: `its ${name} is a list of ${value.length} texts, and a pair takes one (write a pair for each, or keep the first)`,
  });
}
