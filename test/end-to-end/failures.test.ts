// Bad input, by its exact message on stderr and its exit code.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ggufBytes, tinyGguf } from "../models/gguf.js";
import { newFolder, smallProgram, type Folder } from "./steerlab.js";

const test = suite<{ folder: Folder }>("failures");
test.before(async (context) => {
  context.folder = await newFolder();
});
test.after(({ folder }) => folder.remove());

/** A program, and what `run` says about it. */
async function refused(folder: Folder, program: string, words: readonly string[] = []): Promise<string> {
  await folder.write("bad.steer", program);
  const { code, stdout, stderr } = await folder.steerlab(["run", "bad.steer", ...words]);
  assert.is(code, 1, stdout + stderr);
  return stderr.trimEnd();
}

test("a program that is not there", async ({ folder }) => {
  const { code, stderr } = await folder.steerlab(["run", "absent.steer"]);
  assert.is(code, 1);
  assert.is(stderr, 'There is no program at "absent.steer".\nCheck the path.\n');
});

test("a folder in the place of a program", async ({ folder }) => {
  const { code, stderr } = await folder.steerlab(["check", "tiny"]);
  assert.is(code, 1);
  assert.is(stderr, 'The program "tiny" cannot be read: it is a folder.\nGive a .steer file.\n');
});

test("a command line that is wrong", async ({ folder }) => {
  const unknown = await folder.steerlab(["rnu", "a.steer"]);
  assert.is(unknown.code, 2);
  assert.is(unknown.stderr, 'There is no command "rnu".\nDid you mean `steerlab run`?\n');
  const option = await folder.steerlab(["run", "a.steer", "--uot", "x"]);
  assert.is(option.code, 2);
  assert.is(option.stderr, "`steerlab run` has no option --uot.\nDid you mean --out?\n");
});

test("an unknown name", async ({ folder }) => {
  assert.is(
    await refused(folder, smallProgram().replace("measure v on C", "measure v on Cc")),
    [
      "steer E201  bad.steer, line 16, column 29",
      "  16 | evaluation e = measure v on Cc {",
      "     |                             ^^ Nothing is called `Cc`; a concept or a set of concepts is needed here.",
      "  Did you mean `C`?",
    ].join("\n"),
  );
});

test("a clause that is misspelt", async ({ folder }) => {
  assert.is(
    await refused(folder, smallProgram().replace("multipliers", "multiplyers")),
    [
      "steer E105  bad.steer, line 18, column 3",
      "  18 |   multiplyers -1..1",
      "     |   ^^^^^^^^^^^ An evaluation has no clause `multiplyers`.",
      "  Did you mean `multipliers`?",
    ].join("\n"),
  );
});

test("a layer out of range, which only the model can tell", async ({ folder }) => {
  assert.is(
    await refused(folder, smallProgram().replace("1..2", "9")),
    [
      "steer E601  bad.steer, line 17, column 15",
      "  17 |   layers      9",
      "     |               ^ Layer 9 does not exist: tiny has layers 0 to 3.",
      "  Use a layer between 0 and 3.",
    ].join("\n"),
  );
});

test("a model that is not there", async ({ folder }) => {
  assert.is(
    await refused(folder, smallProgram().replace('"tiny"', '"./nowhere"')),
    [
      "steer E301  bad.steer, line 1, column 14",
      '  1 | model tiny = "./nowhere"',
      '    |              ^^^^^^^^^^^ There is no model at "./nowhere".',
      '  Give a folder with config.json and *.safetensors, a .gguf file, a hub id such as "HuggingFaceTB/SmolLM2-135M-Instruct", or "nano", which comes with steerlab.',
    ].join("\n"),
  );
});

test("a data file that is not there", async ({ folder }) => {
  const program = smallProgram().replace(/(?: {2}pair .*\n)+/, '  pairs from "absent.jsonl"\n');
  assert.is(
    await refused(folder, program),
    [
      "steer E401  bad.steer, line 3, column 14",
      '  3 |   pairs from "absent.jsonl"',
      '    |              ^^^^^^^^^^^^^^ There is no data file at "absent.jsonl".',
      "  Check the path: it is taken from the folder of the program or notebook.",
    ].join("\n"),
  );
});

test("weights that are cut off", async ({ folder }) => {
  const weights = await readFile(join(folder.path, "tiny", "model.safetensors"));
  for (const name of ["config.json", "tokenizer.json", "tokenizer_config.json"])
    await folder.write(`cut/${name}`, await readFile(join(folder.path, "tiny", name)));
  await folder.write("cut/model.safetensors", weights.subarray(0, weights.length - 100));
  const said = await refused(folder, smallProgram().replace('"tiny"', '"cut"'));
  assert.match(
    said,
    /^steer E303 {2}bad\.steer, line 1, column 14\n.*\n.*\^{5} The model file "model\.safetensors" is damaged: /,
  );
});

test("a GGUF file that is cut off, and one that is none", async ({ folder }) => {
  const whole = ggufBytes(await tinyGguf(join(folder.path, "tiny")));
  const program = smallProgram().replace('"tiny"', '"part.gguf"');
  await folder.write("part.gguf", whole.subarray(0, whole.length - 100));
  const cut = await refused(folder, program);
  assert.match(
    cut,
    /^steer E303 {2}bad\.steer, line 1, column 14\n.*\n.*\^{11} The model file "part\.gguf" is damaged: .+\.\n {2}Download the model again, or give another one\.$/,
  );
  await folder.write("part.gguf", "not a model at all, but long enough for a header");
  const none = await refused(folder, program);
  assert.match(
    none,
    /^steer E303 {2}bad\.steer, line 1, column 14\n.*\n.*The model file "part\.gguf" is damaged: /,
  );
});

test("an output folder that cannot be made: said before any work", async ({ folder }) => {
  await folder.write("a-file", "");
  const said = await refused(folder, smallProgram(), ["--out", "a-file/out"]);
  assert.is(
    said,
    'Could not write "a-file/out": a part of the path is a file, not a folder.\n' +
      "Free some space or choose another folder; nothing half-written was left behind.",
  );
});

test("TypeScript in a hole that fails when it runs", async ({ folder }) => {
  const program = smallProgram().replace("-1..1", '0, ${JSON.parse("{").x as number}');
  const said = await refused(folder, program);
  assert.match(
    said,
    /^This program has code of its own \(.*\nsteer E240 {2}bad\.steer, line 18, column 18\n/,
  );
  assert.match(
    said,
    /\^ This TypeScript failed: .+ JSON .+\.\n {2}Change the expression between `\$\{` and `\}`\.$/,
  );
});

test("TypeScript in a hole of the wrong type runs nothing", async ({ folder }) => {
  assert.is(
    await refused(folder, smallProgram().replace("-1..1", '0, ${"one"}')),
    [
      "steer E230  bad.steer, line 18, column 20",
      '  18 |   multipliers 0, ${"one"}',
      "     |                    ^^^^^ TypeScript: Type 'string' is not assignable to type 'number'.",
      "  Change the expression between `${` and `}` so that it has the type that this place needs.",
    ].join("\n"),
  );
});

test.run();
