// The cases of test/dsl/cases; test/dsl/cases.ts says how they are written.
// STEERLAB_WRITE_CASES=1 writes what comes out instead of comparing; read the difference before committing it.
import { writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile, format, formatDiagnostic } from "../../src/dsl/index.js";
import { countParses, parse } from "../../src/dsl/syntax/parser.js";
import { caseFiles, scope, treeText, writeCases, type Case } from "./cases.js";
import { sameButLayout } from "./layout.js";

const formOf = (program: string) => {
  const formatted = format(program);
  return formatted.ok ? formatted.text.trimEnd() : "it cannot be read";
};
const treeOf = (program: string) => parse(program).statements.map(treeText).join("\n");

/** The sections that the case has, with what comes out. */
function outcome({ program, expected }: Case): Map<string, string> {
  const { ok, code, diagnostics } = compile(program, scope);
  const made = new Map<string, string>();
  if (expected.has("form")) made.set("form", formOf(program));
  if (expected.has("tree")) made.set("tree", treeOf(program));
  if (ok) made.set("code", code.split("\n").slice(1).join("\n").trimEnd());
  else made.set("errors", diagnostics.map((one) => formatDiagnostic(program, one)).join("\n\n"));
  return made;
}

const shown = (sections: ReadonlyMap<string, string>) =>
  [...sections].map(([kind, text]) => `=== ${kind}\n${text}`).join("\n");

const files = caseFiles();
for (const { name, url, opening, cases } of files) {
  if (process.env["STEERLAB_WRITE_CASES"])
    writeFileSync(url, writeCases(opening, cases.map((one) => ({ ...one, expected: outcome(one) })))); // prettier-ignore
  for (const one of cases)
    test(`${name}: ${one.name}`, () => {
      const made = outcome(one);
      assert.is(shown(made), shown(one.expected));
      if (made.has("code")) assert.is(countParses(one.program), 1);
      sameButLayout(one.program);
    });
}

test("there are at least 300 cases, and their names differ", () => {
  const names = files.flatMap(({ name, cases }) => cases.map((one) => `${name}: ${one.name}`));
  assert.ok(names.length >= 300, `${names.length} cases`);
  assert.equal(
    names.filter((name, i) => names.indexOf(name) !== i),
    [],
  );
});

test.run();
