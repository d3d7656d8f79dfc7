// `steerlab init`: what it makes works at once, in any folder, and nothing is overwritten.
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { newFolder, type Folder } from "./steerlab.js";

const test = suite<{ folder: Folder }>("init");
test.before(async (context) => {
  context.folder = await newFolder(null);
});
test.after(({ folder }) => folder.remove());

test("makes three files, says so, and says what to do next", async ({ folder }) => {
  const { code, stdout, stderr } = await folder.steerlab(["init", "my first study"]);
  assert.is(code, 0, stderr);
  const made = await folder.files("my first study");
  assert.equal([...made.keys()], ["pairs.jsonl", "study.ipynb", "study.steer"]);
  assert.match(
    stdout,
    /^ {2}npx steerlab run "my first study.study\.steer" --out "my first study.results"$/m,
  );
});

test("the program is laid out as `steerlab fmt` would, and runs on the embedded model", async ({
  folder,
}) => {
  const file = join("my first study", "study.steer");
  const layout = await folder.steerlab(["fmt", file, "--check"]);
  assert.is(layout.code, 0, layout.stdout + layout.stderr);
  const { code, stdout, stderr } = await folder.steerlab(["run", file, "--out", "results"]);
  assert.is(code, 0, stderr);
  const summary = (await folder.files("results")).get("curve.summary.json")!;
  const [line] = JSON.parse(summary.toString()) as { n: number; interval: { low: number } }[];
  // models/nano/planted.json: mood is clean, so its words steer.
  assert.is(line!.n, 12);
  assert.ok(line!.interval.low > 1, stdout);
});

test("a folder that has one of the files is left as it is", async ({ folder }) => {
  await folder.write("mine/pairs.jsonl", "mine\n");
  const { code, stdout, stderr } = await folder.steerlab(["init", "mine"]);
  assert.is(code, 1);
  assert.is(stdout, "");
  assert.is(
    stderr,
    '"mine" already has pairs.jsonl; nothing was written.\nName another folder: `steerlab init FOLDER`.\n',
  );
  assert.equal([...(await folder.files("mine")).keys()], ["pairs.jsonl"]);
});

test("a place that cannot be written to is said", async ({ folder }) => {
  await folder.write("file", "");
  const { code, stderr } = await folder.steerlab(["init", "file/below"]);
  assert.is(code, 1);
  assert.match(stderr, /^Could not write "file\/below": /);
});

test.run();
