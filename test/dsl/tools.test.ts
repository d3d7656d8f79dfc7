// The map between both texts, cells, completion, hover, and the tables.
import { readdirSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  clauses,
  compile,
  completions,
  formatDiagnostic,
  formatFailure,
  hover,
  languageErrors,
  steerCell,
  unfinished,
  type Kind,
} from "../../src/dsl/index.js";
import { settingNames, settingOf } from "../../src/dsl/clauses.js";
import { exported } from "../../src/dsl/emit/api-names.js";
import * as steerlab from "../../src/index.js";
import { failure } from "../../src/runtime/errors/index.js";

const scope = new Map<string, Kind>([
  ["smol", "model"],
  ["D", "concept"],
  ["v", "vector"],
  ["own", "vectors"],
  ["x", "typescript"],
]);

/** The text without its cursor `‸`, and the cursor's offset. */
function cursor(marked: string): [string, number] {
  const at = marked.indexOf("‸");
  return [marked.replace("‸", ""), at];
}

const labels = (marked: string) => completions(...cursor(marked), scope).candidates.map(({ label }) => label);

test("copied parts map letter by letter, both ways", () => {
  const text = '%%steer\nlayers middle = ${a + b}\nmodel s = ${"p" + path} { system "x" }\n';
  const { code, toGenerated, toSource } = compile(text);
  for (const part of ["a + b", '"p" + path', "middle"])
    for (let i = 0; i <= part.length; i++) {
      const source = text.indexOf(part) + i;
      const generated = toGenerated(source)!;
      assert.is(generated, code.indexOf(part) + i);
      assert.is(toSource(generated), source);
    }
});

test("elsewhere the code maps to the start of its statement, and the text to nothing", () => {
  const text = 'layers n = 3\nmodel s = "a"\n';
  const { code, toGenerated, toSource, sourceSpan } = compile(text);
  const at = code.indexOf("source:");
  assert.is(toSource(at), text.indexOf("model"));
  assert.equal(sourceSpan({ start: at, end: at + 6 }), { start: 13, end: 26 });
  assert.is(toSource(0), 0);
  assert.is(toGenerated(text.indexOf('"a"') + 1), null);
});

test("an empty hole is a part of no length", () => {
  const text = "layers n = ${}";
  const { ok, code, toGenerated } = compile(text);
  assert.not.ok(ok);
  assert.is(code.slice(toGenerated(13)! - 1, toGenerated(13)! + 1), "()");
});

test("a hole that is not closed still has a part", () => {
  const text = "layers n = ${mid\nlayers o = 3";
  const { code, toGenerated } = compile(text);
  assert.is(code.slice(toGenerated(16)! - 3, toGenerated(16)!), "mid");
});

test("what is declared, with spans of the names", () => {
  const text = 'model s = "a"\nvector w = extract D from s\nchart w as layer sweep';
  const { declared } = compile(text, scope);
  assert.equal(
    declared.map(({ name, kind, span }) => [name, kind, text.slice(span.start, span.end)]),
    [
      ["s", "model", "s"],
      ["w", "vector", "w"],
    ],
  );
});

test("what each name is made from, and what is used of earlier cells", () => {
  const text = [
    "%%steer",
    "vector w = ${k.length + own} * v - ${`${v}`} // u",
    "evaluation e = measure w, own on D { under BASE }",
    "chart e as layer sweep",
  ].join("\n");
  const { declared, uses } = compile(
    text,
    new Map([...scope, ["k", "typescript"], ["length", "typescript"]]),
  );
  assert.equal(
    declared.map(({ name, uses: from }) => [name, from]),
    [
      ["w", ["k", "own", "v"]],
      ["e", ["w", "own", "D", "BASE"]],
    ],
  );
  assert.equal(
    uses.map(({ span }) => text.slice(span.start, span.end)),
    ["k", "own", "v", "v", "own", "D", "BASE"],
  );
});

test("line ends of Windows and old Macs", () => {
  for (const end of ["\r\n", "\r"]) {
    const text = ["concept C {", '  pair "a" -> " b" | " b"', "}", "layers n = 2..1"].join(end);
    const places = compile(text).diagnostics.map((one) => formatDiagnostic(text, one).split("\n")[0]);
    assert.equal(places, ["steer E209  line 2, column 22", "steer E214  line 4, column 12"]);
  }
});

