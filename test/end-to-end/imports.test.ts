// Programs that take names from TypeScript files: they run, and what is wrong with a file is shown at the import or the hole.
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { newFolder, type Folder } from "./steerlab.js";

const test = suite<{ folder: Folder }>("imports");
test.before(async (context) => {
  context.folder = await newFolder(null);
  await context.folder.write("more.ts", "export const double = (x: number): number => x * 2;\n");
  await context.folder.write(
    "words.ts",
    [
      'import { double } from "./more.js";',
      "export const layer: number = double(3);",
      'export const words: readonly string[] = ["a", "b"];',
      'export const fails = (): number => { throw new Error("There is no such layer"); };',
      "",
    ].join("\n"),
  );
  await context.folder.write("broken.ts", 'export const layer: number = JSON.parse("{");\n');
});
test.after(({ folder }) => folder.remove());

/** The line that tells that a program brings code along. */
const ownCode = /^This program has code of its own \(.*\); plan, run and report execute it\.\n/;

async function run(folder: Folder, program: readonly string[]): Promise<string> {
  await folder.write("a.steer", `${program.join("\n")}\n`);
  const { code, stdout, stderr } = await folder.steerlab(["run", "a.steer"]);
  const said = stderr.replace(ownCode, "");
  assert.is(code, said ? 1 : 0);
  return (stdout + said).trimEnd();
}

test("names of a file, and of a file that it imports", async ({ folder }) => {
  const program = [
    'import layer, words from "./words.ts"',
    "layers n = ${layer}, ${words.length}",
    'layers m = ${(() => { if (String(n) !== "6,2") throw new Error(String(n)); return n; })()}',
  ];
  assert.is(await run(folder, program), "");
});

test("a file and a name that are not there", async ({ folder }) => {
  assert.is(
    await run(folder, ['import layr from "./words.ts"', 'import a from "./wrds.ts"', "layers n = ${a}"]),
    [
      "steer E238  a.steer, line 1, column 8",
      '  1 | import layr from "./words.ts"',
      "    |        ^^^^ This import failed: '\"./words.ts\"' has no exported member named 'layr'. Did you mean 'layer'?",
      "  Change the import, or the file that it names.",
      "",
      "steer E238  a.steer, line 2, column 15",
      '  2 | import a from "./wrds.ts"',
      "    |               ^^^^^^^^^^^ This import failed: Cannot find module './wrds.ts' or its corresponding type declarations.",
      "  Change the import, or the file that it names.",
    ].join("\n"),
  );
});

test("a name of the wrong type, at the hole", async ({ folder }) => {
  assert.is(
    await run(folder, ['import words from "./words.ts"', "layers n = 3, ${words}"]),
    [
      "steer E230  a.steer, line 2, column 17",
      "  2 | layers n = 3, ${words}",
      "    |                 ^^^^^ TypeScript: Type 'readonly string[]' is not assignable to type 'LayerTerm'.",
      "  Change the expression between `${` and `}` so that it has the type that this place needs.",
    ].join("\n"),
  );
});

test("a file that fails while it is imported", async ({ folder }) => {
  assert.match(
    await run(folder, ["layers m = 3", 'import layer from "./broken.ts"', "layers n = 3, ${layer}"]),
    /^steer E240 {2}broken\.ts, line 1, column 35\n.*\n.*\^ This TypeScript failed: .*JSON/,
  );
});

test("a function of a file that fails where it is called", async ({ folder }) => {
  assert.is(
    await run(folder, ['import fails from "./words.ts"', "layers n = 3, ${fails()}"]),
    [
      "steer E240  words.ts, line 4, column 44",
      '  4 | export const fails = (): number => { throw new Error("There is no such layer"); };',
      "    |                                            ^ This TypeScript failed: There is no such layer.",
      "  Called from a.steer:2:15.",
      "  Change this file, or how it is called.",
    ].join("\n"),
  );
});

/** Packages as they come: ES modules only, CommonJS made of ES modules, and without types. */
const packages: Readonly<Record<string, string>> = {
  "node_modules/modern/package.json":
    '{"type":"module","exports":{".":{"types":"./i.d.ts","import":"./i.js"}}}',
  "node_modules/modern/i.js": "export const one = await Promise.resolve(1); export default (x) => x;",
  "node_modules/modern/i.d.ts":
    "export declare const one: number; export default function same(x: number): number;",
  "node_modules/old/package.json": '{"main":"m.js","types":"m.d.ts"}',
  "node_modules/old/m.js":
    'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = () => 3;',
  "node_modules/old/m.d.ts": "export default function three(): number;",
  "node_modules/plain/package.json": '{"main":"m.js"}',
  "node_modules/plain/m.js": "module.exports = { two: 2 };",
  "node_modules/required/package.json":
    '{"exports":{".":{"require":{"types":"./m.d.ts","default":"./m.cjs"}}}}',
  "node_modules/required/m.cjs": "exports.four = 4;",
  "node_modules/required/m.d.ts": "export declare const four: number;",
  "node_modules/required-plain/package.json": '{"exports":{"require":"./m.cjs"}}',
  "node_modules/required-plain/m.cjs": "exports.five = 5;",
};

