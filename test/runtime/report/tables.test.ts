// Frames, tables, CSV and numbers: what is shown is what was measured.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { csv } from "../../../src/runtime/report/tables/csv.js";
import { itemsFrame, rowsFrame, summaryFrame } from "../../../src/runtime/report/tables/frames.js";
import { textWidth, wrap } from "../../../src/runtime/report/drawing/fonts.js";
import {
  formatInterval,
  formatNumber,
  formatPercent,
  roundToSix,
} from "../../../src/runtime/report/words/format-number.js";
import { tableHtml, tableText } from "../../../src/runtime/report/tables/table.js";
import { example } from "./example.js";

const evaluation = example({
  n: 4,
  layers: [3, 5],
  slope: () => 0.5,
  spread: 1,
  random: true,
  domains: true,
});

test("rows, items and summary as frames: shape, names, kinds and values", () => {
  const rows = rowsFrame(evaluation);
  assert.equal(rows.shape, [4 * 2 * 7, 8]);
  assert.equal(
    [...rows.columns],
    Object.keys(evaluation.rows[0]!).sort((a, b) => rows.columns.indexOf(a) - rows.columns.indexOf(b)),
  );
  assert.equal(
    [...rows.column("propensity").values],
    evaluation.rows.map((row) => row.propensity),
  );
  assert.is(rows.column("multiplier").dtype, "float32");
  const items = itemsFrame(evaluation);
  assert.equal(items.shape, [8, 12]);
  const below = evaluation.items.filter((item) => item.slope < 0.5).length;
  assert.is(items.query(items.column("slope").lt(0.5)).shape[0], below);
  const summary = summaryFrame({
    ...evaluation,
    summary: [evaluation.summary[0]!, { ...evaluation.summary[1]!, randomBaseline: null }],
  });
  assert.equal(
    [...summary.column("steerability").values],
    evaluation.summary.map((line) => line.mean),
  );
  assert.equal([...summary.column("randomHigh").values], [evaluation.summary[0]!.randomBaseline!.high, null]);
});

test("a change in a frame's values does not reach the rows", () => {
  const before = JSON.stringify(evaluation.rows);
  const values = rowsFrame(evaluation).values as number[][];
  values[0]![7] = 1e9;
  assert.is(JSON.stringify(evaluation.rows), before);
});

test("CSV quotes commas, quotes, line breaks and outer blanks; missing values are empty; numbers keep their digits", () => {
  assert.is(
    csv([
      { a: "x,y", b: 'say "hi"', c: 0.1 + 0.2 },
      { a: "two\nlines", b: " outer", c: Number.NaN },
      { a: null, b: "007", c: true },
    ]),
    'a,b,c\n"x,y","say ""hi""",0.30000000000000004\n"two\nlines"," outer",\n,007,true\n',
  );
});

test("a table of rows: HTML is escaped, the shape is said", () => {
  const rows = [
    { item: 1, "a<b": '<img src=x onerror="1">' },
    { item: 20, "a<b": null },
    { item: 3, "a<b": "c" },
  ];
  assert.is(
    tableHtml(rows, { most: 2 }),
    `<table>
<thead><tr><th style="text-align:right">item</th><th style="text-align:left">a&lt;b</th></tr></thead>
<tbody>
<tr><td style="text-align:right">1</td><td style="text-align:left">&lt;img src=x onerror=&quot;1&quot;&gt;</td></tr>
<tr><td style="text-align:right">20</td><td style="text-align:left"></td></tr>
</tbody>
</table>
<p>3 rows × 2 columns, the first 2 shown</p>`,
  );
});

test("a table of rows: plain text", () => {
  assert.is(
    tableText([
      { domain: "films", slope: 1.23456 },
      { domain: "a\nb", slope: -10.5 },
    ]),
    "domain  slope\nfilms    1.23\na⏎b     -10.5\n2 rows × 2 columns",
  );
});

test("numbers for people and for data", () => {
  assert.equal([1.2345, -0, 1234.5, 0.00012345, 1e-9, Number.NaN].map(formatNumber), [
    "1.23",
    "0",
    "1235",
    "0.000123",
    "1.00e-9",
    "not a number",
  ]);
  assert.equal([0, 0.001, 0.154, 0.999, 1].map(formatPercent), ["0%", "<1%", "15%", ">99%", "100%"]);
  assert.equal([1 / 3, 1234567.89].map(roundToSix), [0.333333, 1234570]);
  // half width 0.125: steps of 0.01; half width 0.044: steps of 0.001
  assert.equal(formatInterval(1.1666, 1.04, 1.29), ["1.17", "1.04", "1.29"]);
  assert.equal(formatInterval(0.0424, -0.00146, 0.0862), ["0.042", "-0.001", "0.086"]);
  assert.equal(formatInterval(0.332, 0.332, 0.332), ["0.332", "0.332", "0.332"]);
});

test("text widths are those of the bundled font", () => {
  // From the advance widths that fontTools 4 reads in DejaVuSans.ttf and DejaVuSans-Bold.ttf (2.37), at size 100.
  const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-6, `${a} is not ${b}`);
  near(textWidth("Does the vector move the model?", 100), 1699.90234375);
  near(textWidth("Does the vector move the model?", 100, true), 1895.361328125);
  near(textWidth("λ −1.5 → grüße", 100), 773.6328125);
  near(textWidth("WAVE ⟂ 日本", 100), 542.48046875);
});

test("lines break at blanks and keep every word", () => {
  const text = "one two three four five";
  const lines = wrap(text, 10, 60);
  assert.is(lines.join(" "), text);
  assert.ok(lines.length > 1 && lines.every((line) => textWidth(line, 10) <= 60));
});

test.run();
