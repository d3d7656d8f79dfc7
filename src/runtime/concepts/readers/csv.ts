// Separated values (RFC 4180): a header with the names of the fields, quotes around fields with separators, quotes or line ends.
// The separator is the comma, semicolon or tab that the header has most of. Blanks belong to the fields: " wonderful" keeps its space.
import { CsvError, parse, type Options } from "csv-parse/sync";
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { readTextFile } from "./file.js";
import type { Reader } from "./record.js";

interface Parsed {
  readonly record: readonly string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

const separators = [",", ";", "\t"] as const;

/** Records are named by the line in which they begin; those whose fields are all blank are left out. Throws E401, E403, E407. */
export const csvRecords: Reader = (path, shown) => {
  const file = basename(path);
  const text = readTextFile(path, shown);
  // The first line that spreadsheets write to name the separator.
  const named = /^sep=([,;\t])\r?(?:\n|$)/i.exec(text);
  const { separator, columns } = headerOf(text);
  const delimiter = named?.[1] ?? separator;
  if (columns > mostColumns)
    fail("E407", { path: shown, reason: `it has ${columns} columns, and ${mostColumns} can be read` });
  const skipped = named ? 1 : 0;
  const [header, ...records] = rows(text.slice(named?.[0].length ?? 0), delimiter, { file, skipped });
  if (!header) return [];
  const names = header.record.map((name) => name.trim());
  const seen = new Set<string>();
  for (const name of names) {
    if (name !== "" && seen.has(name))
      fail("E403", { what: `The header of "${file}"`, reason: `it has the column "${name}" twice` });
    seen.add(name);
  }
  return records.flatMap(({ record, raw, info }) => {
    if (record.every((value) => value.trim() === "")) return [];
    const line = skipped + info.lines - (raw.trimEnd().match(/\n/g)?.length ?? 0);
    const what = `Line ${line} of "${file}"`;
    if (record.length !== names.length) fail("E403", { what, reason: unequal(record.length, names.length) });
    const fields = Object.fromEntries(
      record.flatMap((value, i) => (names[i] === "" ? [] : [[names[i]!, value]])),
    );
    return [{ fields, what }];
  });
};

const unequal = (has: number, header: number) =>
  `it has ${has} ${has === 1 ? "field" : "fields"} and the header ${header}${
    has > header ? " (a text that holds the separator needs quotes around it)" : ""
  }`;

/** More than anybody writes; each is looked at in every row. */
const mostColumns = 10_000;

/** The separator that the header has most of outside quotes, the comma where it has none; and its columns. */
function headerOf(text: string): { separator: string; columns: number } {
  const counts = new Map<string, number>(separators.map((one) => [one, 0]));
  let quoted = false;
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    if (quoted) continue;
    if (sign === "\n" || sign === "\r") {
      if ([...counts.values()].some((count) => count > 0)) break;
      continue;
    }
    const count = counts.get(sign);
    if (count !== undefined) counts.set(sign, count + 1);
  }
  const separator = separators.reduce((best, one) => (counts.get(one)! > counts.get(best)! ? one : best));
  return { separator, columns: counts.get(separator)! + 1 };
}

interface In {
  readonly file: string;
  /** Lines before the text. */
  readonly skipped: number;
}

function rows(text: string, delimiter: string, { file, skipped }: In): readonly Parsed[] {
  const options: Options = {
    delimiter,
    info: true,
    raw: true,
    skip_empty_lines: true,
    relax_column_count: true,
  };
  try {
    return parse(text, options) as unknown as Parsed[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = skipped + (typeof cause["lines"] === "number" ? cause["lines"] : 1);
    const reason = Object.hasOwn(reasons, cause.code)
      ? reasons[cause.code]!
      : "its quotes are not those of a CSV file";
    return fail("E403", { what: `Line ${line} of "${file}"`, reason }, { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quote is not closed",
};
