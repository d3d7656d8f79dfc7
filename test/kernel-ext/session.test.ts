// Cells of both languages in one session: names, types, failures and their places.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { errorText, resultText, withSession } from "./opened.js";

const test = suite("session");
const opened = withSession(test);
const run = (code: string) => opened.session.execute(code);

const concept = (name: string): string => `%%steer
concept ${name} {
  pair "The film was" -> " good" | " bad"
  pair "The food was" -> " nice" | " awful"
}`;

test("names of %%steer cells are typed constants in TypeScript cells", async () => {
  assert.is((await run(concept("Delight"))).error, null);
  assert.is(resultText(await run("const size: number = Delight.pairs.length; size")), "2");
  assert.is(
    errorText(await run("const wrong: string = Delight.pairs.length")),
    `TypeScriptError | TS2322: Type 'number' is not assignable to type 'string'.
1:7 - TS2322: Type 'number' is not assignable to type 'string'.
  1 | const wrong: string = Delight.pairs.length
    |       ^^^^^`,
  );
});

test("names of TypeScript cells are in scope in %%steer cells", async () => {
  await run('const where = "no model here"; const factor = 2; const words = "two"');
  const cell = `%%steer
concept Joy { pair "The film was" -> " good" | " bad" }
model m = \${where}
vector v = extract Joy from m
vector w = \${factor} * v`;
  assert.is((await run(cell)).error, null);
  assert.is(resultText(await run("w.expression.kind === 'combine' && w.expression.terms[0]?.factor")), "2");
  assert.match(
    errorText(await run("%%steer\nvector u = ${words} * v")),
    /^SteerError \| E230: TypeScript: Type 'string' is not assignable to type 'number'\.\nsteer E230 {2}line 2, column/,
  );
  assert.match(errorText(await run("u")), "Cannot find name 'u'");
});

test("holes use values of steerlab; they become no names of the session, and a cell's own name comes first", async () => {
  const cell = (name: string, value: string) => `%%steer\nmodel ${name} = \${${value}}`;
  assert.is((await run(cell("brought", "BASE.name + USER_POS.name"))).error, null);
  assert.is(resultText(await run("brought.source")), "'BASEUSER_POS'");
  assert.match(errorText(await run("USER_POS")), "Cannot find name 'USER_POS'");
  assert.is((await run("const BASE = 'mine'; import { USER_POS } from 'steerlab'")).error, null);
  assert.is((await run(cell("own", "BASE + USER_POS.name + SYS_NEG.name"))).error, null);
  assert.is(resultText(await run("own.source + BASE + USER_POS.name")), "'mineUSER_POSSYS_NEGmineUSER_POS'");
  const wrong = errorText(await run(cell("none", "SYS_POS.name + BASES")));
  assert.match(wrong, /E230: TypeScript: Cannot find name 'BASES'\. Did you mean 'BASE'\?\n/);
});

test("a %%steer cell that does not check defines nothing, and says all that is wrong", async () => {
  const text = errorText(
    await run(`%%steer
concept Fine { pair "a" -> " b" | " c" }
vector v1 = extract Nowhere from m
vector v2 = extract Fine from Fine`),
  );
  assert.match(text, "steer E201  line 3, column 21\n  3 | vector v1 = extract Nowhere from m\n");
  assert.match(text, "steer E202  line 4, column 31\n");
  assert.match(errorText(await run("Fine")), "Cannot find name 'Fine'");
});

test("a TypeScript cell that fails defines nothing, and what was there before stays", async () => {
  await run("const kept = 1; let list: number[] = []");
  assert.match(
    errorText(await run("const kept = 'x'; const fresh = 2; list = [1]; throw new RangeError('no')")),
    "RangeError",
  );
  assert.is(resultText(await run("[kept, list.length]")), "[ 1, 1 ]");
  assert.match(errorText(await run("fresh")), "Cannot find name 'fresh'");
  assert.match(errorText(await run("const half = 3; const other: number = 'x'")), "TS2322");
  assert.match(errorText(await run("half")), "Cannot find name 'half'");
});

test("names may be declared again, in either language", async () => {
  await run("const again = 1");
  assert.is(resultText(await run("const again = 'text'; again.length")), "4");
  assert.is((await run(concept("again"))).error, null);
  assert.is(resultText(await run("again.kind")), "'concept'");
  await run("class again {}");
  assert.is(resultText(await run("new again() instanceof again")), "true");
});

test("a runtime failure is shown in the cell that declared what failed", async () => {
  const data = '%%steer\n\nconcept Gone {\n  pairs from "absent.jsonl"\n}';
  assert.match(
    errorText(await run(data)),
    /^SteerError \| E4\d\d: .*\nsteer E4\d\d {2}line 4, column 14\n {2}4 \| {3}pairs from "absent.jsonl"\n {4}\| {14}\^{14} /,
  );
  const declared = await run(
    `${concept("Glee")}\nmodel lost = "not here"\nvector glee = extract Glee from lost`,
  );
  const said = errorText(await run("await glee.directions()"));
  assert.match(
    said,
    `SteerError | E301: There is no model at "not here".
steer E301  cell ${declared.executionCount}, line 6, column 14
  6 | model lost = "not here"
    |              ^^^^^^^^^^ There is no model at "not here".
`,
  );
});

