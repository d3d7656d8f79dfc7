// The store: numbers under keys, broken lines, two writers, and switching it off.
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  contentKey,
  keepPiece,
  keptPiece,
  openSegment,
  steerlabVersion,
  storeFolder,
} from "../../../src/runtime/store/index.js";
import { sealedLine } from "../../../src/runtime/store/checksum.js";

let folder = "";
test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "steerlab-store-"));
});
test.after(() => rm(folder, { recursive: true }));

test("numbers come back bit for bit", async () => {
  const values = [0.1 + 0.2, -1e-300, 2 / 3, 5e-324];
  await (await openSegment(folder, "bits")).append("item", values);
  assert.equal((await openSegment(folder, "bits")).get("item"), values);
  assert.is((await openSegment(folder, "bits")).get("other"), undefined);
});

test("of several lines the last one holds", async () => {
  const segment = await openSegment(folder, "twice");
  await segment.append("item", [1, 1]);
  await segment.append("item", [2]);
  assert.equal(segment.get("item"), [2]);
  assert.equal((await openSegment(folder, "twice")).get("item"), [2]);
});

test("a line that a killed run left unfinished is passed over, and what follows it is kept", async () => {
  const path = join(folder, "results", "cut.jsonl");
  await (await openSegment(folder, "cut")).append("one", [1]);
  await appendFile(path, '{"k":"two","v":[2,');
  const after = await openSegment(folder, "cut");
  assert.is(after.get("two"), undefined);
  await after.append("three", [3]);
  const again = await openSegment(folder, "cut");
  assert.equal([again.get("one"), again.get("three")], [[1], [3]]);
});

test("lines that are not ours are passed over", async () => {
  const lines = [
    "[]",
    "null",
    '{"k":1,"v":[]}',
    '{"k":"x","v":[null]}',
    sealedLine('{"k":"x","v":[7]}'),
    '{"k":"x","v":[8]}',
    sealedLine('{"k":"x","v":[9]}').replace("9", "6"),
    sealedLine('{"k":"x","v":{}}'),
  ];
  await writeFile(join(folder, "results", "odd.jsonl"), lines.join("\n"));
  assert.equal((await openSegment(folder, "odd")).get("x"), [7]);
});

test("two writers of one segment lose nothing", async () => {
  const writers = await Promise.all([openSegment(folder, "two"), openSegment(folder, "two")]);
  await Promise.all(
    writers.flatMap((writer, w) => Array.from({ length: 50 }, (_, i) => writer.append(`${w} ${i}`, [i]))),
  );
  const both = await openSegment(folder, "two");
  for (const w of [0, 1]) for (let i = 0; i < 50; i++) assert.equal(both.get(`${w} ${i}`), [i]);
});

test("without a folder a segment lives in memory, and nothing is kept", async () => {
  const segment = await openSegment(null, "none");
  await segment.append("item", [1]);
  assert.equal(segment.get("item"), [1]);
  assert.is((await openSegment(null, "none")).get("item"), undefined);
  await keepPiece(null, "vectors", "key", "x");
  assert.is(await keptPiece(null, "vectors", "key"), null);
});

test("pieces are whole files under their key", async () => {
  assert.is(await keptPiece(folder, "vectors", "key"), null);
  await keepPiece(folder, "vectors", "key", Uint8Array.of(1, 2));
  assert.equal([...(await keptPiece(folder, "vectors", "key"))!], [1, 2]);
});

test("where it lies, and STEERLAB_STORE=off", () => {
  assert.is(storeFolder({ STEERLAB_CACHE: join(folder, "c") }), join(folder, "c", "store"));
  assert.is(storeFolder({ STEERLAB_CACHE: "c", STEERLAB_STORE: "off" }), null);
});

test("keys follow content and order", () => {
  // sha256 of the text [1,"a"], by sha256sum.
  assert.is(contentKey([1, "a"]), "2010945388e2de98f5651051478912aa4ff38bb13a2cdb1a2c257bb97fbf98ff");
  assert.is.not(contentKey([1, "a"]), contentKey(["a", 1]));
});

test("the version is that of package.json", async () => {
  const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };
  assert.is(steerlabVersion, version);
});

test.run();
