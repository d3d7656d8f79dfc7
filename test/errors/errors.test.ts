// Every code has an example; every example that is a program fails with its code, with the words that docs/errors.md shows.
// STEERLAB_WRITE_CASES=1 writes the page.
import { readFile, writeFile } from "node:fs/promises";
import { format } from "prettier";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { languageErrors } from "../../src/dsl/diagnostics/language-errors.js";
import { languageExamples } from "../../src/dsl/diagnostics/error-examples.js";
import { closeSession } from "../../src/index.js";
import { kernelErrors, type KernelCode } from "../../src/kernel-ext/errors/kernel-errors.js";
import { kernelExamples } from "../../src/kernel-ext/errors/error-examples.js";
import { runtimeExamples, type Failing, type Happening } from "../../src/runtime/errors/examples/index.js";
import { runtimeErrors, type Words } from "../../src/runtime/errors/index.js";
import { page, type Entry } from "./page.js";
import { failuresOf } from "./programs.js";

test.before(() => {
  process.env["STEERLAB_STORE"] = "off";
});
test.after(() => closeSession());

const entries = new Map<string, Entry>();

/** Words without their numbers, which may differ in the last digits from machine to machine. */
const wordsOf = (sentence: string) => sentence.replace(/-?\d+(\.\d+)?(e-?\d+)?/g, "#");

test("every code has one example, and every example a code", () => {
  assert.equal(Object.keys(languageExamples), Object.keys(languageErrors));
  assert.equal(Object.keys(runtimeExamples).sort(), Object.keys(runtimeErrors).sort());
  assert.equal(Object.keys(kernelExamples), Object.keys(kernelErrors));
});

for (const [code, given] of Object.entries(languageExamples))
  test(`${code}: the program has the error`, async () => {
    const example = typeof given === "string" ? { program: given } : given;
    const failures = await failuresOf(example);
    const failed = failures.find((one) => one.code === code);
    assert.ok(
      failed?.line,
      `no ${code} but ${failures.map((one) => `${one.code} ${one.sentence}`).join(", ")}`,
    );
    entries.set(code, { ...failed, code, example });
  });

for (const [code, example] of Object.entries(runtimeExamples) as [
  string,
  { data: never } & (Failing | Happening),
][])
  test(`${code}: ${"program" in example ? "the program fails so, at a line" : "its words"}`, async () => {
    const words = runtimeErrors[code as keyof typeof runtimeErrors] as (data: never) => Words;
    const { sentence, remedy } = words(example.data);
    if ("program" in example) {
      const [failed] = await failuresOf(example);
      assert.is(`${failed?.code} ${wordsOf(failed?.sentence ?? "")}`, `${code} ${wordsOf(sentence)}`);
      assert.ok(failed?.line, "it has a place");
    }
    entries.set(code, { code, sentence, remedy, example });
  });

for (const [code, { data, when }] of Object.entries(kernelExamples))
  test(`${code}: its words`, () => {
    const words = kernelErrors[code as KernelCode] as (data: unknown) => Words;
    entries.set(code, { ...words(data), code, example: { when } });
  });

test("docs/errors.md shows them", async () => {
  const url = new URL("../../docs/errors.md", import.meta.url);
  const ordered = [...entries.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  const made = await format(page(ordered), { parser: "markdown", printWidth: 110 });
  if (process.env["STEERLAB_WRITE_CASES"]) await writeFile(url, made);
  assert.is(await readFile(url, "utf8"), made);
});

test.run();
