// Comma-separated values (RFC 4180): a header with the names of the fields, quotes around fields with commas, quotes or line ends.
// Blanks belong to the fields: " wonderful" keeps its space.
import { CsvError, parse } from "csv-parse/sync";
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { readTextFile } from "./file.js";
import type { Reader } from "./record.js";

interface Parsed {
  readonly record: readonly string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/** Records are named by the line in which they begin. Throws E401, E403, E407. */
export const csvRecords: Reader = (path, shown) => {
  const file = basename(path);
  const [header, ...records] = rows(readTextFile(path, shown), file);
  if (!header) return [];
  const names = header.record;
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    fail("E403", { what: `The header of "${file}"`, reason: `it has the column "${twice}" twice` });
  return records.map(({ record, raw, info }) => {
    const line = info.lines - (raw.trimEnd().match(/\n/g)?.length ?? 0);
    const fields = Object.fromEntries(record.map((value, i) => [names[i]!, value]));
    return { fields, what: `Line ${line} of "${file}"` };
  });
};

function rows(text: string, file: string): readonly Parsed[] {
  try {
    return parse(text, { info: true, raw: true, skip_empty_lines: true }) as unknown as Parsed[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = typeof cause["lines"] === "number" ? cause["lines"] : 1;
    const reason = Object.hasOwn(reasons, cause.code)
      ? reasons[cause.code]!
      : "its quotes are not those of a CSV file";
    return fail("E403", { what: `Line ${line} of "${file}"`, reason }, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: "it has another number of fields than the header",
  CSV_QUOTE_NOT_CLOSED: "a quote is not closed",
};
