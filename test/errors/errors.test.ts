// Every error code has an example, and every example of the runtime that is a program fails with its code and its words.
// (Those of the language run in test/structure/generated.test.ts, which compares docs/errors.md.)
import { test } from "uvu";
import * as assert from "uvu/assert";
import { languageErrors } from "../../src/dsl/diagnostics/language-errors.js";
import { languageExamples } from "./examples/language-examples.js";
import { closeSession } from "../../src/index.js";
import { kernelErrors } from "../../src/kernel-ext/errors/kernel-errors.js";
import { kernelExamples } from "./examples/kernel-examples.js";
import { runtimeExamples } from "./examples/runtime-examples.js";
import { runtimeErrors, type RuntimeCode } from "../../src/runtime/errors/index.js";
import { runtimeEntry } from "../../scripts/docs/errors-page.js";
import { failuresOf } from "./failing-programs.js";

test.before(() => {
  process.env["STEERLAB_STORE"] = "off";
});
test.after(() => closeSession());

/** Words without their numbers, which may differ in the last digits from machine to machine. */
const wordsOf = (sentence: string) => sentence.replace(/-?\d+(\.\d+)?(e-?\d+)?/g, "#");

test("every code has one example, and every example a code", () => {
  assert.equal(Object.keys(languageExamples), Object.keys(languageErrors));
  assert.equal(Object.keys(runtimeExamples).sort(), Object.keys(runtimeErrors).sort());
  assert.equal(Object.keys(kernelExamples), Object.keys(kernelErrors));
});

for (const code of Object.keys(runtimeErrors) as RuntimeCode[]) {
  const { sentence, example } = runtimeEntry(code);
  if ("program" in example)
    test(`${code}: the program fails so, at a line`, async () => {
      const [failed] = await failuresOf(example);
      assert.is(`${failed?.code} ${wordsOf(failed?.sentence ?? "")}`, `${code} ${wordsOf(sentence)}`);
      assert.ok(failed?.line, "it has a place");
    });
}

test.run();
