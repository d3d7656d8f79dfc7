// What files and programs hold reaches the terminal as signs where it would move the cursor, hide or turn text round; `save` stays in
// its folder; a program's own code is announced, and executed only by the commands that say so.
import { access, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { newFolder, type Folder } from "./steerlab.js";

const test = suite<{ folder: Folder }>("terminal");
test.before(async (context) => {
  context.folder = await newFolder();
});
test.after(({ folder }) => folder.remove());

/** A colour, a title of the window, a carriage return, a C1 control, an override of direction, a zero width space. */
const nasty = "\u001b[31m\u001b]0;owned\u0007\r\u009b2J\u202e\u200b";
// eslint-disable-next-line no-control-regex
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/;

const vector = 'model m = "./tiny"\nconcept C {\n  pairs  from "C.csv"\n}\nvector v = extract C from m';

test("errors: lines of programs, names and contents of files", async ({ folder }) => {
  await folder.write("quoted.steer", `model m = "a" // x\nlayers n = 3 "${nasty}"\n`);
  await folder.write("config/config.json", JSON.stringify({ model_type: nasty, architectures: [nasty] }));
  await folder.write(
    "config.steer",
    'model m = "./config"\nconcept C { pair "a" -> " b" | " c" }\nvector v = extract C from m\nevaluation e = measure v on C\n',
  );
  await folder.write("w.ts", `throw new Error(${JSON.stringify(nasty)}); export const x: number = 1;`);
  await folder.write("thrown.steer", 'import x from "./w.ts"\nlayers n = ${[x]}\n');
  await folder.write("pairs.csv", `"${nasty}"\n"a"\n`);
  await folder.write(
    "pairs.steer",
    `model m = "./tiny"\nconcept C { pairs from "pairs.csv" }\nvector v = extract C from m\nsave v to "v.gguf"\n`,
  );
  for (const name of ["quoted", "config", "thrown", "pairs"]) {
    const { code, stdout, stderr } = await folder.steerlab(["run", `${name}.steer`]);
    assert.is(code, 1, name);
    assert.not.match(stdout + stderr, raw);
    assert.not.match(stderr, /report it with/);
  }
  const { stderr } = await folder.steerlab(["check", "quoted.steer", `${nasty}.steer`]);
  assert.not.match(stderr, raw);
  assert.match(stderr, /␛\[31m␛\]0;owned␇␍\\u\{9B\}2J\\u\{202E\}\\u\{200B\}/);
});

test("the mark stays under what it marks", async ({ folder }) => {
  await folder.write("a.steer", 'model "\u202e" layers\n');
  const { stderr } = await folder.steerlab(["check", "a.steer"]);
  const [, line = "", mark = ""] = stderr.split("\n");
  assert.is(line.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1), '"\\u{202E}"');
});

test("save stays in its folder, links followed, unless it may leave", async ({ folder }) => {
  await folder.write("C.csv", 'prompt,positive,negative\n"one"," a"," b"\n"two"," c"," d"\n');
  await folder.write("elsewhere/x", "");
  await folder.write("out/x", "");
  await symlink(join(folder.path, "elsewhere"), join(folder.path, "out", "link"));
  for (const to of ["../v.gguf", join(folder.path, "v.gguf"), "link/v.gguf"]) {
    await folder.write("s.steer", `${vector}\nsave v to "${to}"\n`);
    const refused = await folder.steerlab(["run", "s.steer", "--out", "out"]);
    assert.is(refused.code, 1);
    assert.match(refused.stderr, /^steer E702 {2}s\.steer, line 6/);
    assert.equal(
      (await readdir(folder.path)).filter((name) => name.endsWith(".gguf")),
      [],
    );
  }
  await folder.write("s.steer", `${vector}\nsave v to "sub/../v.gguf"\n`);
  assert.is((await folder.steerlab(["run", "s.steer", "--out", "out"])).code, 0);
  await folder.write("s.steer", `${vector}\nsave v to "../v.gguf"\n`);
  assert.is((await folder.steerlab(["run", "s.steer", "--out", "out", "--allow-outside"])).code, 0);
  await access(join(folder.path, "v.gguf"));
});

test("check, compile and fmt execute nothing of a program; run and plan do, and say so", async ({
  folder,
}) => {
  await folder.write(
    "own.ts",
    'import { writeFileSync } from "node:fs";\nwriteFileSync("ran", "");\nexport const x: number = 1;\n',
  );
  await folder.write("own.steer", 'import x from "./own.ts"\nlayers n = ${x}, ${2}\n');
  const ran = async (): Promise<boolean> => (await readdir(folder.path)).includes("ran");
  for (const words of [["check"], ["compile"], ["fmt"], ["fmt", "--check"]]) {
    const { code, stderr } = await folder.steerlab([...words, "own.steer"]);
    assert.is(code, 0);
    assert.not.match(stderr, /code of its own/);
    assert.not.ok(await ran());
  }
  const said = "This program has code of its own (own.ts and 2 holes); plan, run and report execute it.\n";
  for (const command of ["plan", "run"])
    assert.is((await folder.steerlab([command, "own.steer"])).stderr, said);
  assert.ok(await ran());
  await folder.write("none.steer", "layers n = 3\n");
  assert.is((await folder.steerlab(["run", "none.steer"])).stderr, "");
});

test("the user and password of HF_ENDPOINT are not shown", async ({ folder }) => {
  await folder.write(
    "h.steer",
    'model m = "nobody/nothing"\nconcept C { pair "a" -> " b" | " c" }\nvector v = extract C from m\nevaluation e = measure v on C\n',
  );
  const { code, stdout, stderr } = await folder.steerlab(["run", "h.steer"], {
    HF_ENDPOINT: "http://ann:s3cret@127.0.0.1:9",
    HF_TOKEN: "",
  });
  assert.is(code, 1);
  assert.not.match(stdout + stderr, /s3cret|\bann\b/);
  assert.match(stderr, /127\.0\.0\.1:9/);
});

test.run();