test("cells", () => {
  assert.ok(steerCell("%%steer"));
  assert.ok(steerCell("%%steer quiet\nlayers n = 3"));
  assert.not.ok(steerCell("%%steering"));
  assert.ok(steerCell("\n \t\r\n%%steer"));
  assert.ok(steerCell("// what it is for\n/* and\n why */ \n%%steer"));
  assert.not.ok(steerCell("/* open\n%%steer"));
  assert.not.ok(steerCell("const a = 1\n%%steer"));
  assert.not.ok(steerCell("const a = 1"));
});

test("a place in a cell counts its first line", () => {
  const text = "%%steer\nlayers n = 3..2";
  assert.match(formatDiagnostic(text, compile(text).diagnostics[0]!), "line 2, column 12");
});

test("failures of the runtime are shown at their declaration", () => {
  const text = 'model s = "none"\n';
  const error = failure("E301", { source: "none" }, { place: { line: 1, column: 11, length: 6 } });
  assert.is(
    formatFailure(text, error, "a.steer"),
    [
      "steer E301  a.steer, line 1, column 11",
      '  1 | model s = "none"',
      '    |           ^^^^^^ There is no model at "none".',
      `  ${error.remedy}`,
    ].join("\n"),
  );
  assert.match(
    formatFailure(text, failure("E301", { source: "none" })),
    /^steer E301\n {2}There is no model/,
  );
});

test("completion and hover of settings: those of the declaration, then the values", () => {
  const after = (text: string) => completions(text, text.length, scope).candidates.map(({ label }) => label);
  const at = "evaluation a = measure v on D {\n  setting ";
  assert.equal(after(`${at}eq`), ["equal norms"]);
  assert.equal(after(`${at}equal `), ["norms"]);
  assert.equal(after(`${at}equal norms = `), ["off", "on"]);
  assert.equal(after(`${at}anti-steerable = at `), ["most zero"]);
  assert.not(after(at).includes("overlap"));
  assert.ok(after("concept C {\n  setting ").includes("overlap"));
  const text = `${at}equal norms = on\n}`;
  assert.match(hover(text, text.indexOf("norms"))!.text, "Its values: off, on.");
});

test("completion: declarations, clauses, words, names", () => {
  assert.equal(labels("v‸"), ["vector", "vectors"]);
  assert.equal(labels('model s = "a"\nmo‸'), ["model"]);
  assert.equal(labels("vector w = extract D from smol {\n  ‸"), [
    "layers",
    "read",
    "by",
    "under",
    "protocol",
    "setting",
  ]);
  assert.equal(labels("vector w = extract D from smol {\n  layers 3\n  re‸\n}"), ["read"]);
  assert.equal(labels("vector w = extract D from ‸"), ["smol", "x"]);
  assert.equal(labels("vector w = ex‸"), ["extract"]);
  assert.equal(labels("evaluation e = measure v on D {\n  apply add from ‸"), ["answer", "prompt"]);
  assert.equal(labels("evaluation e = measure v on D {\n  laers 3\n  score l‸"), ["log", "logit"]);
  assert.equal(labels('model s = "a" { device c‸ }'), ["cpu", "cuda"]);
  assert.equal(labels("evaluation e = measure v on D { under S‸"), ["SYS_NEG", "SYS_POS"]);
  assert.equal(labels("vector w = extract D from smol\nchart ‸"), ["x"]);
});

test("completion: sets, algebra, kinds of charts", () => {
  assert.equal(labels("vectors w = extract ‸"), ["x"]);
  assert.equal(labels("evaluation e = measure ‸"), ["own", "v", "x"]);
  assert.equal(labels("evaluation e = measure v, o‸"), ["own"]);
  assert.equal(labels("vector w = v ‸"), ["without"]);
  assert.equal(labels("vector w = 2 * (u‸"), ["unit"]);
  assert.equal(labels("vector w = random ‸"), ["like"]);
  assert.equal(labels("concepts C = mwe ‸"), ["all"]);
  assert.equal(labels("evaluation e = measure v on D { against random 3, ‸"), [
    "orthogonal",
    "prompt",
    "random",
  ]);
  assert.equal(labels("evaluation e = measure own on D { pairing ‸"), ["every", "own"]);
  assert.equal(labels("evaluation e = measure v on D\nchart e as p‸"), ["propensity curve"]);
  assert.equal(labels("evaluation e = measure v on D\nchart e as steerability ‸"), ["by item"]);
  assert.equal(
    labels('import k from "./a.ts"\nvector w = ‸').filter((label) => label === "k"),
    ["k"],
  );
});

