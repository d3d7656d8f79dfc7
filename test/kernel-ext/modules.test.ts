// What cells can import: packages that can only be imported or that wait, TypeScript files inside and outside the notebook's folder,
// JSON, names that are computed; and where a cell is.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { errorText, resultText, withSession } from "./opened.js";

const test = suite("modules");

/** A package of ES modules that has nothing but an `import` condition. */
const packageOf = (folder: string, code: string, types: string): Record<string, string> => ({
  [`${folder}/package.json`]: '{"type":"module","exports":{".":{"types":"./i.d.ts","import":"./i.js"}}}',
  [`${folder}/i.js`]: code,
  [`${folder}/i.d.ts`]: types,
});

const files: Readonly<Record<string, string>> = {
  ...packageOf(
    "node_modules/only-imported",
    "export const answer = 42; export default (name) => `hi ${name}`;",
    "export declare const answer: number; export default function hello(name: string): string;",
  ),
  ...packageOf(
    "node_modules/waits",
    "export const late = await Promise.resolve(7);",
    "export declare const late: number;",
  ),
  ...packageOf(
    "node_modules/computed",
    "export const name = await 'c';",
    "export declare const name: string;",
  ),
  "node_modules/required/package.json":
    '{"exports":{".":{"require":{"types":"./m.d.ts","default":"./m.cjs"}}}}',
  "node_modules/required/m.cjs": "exports.four = 4;",
  "node_modules/required/m.d.ts": "export declare const four: number;",
  "node_modules/required-plain/package.json": '{"exports":{"require":"./m.cjs"}}',
  "node_modules/required-plain/m.cjs": "exports.five = 5;",
  "lib/data.json": '{ "count": 5 }',
  "lib/inside.ts": `import { answer } from "only-imported";
import data from "./data.json";
export enum Mood { Up = "up", Down = "down" }
export const sum = (n: number): number => n + answer + data.count;
export const where: string = import.meta.dirname;`,
  "lib/waiting.ts": "\nexport const late: number = await Promise.resolve(1);",
  "lib/wrong.ts": '\nexport const wrong: number = "3";',
  "lib/lost.ts": 'import { step } from "./stpes";\nexport const value = step;',
  "lib/throws.ts":
    'export interface A {\n  a: 1 }\nexport function throws() {\n  throw new Error("no such layer"); }',
  "../outside/far.ts": `import { near } from "./deep/near.js";
import { late } from "far-package";
export class Far { #own = 3; get sum(): number { return this.#own + near + late; } }
export const place: string = import.meta.url;`,
  "../outside/deep/near.ts": "export const near: number = 10;",
  "../outside/waiting.ts": "await 0; export const late: number = 1;",
  ...packageOf(
    "../outside/node_modules/far-package",
    "export const late = await Promise.resolve(100);",
    "export declare const late: number;",
  ),
};

const opened = withSession(
  test,
  async (folder) => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, "notebook", name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  },
  "notebook",
);
const run = (code: string) => opened.session.execute(code);
const gives = (cells: Readonly<Record<string, string>>) => async (): Promise<void> => {
  for (const [code, result] of Object.entries(cells)) assert.is(resultText(await run(code)), result, code);
};

test(
  "packages that can only be imported, also when they wait",
  gives({
    'import hello, { answer } from "only-imported"; [hello("a"), answer]': "[ 'hi a', 42 ]",
    'hello("later") + answer': "'hi later42'",
    'import * as all from "only-imported"; all.default("b")': "'hi b'",
    'import { late } from "waits"; late': "7",
    'import { four } from "required"; import { five } from "required-plain"; [four, five]': "[ 4, 5 ]",
  }),
);

test(
  "import(…)",
  gives({
    '(await import("only-imported")).answer': "42",
    'const load = async () => (await import("waits")).late; await load()': "7",
    'const computed: string = "comp" + "uted"; (await import(computed)).name': "'c'",
    'const relative: string = "./lib/inside"; (await import(relative)).Mood.Up': "'up'",
    '(await import("node:path")).basename("/a/b")': "'b'",
  }),
);

test(
  "TypeScript files, however their names are written",
  gives({
    'import { sum, Mood } from "./lib/inside"; [sum(1), Mood.Down]': "[ 48, 'down' ]",
    'import { sum as spelled } from "./lib/inside.js"; spelled(2)': "49",
    'import { sum as exact } from "./lib/inside.ts"; exact(3)': "50",
    'import type { Mood as Type } from "./lib/inside"; const mood: `${Type}` = "up"; mood': "'up'",
    'import { Far } from "../outside/far"; new Far().sum': "113",
  }),
);

test("types of files outside the notebook's folder are known", async () => {
  assert.match(errorText(await run("const wrong: string = new Far().sum")), "TS2322");
});

test(
  "JSON, with and without saying so",
  gives({
    'import data from "./lib/data.json"; data.count': "5",
    'import named from "./lib/data.json" with { type: "json" }; named.count + 1': "6",
    '(await import("./lib/data.json", { with: { type: "json" } })).default.count': "5",
  }),
);

test("where a cell is, and where a file is", async () => {
  const folder = process.cwd();
  const url = pathToFileURL(join(folder, "cell.ts")).href;
  await gives({
    "import.meta.url": `'${url}'`,
    "[import.meta.dirname === __dirname, import.meta.filename === __filename, __dirname]": `[ true, true, '${folder}' ]`,
    'import.meta.resolve("./lib/data.json")': `'${new URL("lib/data.json", url).href}'`,
    'import { fileURLToPath } from "node:url"; import { dirname } from "node:path"; const __dirname = dirname(fileURLToPath(import.meta.url)); __dirname': `'${folder}'`,
    'import { where } from "./lib/inside"; where': `'${join(folder, "lib")}'`,
    'import { place } from "../outside/far"; place': `'${new URL("../outside/far.ts", url).href}'`,
  })();
});

test(
  "files that wait, inside and outside the folder",
  gives({
    'import { late as inside } from "./lib/waiting"; inside': "1",
    'import { late as far } from "../outside/waiting"; far': "1",
  }),
);

test("what is wrong with a file, at its line", async () => {
  assert.match(
    errorText(await run('import { wrong } from "./lib/wrong"; wrong')),
    /^SteerError \| E243: TypeScript: Type 'string' is not assignable to type 'number'\.\nsteer E243 {2}lib\/wrong\.ts, line 2, column 14\n/,
  );
  assert.match(
    errorText(await run('import { value } from "./lib/lost"; value')),
    /^SteerError \| E238: This import failed: Cannot find module '\.\/stpes'.*\nsteer E238 {2}lib\/lost\.ts, line 1, column 22\n/,
  );
  assert.match(
    errorText(await run('import { throws } from "./lib/throws"; throws()')),
    /Error: no such layer\n.*at throws \(.*lib\/throws\.ts:4:9\)/,
  );
});

test("a module that is not there", async () => {
  assert.match(
    errorText(await run('await import("not-there")')),
    "1:14 - TS2307: Cannot find module 'not-there'",
  );
  assert.match(errorText(await run('const gone: string = "not-there"; await import(gone)')), "not-there");
});

test("a file outside the folder that was changed is loaded anew", async () => {
  const path = join(process.cwd(), "..", "outside", "deep", "near.ts");
  await rm(path);
  await writeFile(path, "export const near: number = 20;");
  assert.is(resultText(await run('import { Far as Again } from "../outside/far"; new Again().sum')), "123");
});

test.run();
