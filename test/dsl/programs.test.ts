// The programs of test/programs: they compile, have one parse, and what they become type-checks against the public API.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile, formatDiagnostic } from "../../src/dsl/index.js";
import { checkTypes } from "../../src/dsl/check/holes.js";
import { countParses } from "../../src/dsl/syntax/parser.js";
import { shuffled } from "../../src/runtime/stats/mersenne-twister.js";

const folder = new URL("../programs/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".steer"));
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");

for (const name of names) {
  const text = read(name);
  test(`${name} compiles`, () => {
    const { diagnostics, code } = compile(text);
    assert.is(diagnostics.map((one) => formatDiagnostic(text, one, name)).join("\n"), "");
    assert.is(countParses(text), 1);
    assert.not.match(code, /\{ \w+ \}|await \(|export |\b__/);
  });
  test(`${name} becomes code of the right types`, () => {
    const compiled = compile(text);
    const errors = checkTypes(compiled, { baseFolder: fileURLToPath(folder) });
    assert.is(errors.map((one) => formatDiagnostic(text, one, name)).join("\n"), "");
  });
}

test("the fixture programs name the rows of the fixture", () => {
  // ../shared/fixtures/smollm2_interest_in_science.json: test_rows, and the first and last of train_rows
  const order = shuffled(1000, 0);
  assert.equal(order.slice(500, 506), [976, 799, 919, 305, 53, 77]);
  assert.is(order[0], 439);
  assert.is(order[23], 6);
  const fixtures = names.filter((name) => name.startsWith("fixture-"));
  assert.is(fixtures.length, 4);
  for (const name of fixtures) assert.match(read(name), "train [0:24], test [500:506], shuffled 0");
});

test("a wrong type in a hole is an error at its place", () => {
  const text = 'model s = "a"\nconcept C { pairs from ${7} }\nlayers n = ${["all", "none"]}\n';
  const errors = checkTypes(compile(text), { baseFolder: fileURLToPath(folder) });
  assert.is(
    errors.map((one) => formatDiagnostic(text, one)).join("\n"),
    [
      "steer E230  line 2, column 24",
      "  2 | concept C { pairs from ${7} }",
      "    |                        ^^^^ TypeScript: Type 'number' is not assignable to type 'string'.",
      "  Change the expression between `${` and `}` so that it has the type that this place needs.",
      "steer E230  line 3, column 22",
      '  3 | layers n = ${["all", "none"]}',
      "    |                      ^^^^^^ TypeScript: Type '\"none\"' is not assignable to type 'LayerTerm'.",
      "  Change the expression between `${` and `}` so that it has the type that this place needs.",
    ].join("\n"),
  );
});

test.run();