test("completion says nothing in texts, comments and holes", () => {
  assert.equal(labels('model s = "mo‸'), []);
  assert.equal(labels("// mo‸"), []);
  assert.equal(labels("layers n = ${mo‸"), []);
});

test("hover: clauses, declarations, names", () => {
  const at = (marked: string) => hover(...cursor(marked), scope)?.text ?? null;
  const { help, takes, without, example } = clauses.read;
  assert.is(
    at("vector w = extract D from smol { re‸ad last }"),
    `read: ${help}\nTakes ${takes}. Without it: ${without}.\n  ${example}`,
  );
  assert.is(at("vec‸tor w = 2 * v"), "vector: written like\n  vector delight = extract Delight from smol");
  assert.is(at("vector w = 2 * v\nvector u = 2 * w‸"), "w: a vector, declared on line 1\n  vector w = 2 * v");
  assert.is(at("vector w = 2 * v‸"), "v: a vector");
  assert.is(at("vector w = ext‸ract D from m"), "extract, in\n  vector delight = extract Delight from smol");
  assert.is(at("layers n = 3 // n‸"), null);
  assert.match(
    at("evaluation e = measure v on D\nchart e as layer sw‸eep") ?? "",
    /^layer sweep: At which layer/,
  );
});

test("unfinished cells", () => {
  assert.ok(unfinished("concept C {"));
  assert.ok(unfinished('concept C {\n  pair "a'));
  assert.not.ok(unfinished("concept C {\n"));
  assert.not.ok(unfinished("layers n = 3"));
  assert.not.ok(unfinished("nonsense"));
});

test("every code of the language has a case that shows it", () => {
  const folder = new URL("cases/", import.meta.url);
  const shown = readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("");
  const missing = Object.keys(languageErrors).filter(
    (code) => !["E230", "E238", "E240", "E243", "E244"].includes(code) && !shown.includes(`steer ${code} `),
  );
  assert.equal(missing, []); // those of TypeScript are shown in programs.test.ts and in test/end-to-end
});

test("every example of the clause table compiles where it may stand", () => {
  const owners = {
    model: 'model s = "a"',
    concept: "concept C",
    mwe: 'concept C = mwe "openness"',
    set: "concepts C = mwe all",
    vector: "vector w = extract D from smol",
    evaluation: "evaluation e = measure own on D",
    generation: 'generation g = continue "a" from smol with v',
  };
  const settingsFor = (owner: string) =>
    settingNames
      .filter((name) => settingOf(name)!.on.some((on) => on === owner))
      .flatMap((name) => Object.keys(settingOf(name)!.values).map((value) => `setting ${name} = ${value}`));
  for (const { on, example, others = [] } of Object.values(clauses))
    for (const owner of on)
      for (const line of example.startsWith("setting") ? settingsFor(owner) : [example, ...others]) {
        const pair = owner === "concept" && !line.startsWith("pair") ? '\n  pairs from "a.csv"' : "";
        const { diagnostics } = compile(`${owners[owner]} {\n  ${line}${pair}\n}`, scope);
        assert.equal(diagnostics, []);
      }
});

test("a program of ten lines is checked in well under 50 ms", () => {
  const text = readFileSync(new URL("../programs/fixture-letter-from-answer.steer", import.meta.url), "utf8");
  compile(text);
  const times = Array.from({ length: 9 }, () => {
    const began = performance.now();
    compile(text);
    return performance.now() - began;
  });
  const median = times.sort((a, b) => a - b)[4]!;
  assert.ok(median < 50, `${median} ms`);
});

test("holes may use every value of steerlab", () => {
  assert.equal([...exported].sort(), Object.keys(steerlab).sort());
});

test("what a hole brings in moves no place", () => {
  const text = "evaluation a = measure v on x { under ${[BASE, SYS_POS]} }\nvector b = 2 * v";
  const { brought, code, toGenerated, sourceSpan } = compile(text, scope);
  assert.equal(brought, ["BASE", "SYS_POS"]);
  const at = text.indexOf("SYS_POS");
  const start = toGenerated(at)!;
  assert.is(code.slice(start, start + "SYS_POS".length), "SYS_POS");
  assert.equal(sourceSpan({ start, end: start + 7 }), { start: at, end: at + 7 });
  const last = code.indexOf("_steer.combine");
  assert.equal(sourceSpan({ start: last, end: last + 6 }), {
    start: text.indexOf("vector b"),
    end: text.length,
  });
});

test.run();
