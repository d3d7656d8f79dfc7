// Repairs of TypeScript cells, and the map between the texts.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applyEdits } from "../../src/kernel-ext/typescript/edits.js";
import { repair } from "../../src/kernel-ext/typescript/repairs.js";
import { loadTslab } from "../../src/kernel-ext/typescript/tslab.js";

const test = suite("repair");
const { ts } = loadTslab();

const repairs: readonly (readonly [string, string])[] = [
  ["({ dup })", "({ dup: dup })"],
  ["({ o } = { o: 6 })", "({ o: o } = { o: 6 })"],
  ["({ o = 3 } = x)", "({ o: o = 3 } = x)"],
  ["await (async () => 1)()", "await Promise.resolve((async () => 1)())"],
  ["const x = await [p]", "const x = await Promise.resolve([p])"],
  ["for await (const x of y) {}", "await 0;for await (const x of y) {}"],
  ["await z; for await (const x of y) {}", "await z; for await (const x of y) {}"],
  ["/* a */ export const x = 1", "/* a */        const x = 1"],
  ["export default 3", "               3"],
  ["export {\n a };", "        \n     "],
  ["async function f() { await (1) }", "async function f() { await (1) }"],
  ["const { a, b } = c", "const { a, b } = c"],
  ["import.meta.url", "_steer_meta().url"],
  ["() => import(name)", "() => _steer_import(name)"],
  ['await import("m")', 'await import("m")'],
  ['import a from "a" with { type: "json" }; a', 'import a from "a"                      ; a'],
  ["const text = 'with { a }'", "const text = 'with { a }'"],
];

for (const [before, after] of repairs) test(before, () => assert.is(repair(ts, before).code, after));

test("declared values", () => {
  const { declared } = repair(
    ts,
    "let [p, { q, r: s }] = a; function f() {} class C {} enum E {} namespace N {} interface I {} type T = 1;" +
      'import d, { y as w, type k } from "m"; import * as n from "m"; import type { v } from "m"; if (p) { let inner }',
  );
  assert.equal(declared, ["p", "q", "s", "f", "C", "E", "N", "d", "w", "n"]);
});

test("offsets map both ways", () => {
  // abcdef -> "ab" + "XY" + "c" + "_" (in place of d) + "ef"
  const { code, toGenerated, toSource } = applyEdits("abcdef", [
    { at: 3, remove: 1, text: "_" },
    { at: 2, remove: 0, text: "XY" },
  ]);
  assert.is(code, "abXYc_ef");
  assert.equal([0, 1, 2, 3, 4, 6].map(toGenerated), [0, 1, 2, 5, 6, 8]);
  assert.equal([0, 2, 3, 4, 5, 6, 8].map(toSource), [0, 2, 2, 2, 3, 4, 6]);
});

test.run();
