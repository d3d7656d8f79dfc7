// The examples: all of them check and are laid out; the one with nano's words says what its comments say.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { GeneratedText } from "../../src/runtime/results/generation.js";
import { usualTolerances } from "../../src/kernel-ext/notebook/compare/difference.js";
import { compareTexts } from "../../src/kernel-ext/notebook/compare/compare-text.js";
import { newFolder, type Folder } from "./steerlab.js";

const examples = fileURLToPath(new URL("../../examples", import.meta.url));

const test = suite<{ folder: Folder }>("examples");
test.before(async (context) => {
  context.folder = await newFolder(null);
});
test.after(({ folder }) => folder.remove());

test("every example checks, and is laid out as `fmt` would", async ({ folder }) => {
  for (const name of readdirSync(examples).filter((name) => name.endsWith(".steer"))) {
    const path = join(examples, name);
    const [checked, laid] = [
      await folder.steerlab(["check", path]),
      await folder.steerlab(["fmt", "--check", path]),
    ];
    assert.is(checked.code, 0, checked.stdout + checked.stderr);
    assert.is(laid.code, 0, `${name}: ${laid.stdout}`);
  }
});

test("continue.steer: music is praised and refused as the multiplier says; sport changes football alone", async ({
  folder,
}) => {
  const { code, stderr } = await folder.steerlab(["run", join(examples, "continue.steer"), "--out", "out"]);
  assert.is(code, 0, stderr);
  const files = await folder.files("out");
  const texts = (name: string) =>
    files
      .get(name)!
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as GeneratedText);
  const said = (of: readonly GeneratedText[], about: string) =>
    of.filter(({ prompt }) => prompt.includes(about)).map(({ text }) => text);
  const tunes = texts("tunes.jsonl");
  for (const about of ["songs", "melodies", "guitars", "choirs"]) {
    const [least, , plain, , most] = said(tunes, about);
    assert.match(least!, /never|sick|no time/, about);
    for (const text of [plain!, most!]) assert.match(text, /devoted|every spare hour|smile/, about);
  }
  assert.match(said(tunes, "songs")[1]!, /never/, "two units are enough for songs");
  const games = texts("games.jsonl");
  const different = ["football", "marathons", "naps"].map((about) => new Set(said(games, about)).size);
  assert.equal(different, [2, 1, 1]);
  assert.ok([...files.keys()].includes("tunes.html") && [...files.keys()].includes("games.receipt.json"));
});

test("accounts and texts are the same when every number of the model is moved by up to 2e-5", async ({
  folder,
}) => {
  for (const name of ["nano.steer", "continue.steer"]) {
    const said = async (seed?: string) => {
      const words = ["run", join(examples, name)];
      const env = { STEERLAB_STORE: "off", ...(seed && { STEERLAB_TEST_DISTURB: seed }) };
      const { code, stdout, stderr } = await folder.steerlab(words, env);
      assert.is(code, 0, stderr);
      return stdout;
    };
    const plain = await said();
    for (const seed of ["1"])
      assert.equal(compareTexts(plain, await said(seed), name, usualTolerances), [], `${name}, seed ${seed}`);
  }
});

test.run();
