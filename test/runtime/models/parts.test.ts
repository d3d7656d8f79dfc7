// GGUF models in several files: fixtures/parts-*.gguf, which the gguf package wrote (fixtures/parts.py).
import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { tensorPieces } from "../../../src/runtime/models/weights/convert.js";
import { partNames } from "../../../src/runtime/models/gguf/split-files.js";
import { openCheckpoint } from "../../../src/runtime/models/index.js";
import { ownCache } from "../../models/cache.js";
import { commit, hubWith } from "../../models/hub.js";
import { rejectedBy } from "./thrown.js";

ownCache(test);

const names = [1, 2, 3].map((part) => `parts-0000${part}-of-00003.gguf`);
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

/** Works in a new folder with all parts. */
async function withParts<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "steerlab-parts-"));
  try {
    for (const name of names) await copyFile(fixture(name), join(folder, name));
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
const open = (path: string) => openCheckpoint(path, { base: "/" });
const said = async (folder: string, name: string) =>
  (await rejectedBy(open(join(folder, name)))).message.replaceAll(folder, "FOLDER");

test("from every part the whole model is read, as one and the same", () =>
  withParts(async (folder) => {
    const all = await Promise.all(names.map((name) => open(join(folder, name))));
    assert.is(new Set(all.map(({ sha256 }) => sha256)).size, 1);
    const [{ tensors, config, tokenizer }] = all as [(typeof all)[0]];
    assert.equal([config.layers, config.hiddenSize, config.vocabulary, tokenizer.eos], [1, 8, 259, 258]);
    assert.is(tensors.size, 11);
    // Numbers by the formula of the generator; v_proj is the fifth tensor of the file.
    for await (const { values } of tensorPieces(
      "v",
      tensors.get("model.layers.0.self_attn.v_proj.weight")!,
      {},
    ))
      assert.equal(
        [...values],
        Array.from({ length: 64 }, (_, i) => (((7 * i + 12) % 13) - 6) / 16),
      );
    for await (const { values } of tensorPieces("n", tensors.get("model.norm.weight")!, {}))
      assert.equal(
        [...values],
        Array.from({ length: 8 }, (_, i) => (((7 * i + 30) % 13) - 6) / 16),
      );
  }));

test("the identity covers every part", () =>
  withParts(async (folder) => {
    const { sha256 } = await open(join(folder, names[0]!));
    const last = join(folder, names[2]!);
    const bytes = await readFile(last);
    bytes[bytes.length - 30]! ^= 1;
    await writeFile(last, bytes);
    assert.is.not((await open(join(folder, names[0]!))).sha256, sha256);
  }));

test("missing parts are named, and other names than they were published with", () =>
  withParts(async (folder) => {
    await rename(join(folder, names[1]!), join(folder, "second.gguf"));
    const remedy = "Put all parts into one folder under the names that they were published with.";
    assert.is(
      await said(folder, names[2]!),
      `E319: The model file "${names[2]!}" is part 3 of 3, and "${names[1]!}" is not in its folder. ${remedy}`,
    );
    assert.is(
      await said(folder, "second.gguf"),
      'E319: The model file "second.gguf" is part 2 of 3, and a file with a name of the form NAME-00002-of-00003.gguf, by which the ' +
        `other parts are found, is not in its folder. ${remedy}`,
    );
  }));

test("parts that are not of one model", () =>
  withParts(async (folder) => {
    await copyFile(join(folder, names[1]!), join(folder, names[2]!));
    assert.match(
      await said(folder, names[0]!),
      /^E316: .* contradict each other: parts-00003-of-00003.gguf says that it is part 2 of 3\./,
    );
  }));

test("the names of parts", () => {
  assert.equal(partNames("model.gguf"), ["model.gguf"]);
  assert.equal(partNames("m-Q4-00002-of-00002.gguf"), [
    "m-Q4-00001-of-00002.gguf",
    "m-Q4-00002-of-00002.gguf",
  ]);
});

test("from the hub all parts are downloaded", () =>
  withParts(async (folder) => {
    await hubWith({ "models/org/parts": folder })(async (hub) => {
      const opened = await open(`org/parts:${names[1]!}`);
      assert.is(opened.commit, commit);
      assert.is(opened.tensors.size, 11);
      const asked = hub.asked.length;
      await open(`org/parts:${names[0]!}`);
      assert.is(hub.asked.length, asked, "everything is in the cache");
    });
  }));

test.run();
