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

async function run(folder: Folder, program: readonly string[]): Promise<string> {
  await folder.write("a.steer", `${program.join("\n")}\n`);
  const { code, stdout, stderr } = await folder.steerlab(["run", "a.steer"]);
  assert.is(code, stderr ? 1 : 0);
  return (stdout + stderr).trimEnd();
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
    /^steer E238 {2}a\.steer, line 2, column 1\n.*\n.*\^{31} This import failed: .*JSON/,
  );
});

test("a function of a file that fails where it is called", async ({ folder }) => {
  assert.is(
    await run(folder, ['import fails from "./words.ts"', "layers n = 3, ${fails()}"]),
    [
      "steer E240  a.steer, line 2, column 15",
      "  2 | layers n = 3, ${fails()}",
      "    |               ^^^^^^^^^^ This TypeScript failed: There is no such layer.",
      "  Change the expression between `${` and `}`.",
    ].join("\n"),
  );
});

test.run();
