// Files are written whole or not at all, and the reason of a failure is said in plain words.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SteerError } from "../../../src/runtime/errors/index.js";
import {
  jsonLinePieces,
  jsonLines,
  writeAtomically,
  type FileSteps,
} from "../../../src/runtime/files/index.js";
import { skip } from "../../skip.js";

const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "steerlab-write-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const failureOf = async (work: Promise<unknown>): Promise<SteerError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof SteerError) return error;
    throw error;
  }
  throw new Error("nothing failed");
};

const remedy = "Free some space or choose another folder; nothing half-written was left behind.";

test("text and bytes arrive whole, folders are made, an older file is replaced", () =>
  inFolder(async (folder) => {
    const path = join(folder, "deep", "er", "a.txt");
    assert.is(await writeAtomically(path, "old"), path);
    await writeAtomically(path, "grüße");
    assert.is(await readFile(path, "utf8"), "grüße");
    await writeAtomically(path, new Uint8Array([0, 255, 10]));
    assert.equal([...(await readFile(path))], [0, 255, 10]);
    assert.equal(await readdir(join(folder, "deep", "er")), ["a.txt"]);
  }));

test("many writers of one file: one of them wins, nothing else stays", () =>
  inFolder(async (folder) => {
    const path = join(folder, "a.txt");
    const texts = Array.from({ length: 8 }, (_, i) => String(i).repeat(10_000));
    await Promise.all(texts.map((text) => writeAtomically(path, text)));
    assert.ok(texts.includes(await readFile(path, "utf8")));
    assert.equal(await readdir(folder), ["a.txt"]);
  }));

test("a full disk: E701, the old file is untouched, no temporary file stays", async () => {
  if (!existsSync("/dev/full")) {
    skip("this system has no /dev/full");
    return;
  }
  await inFolder(async (folder) => {
    const path = join(folder, "rows.jsonl");
    await writeFile(path, "old");
    // The temporary file is made for real; what is written goes to a device that is always full.
    const full: FileSteps = {
      open: async (name, flags) => {
        await (await open(name, flags)).close();
        return open("/dev/full", "w");
      },
    };
    const error = await failureOf(writeAtomically(path, "new", full));
    assert.is(error.code, "E701");
    assert.is(error.sentence, `Could not write "${path}": the disk is full.`);
    assert.is(error.remedy, remedy);
    assert.is(await readFile(path, "utf8"), "old");
    assert.equal(await readdir(folder), ["rows.jsonl"]);
  });
});

test("a folder that has the name, and a file in the place of a folder", () =>
  inFolder(async (folder) => {
    await mkdir(join(folder, "taken", "inside"), { recursive: true });
    await writeFile(join(folder, "file"), "");
    const taken = await failureOf(writeAtomically(join(folder, "taken"), "x"));
    assert.is(taken.sentence, `Could not write "${join(folder, "taken")}": a folder has that name.`);
    const below = await failureOf(writeAtomically(join(folder, "file", "b"), "x"));
    assert.is(
      below.sentence,
      `Could not write "${join(folder, "file", "b")}": a part of the path is a file, not a folder.`,
    );
    assert.equal((await readdir(folder)).sort(), ["file", "taken"]);
  }));

test("JSON Lines keep the first object's key order; later keys follow, sorted", () => {
  assert.is(
    jsonLines([
      { item: 1, slope: 0.5 },
      { slope: Number.NaN, z: 1, item: 2, a: "x\ny" },
    ]),
    '{"item":1,"slope":0.5}\n{"item":2,"slope":null,"a":"x\\ny","z":1}\n',
  );
  assert.is(jsonLines([]), "");
  const long = Array.from({ length: 4500 }, (_, i) => ({ b: i, a: -i, c: 0 }));
  const pieces = [...jsonLinePieces(long, ["a", "b"])];
  assert.is(pieces.length, 3);
  assert.equal(
    pieces.join("").trimEnd().split("\n"),
    long.map(({ a, b }) => JSON.stringify({ a, b })),
  );
});

test.run();
