// The tables of docs/language.md, made from the tables that the checker and completion use.
import { clauses, settingNames, settingOf } from "../../src/dsl/clauses.js";
import { ownerWords } from "../../src/dsl/syntax/expected-tokens.js";

const cell = (text: string) => text.replaceAll("|", "\\|");

/** A Markdown table, as Prettier would lay it out: columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(3, ...rows.map((row) => row[i]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((text, i) => text.padEnd(widths[i]!)).join(" | ")} |`;
  const rule = widths.map((width) => "-".repeat(width));
  return [line(rows[0]!), line(rule), ...rows.slice(1).map(line)].join("\n");
}

function clauseTable(): string {
  const rows = Object.entries(clauses).map(([, { on, help, example, takes, without }]) => [
    `\`${cell(example)}\``,
    on.map((owner) => ownerWords[owner].replace(/^an? /, "")).join(", "),
    cell(`${help} Takes ${takes}.`),
    cell(without),
  ]);
  return table([["Clause", "In", "What it says", "Without it"], ...rows]);
}

function settingTable(): string {
  const rows = settingNames.map((name) => {
    const { on, help, values } = settingOf(name)!;
    return [
      `\`${name}\``,
      Object.keys(values)
        .map((value) => `\`${value}\``)
        .join(", "),
      on.map((owner) => ownerWords[owner].replace(/^an? /, "")).join(", "),
      cell(help),
    ];
  });
  return table([["Setting", "Values", "In", "What it decides"], ...rows]);
}

const parts = { clauses: clauseTable, settings: settingTable };

/** The page with its tables made anew, between `<!-- NAME -->` and `<!-- end -->`. */
export function withTables(page: string): string {
  return Object.entries(parts).reduce((text, [name, make]) => {
    const pattern = new RegExp(`<!-- ${name} -->[^]*?<!-- end -->`);
    if (!pattern.test(text)) throw new Error(`docs/language.md has no place for the table "${name}"`);
    return text.replace(pattern, () => `<!-- ${name} -->\n\n${make()}\n\n<!-- end -->`);
  }, page);
}
