// Comparing outputs: which numbers count as the same, what is left out, and how a difference is told.
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  compareCells,
  usualTolerances,
  type Tolerances,
} from "../../../src/kernel-ext/notebook/compare/compare-outputs.js";
import { compareTexts } from "../../../src/kernel-ext/notebook/compare/compare-text.js";
import { compareValues } from "../../../src/kernel-ext/notebook/compare/compare-json.js";

const told = (found: readonly { at: string; before: string; now: string }[]): string[] =>
  found.map(({ at, before, now }) => `${at}: ${before} -> ${now}`);
const texts = (before: string, now: string, tolerances: Tolerances = usualTolerances): string[] =>
  told(compareTexts(before, now, "text", tolerances));
const values = (before: unknown, now: unknown): string[] =>
  told(compareValues(before, now, "$", usualTolerances));

// By hand: 1e-4 + 1e-3 * 12.0 = 0.0121, and one in the last place that is written.
const pairs: readonly (readonly [string, string, boolean])[] = [
  ["0.5000", "0.5004", true],
  ["0.5000", "0.5008", false],
  ["12.000", "12.012", true],
  ["12.000", "12.014", false],
  ["2.57", "2.58", true],
  ["2.57", "2.59", false],
  ["n = 20", "n = 21", false],
  ["-0.2", "−0.2", true],
  ["1.5e-7", "2.5e-7", true],
  ["layer 1.30.0", "layer 1.30.1", false],
  ["0f3a", "0f3b", false],
  ["a 1", "b 1", false],
  ["a  1.00   b", "a 1.00 b", true],
  ["a\nb", "a\nb\nc", false],
];
for (const [before, now, same] of pairs)
  test(`${JSON.stringify(before)} and ${JSON.stringify(now)} are ${same ? "the same" : "different"}`, () => {
    assert.is(texts(before, now).length === 0, same);
    assert.is(texts(now, before).length === 0, same);
  });

test("every number that differs is told with its line; other words once, with theirs", () => {
  assert.equal(texts("a 1 b 2\nc 3", "a 5 b 2\nc 4"), ["text, line 1: 1 -> 5", "text, line 2: 3 -> 4"]);
  assert.equal(texts("mean 1\nlow 2", "mean 1\nhigh 2"), ["text, line 2: low 2 -> high 2"]);
  assert.equal(texts("a", ""), ["text, line 1: a -> nothing"]);
});

test("p values have tolerances of their own: rounding of a t test passes, one direction more does not", () => {
  assert.equal(texts("(p = 0.0400)", "(p = 0.0403)"), []);
  assert.equal(texts("slope 0.0400", "slope 0.0403"), ["text, line 1: 0.0400 -> 0.0403"]);
  assert.equal(texts("(p = 0.05)", "(p = 0.1)"), ["text, line 1: 0.05 -> 0.1"]);
  assert.equal(values({ pValue: 0.2 }, { pValue: 0.2015 }), []);
  assert.equal(values({ propensity: 0.2 }, { propensity: 0.2015 }), ["$.propensity: 0.2 -> 0.2015"]);
});

test("slopes are compared at half of the resolution of a slope", () => {
  const noise = { absolute: 1e-4, slope: 4e-5, doubt: {} };
  const found = (name: string) =>
    compareValues({ [name]: 0 }, { [name]: 5e-5 }, "$", { relative: 1e-3, absolute: 1e-4, noise });
  assert.is(found("slope").length, 1);
  assert.is(found("propensity").length, 0);
});

test("where a line breaks between words does not matter: an object whose number has a digit more is written on several lines", () => {
  const one = "{ zero: 0, largest: 2.573880195617676, passed: true }";
  assert.equal(texts(one, "{\n  zero: 0,\n  largest: 2.5738801956176758,\n  passed: true\n}"), []);
  assert.equal(texts(one, "{\n  zero: 0,\n  largest: 2.5738801956176758,\n  passed: false\n}"), [
    "text, line 1: { zero: 0, largest: 2.573880195617676, passed: true } -> {",
  ]);
  assert.equal(texts("a\nb", "a\nb\nc"), ["text, line 3: nothing -> c"]);
});

test("tolerances are taken", () => {
  assert.equal(texts("100", "109", { relative: 0.1, absolute: 0 }), []);
  assert.equal(texts("0", "1", { relative: 0, absolute: 1 }), []);
});

test("data is compared by value, with paths", () => {
  const spec = {
    mark: "line",
    data: {
      values: [
        { x: 1, y: 0.25 },
        { x: 2, y: 0.5 },
      ],
    },
  };
  assert.equal(values(spec, structuredClone(spec)), []);
  assert.equal(values({ a: 1, b: 2 }, { b: 2, a: 1.0001 }), []);
  const other = {
    mark: "bar",
    data: {
      values: [
        { x: 1, y: 0.25 },
        { x: 2, y: 0.51, z: null },
      ],
    },
  };
  assert.equal(values(spec, other), [
    "$.data.values[1].y: 0.5 -> 0.51",
    "$.data.values[1].z: nothing -> null",
    '$.mark: "line" -> "bar"',
  ]);
  assert.equal(values([1, 2], [1]), ["$.length: 2 -> 1"]);
  assert.equal(values({ a: "5" }, { a: 5 }), ['$.a: "5" -> 5']);
});

const stream = (text: string) => ({ output_type: "stream", name: "stdout", text });
const display = (data: object, metadata = {}) => ({ output_type: "display_data", data, metadata });
const cells = (before: readonly unknown[], now: readonly unknown[]): string[] =>
  told(compareCells(before, now, usualTolerances));

test("progress is left out, and printed text may come in pieces", () => {
  const progress = display({ "text/plain": "sweep: 40 of 40 items" }, { steerlab: { passing: true } });
  assert.equal(
    cells([stream("a\n"), progress, stream("b\n")], [{ ...stream(""), text: ["a\n", "b\n"] }]),
    [],
  );
});

test("a chart is compared by its data, not by its picture; a table once, as text", () => {
  const vega = "application/vnd.vegalite.v5+json";
  const chart = (y: number, png: string) => display({ [vega]: { y }, "image/png": png, "text/plain": "c" });
  assert.equal(cells([chart(1, "A")], [chart(1, "B")]), []);
  assert.equal(cells([chart(1, "A")], [chart(2, "A")]), [`output 1, ${vega} $.y: 1 -> 2`]);
  const table = (n: number) => display({ "text/html": `<td>${n}</td>`, "text/plain": `${n}` });
  assert.equal(cells([table(1)], [table(2)]), ["output 1, text/plain, line 1: 1 -> 2"]);
  const picture = (png: string) => display({ "image/png": png });
  assert.equal(cells([picture("AAAA")], [picture("BBBB")]), [
    "output 1, image/png: 4 characters -> 4 other characters",
  ]);
});

test("outputs of other kinds", () => {
  assert.equal(cells([stream("a")], [display({ "text/plain": "a" })]), [
    "outputs: stdout text -> display_data",
  ]);
  assert.equal(cells([display({ "text/plain": "a" })], [display({ "text/plain": "a", "text/html": "a" })]), [
    "output 1: no text/html -> text/html",
  ]);
  const error = (evalue: string) => ({ output_type: "error", ename: "E", evalue, traceback: [] });
  assert.equal(cells([error("x 1")], [error("x 2")]), ["output 1, error, line 1: 1 -> 2"]);
});

test.run();
