// One record of a data file: its fields by name, and the words that say where it stands.
import { fail } from "../../errors/index.js";

export interface FileRecord {
  readonly fields: Readonly<Record<string, unknown>>;
  /** 'Line 7 of "x.jsonl"', 'Row 7 of "x.parquet"': for errors. */
  readonly what: string;
}

/** All records of a file, in order. `shown` is the path as the person wrote it. */
export type Reader = (path: string, shown: string) => FileRecord[];

/** A field that must be a text; "" where it is absent and may be. Throws E403. */
export function textOf({ fields, what }: FileRecord, name: string, absent: "refused" | "empty"): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (typeof value === "string") return value;
  if (value === undefined || value === null) {
    if (absent === "empty") return "";
    return fail("E403", { what, reason: `it has no text "${name}"` });
  }
  return fail("E403", { what, reason: `its ${name} is not a text` });
}