test("other exceptions keep the frames of cells only", async () => {
  const { executionCount } = await run("function deep(): never { throw new TypeError('two\\nlines') }");
  const failing = await run("await 0;\ndeep()");
  assert.is(
    errorText(failing),
    `TypeError | two\nlines\nTypeError: two\nlines\n    at deep (cell ${executionCount})\n    at cell ${failing.executionCount}`,
  );
  assert.is(errorText(await run("throw { code: 7 }")), "Thrown | { code: 7 }\nThrown: { code: 7 }");
});

test("code that the stock converter gets wrong", async () => {
  await run("const dup = 3; let o = 1; const p = 4");
  assert.is(resultText(await run("({ dup })")), "{ dup: 3 }");
  assert.is(resultText(await run("({ o } = { o: 6 }); o")), "6");
  assert.is(resultText(await run("await (async () => 1)()")), "1");
  assert.is(resultText(await run("(await [p])[0]")), "4");
  assert.is(resultText(await run("let sum = 0; for await (const x of [1, 2]) sum += x; sum")), "3");
  assert.is(resultText(await run("export const exported = 5; exported")), "5");
});

test("TypeScript is strict, and knows newer libraries", async () => {
  assert.match(errorText(await run("const strict: number = null")), "TS2322");
  assert.is(resultText(await run("[1, 2, 3].findLast((x) => x < 3)")), "2");
});

test("steerlab is the module that the kernel configures; other packages come from the notebook's folder first", async () => {
  const folder = join(opened.folder, "node_modules", "beside");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{"name":"beside","main":"a.js","types":"a.d.ts"}');
  await writeFile(join(folder, "a.js"), "exports.answer = 42;");
  await writeFile(join(folder, "a.d.ts"), "export declare const answer: number;");
  assert.is(resultText(await run('import { answer } from "beside"; answer')), "42");
  assert.is(
    resultText(await run('import { currentSession } from "steerlab"; currentSession().base')),
    `'${process.cwd()}'`,
  );
  assert.is(resultText(await run('import moo from "moo"; typeof moo.compile')), "'function'");
  assert.match(errorText(await run('import "nothing-of-this-name"')), "nothing-of-this-name");
});

test("prints go to their cell, in order, also 20,000 lines of them and late ones", async () => {
  const { outputs } = await run("for (let i = 0; i < 20000; i++) console.log(i); console.error('end')");
  assert.is(outputs.length, 2);
  const [lines, end] = outputs as readonly unknown[] as readonly { text: string }[];
  assert.ok(lines!.text === Array.from({ length: 20000 }, (_, i) => `${i}\n`).join(""));
  assert.is(end!.text, "end\n");
  const late: string[] = [];
  await opened.session.execute("setTimeout(() => console.log('late'), 20)", {
    onOutput: (event) => event.type === "stream" && late.push(event.text),
  });
  await run("await new Promise((r) => setTimeout(r, 60))");
  assert.equal(late, ["late\n"]);
});

test("a promise that nobody waits for says that it failed", async () => {
  const result = await run(
    "void Promise.reject(new Error('lost')); await new Promise((r) => setTimeout(r, 20))",
  );
  assert.equal(
    result.outputs.map((o) => "text" in o && o.text.split("\n")[0]),
    ["Error: lost"],
  );
});

test("completion", async () => {
  const { session } = opened;
  await run("const completable = { inner: 1 }");
  const member = "completable.in";
  assert.equal(session.complete(member, member.length), { start: 12, end: 14, candidates: ["inner"] });
  const steer = "%%steer\nconcept Z {\n  pa";
  assert.ok(session.complete(steer, steer.length).candidates.includes("pair"));
  const hole = "%%steer\nmodel z = ${completable.in}";
  const inHole = session.complete(hole, hole.length - 1);
  assert.is(hole.slice(inHole.start, inHole.end), "in");
  assert.ok(inHole.candidates.includes("inner"));
  const repaired = "export const y = completable.in";
  assert.equal(session.complete(repaired, repaired.length).start, repaired.length - 2);
});

test("what a name is", async () => {
  const { session } = opened;
  await run("const inspected: number = 1");
  assert.match(session.inspect("inspected", 3)!, "const inspected: number");
  assert.is(session.inspect("  ", 1), null);
  const steer = "%%steer\nconcept Z {\n  pair";
  assert.match(session.inspect(steer, steer.length - 1)!, "pair");
});

test("whether a cell may be complete", () => {
  const { session } = opened;
  assert.is(session.isComplete("const a = 1").status, "complete");
  assert.equal(session.isComplete("function f() {"), { status: "incomplete", indent: "  " });
  assert.is(session.isComplete("%%steer\nconcept A {\n  pair").status, "incomplete");
  assert.is(session.isComplete('%%steer\nmodel a = "x"').status, "complete");
});

test.run();
