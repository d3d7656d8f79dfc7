// Which names are out of date after others have been declared again.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Lineage, type Making } from "../../src/dsl/index.js";

const made = (name: string, uses: readonly string[], identity?: string): Making => ({ name, uses, identity });

/** [name, the cell it is from, what was replaced, where] of each use that is out of date. */
const outOfDate = (lineage: Lineage, ...names: string[]) =>
  lineage
    .outOfDate(names.map((name) => ({ name, span: { start: 0, end: 1 } })))
    .map(({ name, cell, replaced, replacedIn }) => [name, cell, replaced, replacedIn]);

/** Cells 1 to 3: a concept, its vector, a multiple of that. */
function chain(): Lineage {
  const lineage = new Lineage();
  lineage.declare(1, [made("m", []), made("C", [])]);
  lineage.declare(2, [made("v", ["C", "m"])]);
  lineage.declare(3, [made("w", ["v"])]);
  return lineage;
}

test("nothing is out of date at first", () => {
  assert.equal(outOfDate(chain(), "m", "C", "v", "w", "unknown"), []);
});

test("what was made from a replaced name, and what was made from that", () => {
  const lineage = chain();
  lineage.declare(4, [made("C", [])]);
  assert.equal(outOfDate(lineage, "w", "v", "C", "v"), [
    ["w", 3, "C", 4],
    ["v", 2, "C", 4],
  ]);
});

test("made again it is up to date, and what depends on it is not yet", () => {
  const lineage = chain();
  lineage.declare(4, [made("C", [])]);
  lineage.declare(5, [made("v", ["C", "m"])]);
  assert.equal(outOfDate(lineage, "v", "w"), [["w", 3, "v", 5]]);
  lineage.declare(6, [made("w", ["v"])]);
  assert.equal(outOfDate(lineage, "v", "w"), []);
});

test("made from something out of date, it is out of date", () => {
  const lineage = chain();
  lineage.declare(4, [made("C", [])]);
  lineage.declare(5, [made("w", ["v"])]);
  assert.equal(outOfDate(lineage, "w"), [["w", 5, "C", 4]]);
});

test("the same thing declared again replaces nothing", () => {
  const lineage = new Lineage();
  lineage.declare(1, [made("C", [], "a")]);
  lineage.declare(2, [made("v", ["C"], "b")]);
  lineage.declare(3, [made("C", [], "a")]);
  assert.equal(outOfDate(lineage, "v"), []);
  lineage.declare(4, [made("C", [], "c")]);
  assert.equal(outOfDate(lineage, "v"), [["v", 2, "C", 4]]);
});

test("the same words over other things are another thing", () => {
  const lineage = new Lineage();
  lineage.declare(1, [made("C", [], "a")]);
  lineage.declare(2, [made("v", ["C"], "b")]);
  lineage.declare(3, [made("w", ["v"], "c")]);
  lineage.declare(4, [made("C", [], "d")]);
  lineage.declare(5, [made("v", ["C"], "b")]);
  assert.equal(outOfDate(lineage, "v", "w"), [["w", 3, "v", 5]]);
});

test("a name made from its own older self", () => {
  const lineage = new Lineage();
  lineage.declare(1, [made("k", [])]);
  lineage.declare(2, [made("k", ["k"])]);
  assert.equal(outOfDate(lineage, "k"), []);
});

test("names of one cell", () => {
  const lineage = new Lineage();
  lineage.declare(1, [made("C", []), made("v", ["C"])]);
  lineage.declare(2, [made("C", []), made("v", ["C"])]);
  assert.equal(outOfDate(lineage, "C", "v"), []);
});

test.run();
