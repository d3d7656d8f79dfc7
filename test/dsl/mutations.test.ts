// Damaged programs: whatever is cut, swapped or doubled, the compiler answers in time, in order, and never throws.
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile, completions, formatDiagnostic, hover, unfinished } from "../../src/dsl/index.js";
import { countParses } from "../../src/dsl/syntax/parser.js";
import { caseFiles } from "./cases.js";
import { sameButLayout } from "./layout.js";
import { damaged } from "./random/damaged.js";
import { below, generator } from "./random/seed.js";

const programs = new URL("../programs/", import.meta.url);
const texts = readdirSync(programs).map((name) => readFileSync(new URL(name, programs), "utf8"));
const cases = caseFiles().flatMap((file) => file.cases.map(({ program }) => program));

function probe(text: string, at: number): void {
  const began = process.cpuUsage();
  const compiled = compile(text);
  assert.is(typeof compiled.code, "string");
  compiled.toGenerated(at);
  compiled.toSource(at);
  const starts = compiled.diagnostics.map(({ span }) => span.start);
  assert.equal(
    starts,
    [...starts].sort((a, b) => a - b),
  );
  for (const one of compiled.diagnostics) assert.ok(formatDiagnostic(text, one).startsWith("steer E"));
  assert.ok(compiled.diagnostics.length <= 20);
  if (compiled.ok) assert.is(countParses(text), 1);
  const { user, system } = process.cpuUsage(began);
  assert.ok(user + system < 1e6, "more than a second of work");
  sameButLayout(text);
  completions(text, at);
  hover(text, at);
  unfinished(text);
}

test("damaged programs", () => {
  const random = generator(7);
  const sources = [...texts, ...cases];
  for (let round = 0; round < 600; round++) {
    const text = damaged(random, sources[round % sources.length]!);
    try {
      probe(text, below(random, text.length));
    } catch (error) {
      throw new Error(`round ${round}: ${String(error)}\n${text}`, { cause: error });
    }
  }
});

test("every beginning of a program", () => {
  const text = texts[0]!;
  for (let end = 0; end <= text.length; end += 7) probe(text.slice(0, end), end);
});

test("long programs take time in proportion", () => {
  const one = (i: number) =>
    `concept C${i} {\n  pair "a${i}" -> " b" | " c"\n  split train 40%, test 60%\n}\n`;
  const text = Array.from({ length: 300 }, (_, i) => one(i)).join("");
  const began = performance.now();
  assert.ok(compile(text).ok);
  assert.ok(performance.now() - began < 3000);
});

test("one concept of two thousand pairs", () => {
  const lines = Array.from({ length: 2000 }, (_, i) => `  pair "a${i}" -> " b" | " c"`);
  const began = performance.now();
  assert.ok(compile(`concept C {\n${lines.join("\n")}\n}`).ok);
  assert.ok(performance.now() - began < 3000);
});

test("texts that nobody writes do not throw", () => {
  const many = (scrap: string, times: number) => scrap.repeat(times);
  const odd = [
    `layers n = \${${many("[", 4000)}${many("]", 4000)}}`,
    `layers n = \${${many("{", 100_000)}`,
    many("layers n = ${\n", 3000),
    `shift a = system """${many('x\\"y ', 100_000)}`,
    `/*${many("*", 100_000)}`,
    many('"', 10_001),
    many("{", 10_000),
    many("}", 10_000),
    `layers n = ${many("-", 10_000)}`,
    Array.from({ length: 1000 }, (_, i) => `layers a${i} = b${i}x`).join("\n"),
    "\0\u2028\ud800 model \ufeff",
  ];
  for (const text of odd) {
    const { ok, diagnostics } = compile(text);
    assert.not.ok(ok);
    assert.ok(diagnostics.length > 0 && diagnostics.length <= 20);
  }
});

test("a product of many factors has one parse", () => {
  assert.is(countParses(`vector w = ${"2 * ".repeat(40)}v`), 1);
});

test.run();
