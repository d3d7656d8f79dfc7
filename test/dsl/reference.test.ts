// The part of docs/language.md that is made from the table of clauses.
// STEERLAB_WRITE_CASES=1 writes them.
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { clauses, settingNames, settingOf } from "../../src/dsl/clauses.js";
import { ownerWords } from "../../src/dsl/syntax/expected-tokens.js";

const page = new URL("../../docs/language.md", import.meta.url);
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

test("the reference shows the tables", () => {
  let text = readFileSync(page, "utf8");
  for (const [name, make] of Object.entries(parts)) {
    const pattern = new RegExp(`<!-- ${name} -->[^]*?<!-- end -->`);
    assert.match(text, pattern);
    text = text.replace(pattern, () => `<!-- ${name} -->\n\n${make()}\n\n<!-- end -->`);
  }
  if (process.env["STEERLAB_WRITE_CASES"]) writeFileSync(page, text);
  assert.is(readFileSync(page, "utf8"), text);
});

test.run();
