// What comes with steerlab is found by its name from any folder: the model nano, the concept sets, nano's persona items.
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import { openCheckpoint } from "../../../src/runtime/models/index.js";
import { configureSession } from "../../../src/runtime/session/index.js";
import { nanoFolder, shippedSets } from "../../../src/runtime/files/shipped.js";
import { ownCache } from "../../models/cache.js";
import { failureOf } from "../concepts/failures.js";

const test = suite<{ folder: string }>("shipped");
ownCache(test as never);
test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "steerlab-elsewhere-"));
  configureSession({ base: context.folder });
});
test.after(({ folder }) => rm(folder, { recursive: true }));

test("the model nano opens from anywhere, and a folder of that name does not hide it", async ({ folder }) => {
  const notices: string[] = [];
  const open = () => openCheckpoint("nano", { base: folder, onNotice: (text) => notices.push(text) });
  const before = await open();
  assert.is(before.config.layers, 7);
  assert.is(before.label, "nano");
  assert.equal(notices, []);
  await mkdir(join(folder, "nano"));
  assert.is((await open()).sha256, before.sha256);
  assert.equal(notices, ['"nano" is the model that comes with steerlab, not "./nano".']);
  const own = await failureOf(() => openCheckpoint("./nano", { base: folder }));
  assert.is(own.code, "E302");
  assert.is((await openCheckpoint(nanoFolder, { base: folder })).sha256, before.sha256);
});

test("every set is a concept by its name, with the pairs of its file", async () => {
  const sets = [...shippedSets()];
  assert.ok(sets.length >= 7 + 13 + 28, `${sets.length} sets`);
  for (const [name, path] of sets) {
    const { pairs } = concept({ name: "C", from: [{ path: name }] });
    const lines = (await readFile(path, "utf8")).split("\n").filter(Boolean);
    assert.is(pairs.length, lines.length, name);
    assert.is(pairs[0]!.prompt, (JSON.parse(lines[0]!) as { prompt: string }).prompt);
  }
});

test("the persona items of nano, with their persona sentences", () => {
  const { pairs, persona, format } = concept({
    name: "C",
    mwe: { dataset: "loves-music", folder: "nano" },
  });
  assert.is(pairs.length, 120);
  assert.is(format, "chat");
  assert.is(persona?.positive, "You are someone who loves music.");
});

test("a name that is nearly one is answered with that one; a path is not", async () => {
  const near = await failureOf(() => concept({ name: "C", from: [{ path: "nano/mod" }] }));
  assert.is(near.remedy, 'Did you mean "nano/mood", which comes with steerlab?');
  const path = await failureOf(() => concept({ name: "C", from: [{ path: "delight.jsonl" }] }));
  assert.is(path.remedy, "Check the path: it is taken from the folder of the program or notebook.");
});

test.run();