const modules: Readonly<Record<string, string>> = {
  ...packages,
  "lib/index.ts": "export const inFolder: number = 1;",
  "lib/data.json": '{ "list": [0, 1] }',
  "lib/helper.mjs": 'import { inFolder } from "."; export const helped = () => inFolder;',
  "all.ts": [
    'import { double } from "./more";',
    'import { inFolder } from "./lib";',
    'import data from "./lib/data.json" with { type: "json" };',
    'import { helped } from "./lib/helper.mjs";',
    'import same, { one } from "modern";',
    'import three from "old";',
    'import { two } from "plain";',
    'import { four } from "required";',
    'import { five } from "required-plain";',
    'import { readFileSync } from "node:fs";',
    'import { BASE, type Vector } from "steerlab";',
    'const read = readFileSync(new URL("lib/data.json", import.meta.url), "utf8");',
    'const later = await import("./more.js");',
    "export enum Mood { Up = 1 }",
    "export const same1 = (v: Vector): Vector => v;",
    "export const found: string = [double(1), inFolder, data.list, helped(), same(one), three(), two, four, five, read.length,",
    "  later.double(2), Mood.Up, BASE.name, import.meta.filename === __filename].join();",
  ].join("\n"),
};

test("imports of every kind, in a file that waits and knows where it lies", async ({ folder }) => {
  for (const [name, text] of Object.entries(modules)) await folder.write(name, text);
  const program = [
    'import found from "./all"',
    'layers m = ${(() => { if (found !== "2,1,0,1,1,1,3,2,4,5,18,4,1,BASE,true") throw new Error(found); return [1]; })()}',
  ];
  assert.is(await run(folder, program), "");
  const checked = await folder.steerlab(["check", "a.steer"]);
  assert.is(checked.stdout + checked.stderr, "a.steer: nothing wrong\n");
});

/** What `check` and `run` both say about a file that the program imports a name from. */
async function told(folder: Folder, name: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [file, text] of Object.entries(files)) await folder.write(file, text);
  await folder.write(
    "a.steer",
    `import ${name} from "./${Object.keys(files)[0]}"\nlayers n = \${[${name}]}\n`,
  );
  const checked = await folder.steerlab(["check", "a.steer"]);
  const ran = await folder.steerlab(["run", "a.steer"]);
  assert.equal([checked.code, ran.code], [1, 1]);
  assert.is(checked.stderr, ran.stderr);
  return checked.stderr;
}

test("what is wrong with an imported file is found before anything runs, at its line", async ({ folder }) => {
  const cases: readonly (readonly [RegExp, Readonly<Record<string, string>>])[] = [
    [
      /^steer E243 {2}w\.ts, line 2, column 14\n.*\n.*TypeScript: Type 'string'/,
      { "w.ts": '\nexport const x: number = "1";' },
    ],
    [
      /^steer E243 {2}w\.ts, line 1, column 19\n.*\n.*TypeScript: Expression expected\./,
      { "w.ts": "export const x = (;" },
    ],
    [
      /^steer E238 {2}w\.ts, line 1, column 17\n.*\n.*Cannot find module '\.\/gone'/,
      { "w.ts": 'import {x} from "./gone"; export { x };' },
    ],
    [
      /^steer E238 {2}w\.ts, line 1, column 10\n.*\n.*has no exported member/,
      { "w.ts": 'export { y as x } from "./v";', "v.ts": "export const z = 1;" },
    ],
    [
      /^steer E243 {2}d\.json, line 1, column 11\n.*\n.*This is not JSON: /,
      { "w.ts": 'import d from "./d.json"; export const x: number = d.x;', "d.json": '{ "x": 1, }' },
    ],
    [
      /^steer E244 {2}v\.ts, line 2, column 18\n.*\n.*`x` has no value here yet: w\.ts and v\.ts import each other\./,
      {
        "w.ts": 'import { y } from "./v"; export const x: number = y;',
        "v.ts": 'import { x } from "./w";\nexport const y = x + 1;',
      },
    ],
  ];
  for (const [expected, files] of cases) assert.match(await told(folder, "x", files), expected);
});

test("files that import each other and wait with their names run", async ({ folder }) => {
  await folder.write(
    "w.ts",
    'import { y } from "./v"; export const x = (): number => y(); export const base = 1;',
  );
  await folder.write("v.ts", 'import { base } from "./w"; export const y = (): number => base;');
  assert.is(await run(folder, ['import x from "./w"', "layers n = ${[x()]}"]), "");
});

test("a circle that only running shows, and a wait that never ends", async ({ folder }) => {
  await folder.write("w.ts", 'import { y } from "./v"; export const x: number = 1; export const z = y;');
  await folder.write(
    "v.ts",
    'import { x } from "./w"; const early = (): number => x; export const y: number = early();',
  );
  assert.match(
    await run(folder, ['import z from "./w"', "layers n = ${[z]}"]),
    /^steer E240 {2}v\.ts, line 1, column 54\n.*\n.*`x` of .*w\.ts has no value yet/,
  );
  await folder.write("w.ts", "export const x: number = await new Promise<number>(() => undefined);");
  assert.match(
    await run(folder, ['import x from "./w"', "layers n = ${[x]}"]),
    /waits for something that never comes/,
  );
});

test("a name that a package without types does not have", async ({ folder }) => {
  for (const [name, text] of Object.entries(packages)) await folder.write(name, text);
  await folder.write("w.ts", '\nimport { tow } from "plain"; export const x: number = tow;');
  assert.match(
    await run(folder, ['import x from "./w"', "layers n = ${[x]}"]),
    /^steer E238 {2}w\.ts, line 2, column 21\n.*\n.*'plain' exports no `tow`/,
  );
});

test.run();
