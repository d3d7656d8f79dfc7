// Names that are out of date: which, when, and what is said.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Dates } from "../../src/kernel-ext/cells/staleness.js";
import { namesIn } from "../../src/kernel-ext/cells/cell-names.js";
import { loadTslab } from "../../src/kernel-ext/typescript/tslab.js";

const test = suite("dates");

const model = { name: "m", uses: [] };
const vector = { name: "v", uses: ["C", "m"] };
const evaluation = { name: "e", uses: ["v"] };

function declared(): Dates {
  const dates = new Dates();
  dates.declare([model], 1, 'model m = "a"');
  dates.declare([vector], 2, "vector v = extract C from m");
  dates.declare([evaluation], 3, "evaluation e = measure v on C");
  return dates;
}

test("what is made from what is there is up to date", () => {
  assert.equal(declared().notices(["m", "v", "e", "unknown"]), []);
});

test("a name declared anew puts out of date what was made from it, and what was made from that", () => {
  const dates = declared();
  dates.declare([model], 4, 'model m = "b"');
  assert.equal(dates.notices(["m", "v", "e"]), [
    "Out of date: `v` of cell 2 was made from an earlier `m`, which cell 4 has declared anew. Run cell 2 again to renew it.",
    "Out of date: `v` of cell 2 was made from an earlier `m`, which cell 4 has declared anew, and `e` from that. Run cell 2 and cell 3 again to renew it.",
  ]);
  dates.declare([vector], 5, "vector v = extract C from m");
  assert.equal(dates.notices(["v"]), []);
  assert.match(dates.notices(["e"])[0]!, "`e` of cell 3 was made from an earlier `v`, which cell 5");
});

test("the same cell again changes nothing; TypeScript may give another value", () => {
  const dates = declared();
  dates.declare([model], 4, 'model m = "a"');
  assert.equal(dates.notices(["v", "e"]), []);
  dates.declare([{ name: "C", uses: [] }], 5, null);
  dates.declare([vector], 6, "vector v = extract C from m");
  dates.declare([{ name: "C", uses: [] }], 7, null);
  assert.is(dates.notices(["v"]).length, 1);
});

test("names of a TypeScript cell; what a function mentions is looked up when it is called", () => {
  const { ts } = loadTslab();
  const source =
    "const best = sweep.summary[0].layer, { a, b: c } = other; const later = () => model; function f() { return v } best";
  const { uses, made } = namesIn(ts, source, ["best", "a", "c", "later", "f"]);
  assert.equal(
    made.map(({ name, uses }) => [name, ...uses]),
    [["best", "sweep"], ["a", "other"], ["c", "other"], ["later"], ["f"]],
  );
  assert.equal(uses, ["sweep", "other", "model", "v"]);
});

test.run();
