// Comma-separated values as spreadsheets and pandas read them (RFC 4180): quotes where needed, CRLF-free, one header.
type Value = string | number | boolean | null | undefined;

const quoted = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const cell = (value: Value): string =>
  value === null || value === undefined || (typeof value === "number" && Number.isNaN(value))
    ? ""
    : quoted(String(value));

/** Columns of row objects, in the order in which they first appear. */
export const columnsOf = (rows: readonly object[]): string[] => [
  ...new Set(rows.flatMap((row) => Object.keys(row))),
];

/** The text of a CSV file. Missing values (null, NaN) are empty cells; numbers keep all their digits. */
export function csv<T extends { readonly [K in keyof T]: Value }>(rows: readonly T[]): string {
  const columns = columnsOf(rows);
  const lines = rows.map((row) => {
    const values = new Map<string, Value>(Object.entries(row));
    return columns.map((column) => cell(values.get(column))).join(",");
  });
  return [columns.map(quoted).join(","), ...lines].map((line) => `${line}\n`).join("");
}
