// One byte changed in each file that the cache keeps: results stay as they were, and the person is told.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { newFolder, type Folder } from "./steerlab.js";

const program = `model tiny = "tiny" { dtype q8 }
concept C {
  pair "She felt" -> " great" | " bad"
  pair "He was" -> " good" | " sad"
  pair "It is" -> " fine" | " poor"
  split train [0:2], test [1:3]
  setting overlap = allowed
}
vector v = extract C from tiny
evaluation e = measure v on C {
  layers 1
  multipliers -1, 0, 1
  against random 2
}
generation g = continue "She felt" from tiny with v {
  layers 1
  multipliers 0, 1
  tokens 4
}
`;

const test = suite<{ folder: Folder; expected: string }>("damaged cache");

const cacheOf = (folder: Folder) => join(folder.path, "cache");

/** Every file below, sorted. */
async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Digest of everything that a run writes. */
async function run(folder: Folder): Promise<{ digest: string; stderr: string }> {
  await rm(join(folder.path, "out"), { recursive: true, force: true });
  const { code, stderr } = await folder.steerlab(["run", "p.steer", "--out", "out"]);
  assert.is(code, 0, stderr);
  const digest = createHash("sha256");
  for (const path of await below(join(folder.path, "out"))) digest.update(path).update(await readFile(path));
  return { digest: digest.digest("hex"), stderr };
}

test.before(async (context) => {
  context.folder = await newFolder({ dtype: "F16" });
  await context.folder.write("p.steer", program);
  context.expected = (await run(context.folder)).digest;
});
test.after(({ folder }) => folder.remove());

/** Changes one digit or letter in the middle, so that the file can still be read. */
async function damage(path: string): Promise<void> {
  const bytes = await readFile(path);
  const middle = Math.floor(bytes.length / 2);
  const digits = [...bytes.keys()].filter((at) => bytes[at]! >= 0x31 && bytes[at]! <= 0x38);
  const at = digits.find((place) => place >= middle) ?? middle;
  bytes[at] = bytes[at]! + 1;
  await writeFile(path, bytes);
}

test("one character changed in everything of a kind", async ({ folder, expected }) => {
  const files = await below(cacheOf(folder));
  const kinds = ["results", "vectors", "checks", "texts", "weights", "digests"];
  for (const kind of kinds)
    assert.ok(
      files.some((path) => path.includes(`/${kind}/`)),
      `nothing of ${kind} is kept`,
    );
  for (const kind of kinds) {
    for (const path of files.filter((one) => one.includes(`/${kind}/`))) await damage(path);
    const { digest, stderr } = await run(folder);
    assert.is(digest, expected, kind);
    assert.not.match(stderr, /Unexpected/, kind);
    if (kind !== "digests") assert.match(stderr, /damaged/, kind);
  }
});

test("empty files and folders in their place", async ({ folder, expected }) => {
  for (const path of (await below(cacheOf(folder))).filter((one) => one.includes("/store/")))
    await writeFile(path, "");
  assert.is((await run(folder)).digest, expected, "empty files");
  const segments = join(cacheOf(folder), "store", "results");
  const [segment] = await readdir(segments);
  await rm(join(segments, segment!));
  await mkdir(join(segments, segment!));
  assert.is((await run(folder)).digest, expected, "a folder for a segment");
  await rm(join(cacheOf(folder), "store"), { recursive: true });
  await writeFile(join(cacheOf(folder), "store"), "a file");
  const { digest, stderr } = await run(folder);
  assert.is(digest, expected, "a file for the store");
  assert.match(stderr, /could not be kept in the store/);
  await rm(join(cacheOf(folder), "store"));
  await run(folder);
});

test("doctor reads the whole cache and names what is damaged", async ({ folder }) => {
  const whole = await folder.steerlab(["doctor"]);
  assert.match(whole.stdout, /ok {2}cache .*; \d+ stored files, all as they were written/);
  const [vector] = (await below(cacheOf(folder))).filter((path) => path.includes("/vectors/"));
  await damage(vector!);
  const { stdout } = await folder.steerlab(["doctor"]);
  assert.match(stdout, /-- {2}damaged files +1 file in the cache: store\/vectors\/[0-9a-f]{64}/);
});

test("temporary files of processes that are gone go with the next run, others stay", async ({ folder }) => {
  const host = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
  const id = "00000000-0000-4000-8000-000000000000";
  const dead = 2 ** 22 + 1; // above the largest process number of Linux
  for (const place of ["weights", "store/vectors"]) {
    const at = (owner: string) => join(cacheOf(folder), place, `.x.${owner}.${id}.part`);
    await writeFile(at(`${host}-${dead}`), "left");
    await writeFile(at(`${host}-${process.pid}`), "mine");
    await writeFile(at(`00000000-${dead}`), "of another machine");
    await appendFile(join(cacheOf(folder), place, ".own.part"), "not ours");
  }
  for (const path of (await below(cacheOf(folder))).filter((one) => one.includes("/vectors/")))
    if (!path.includes("/.")) await rm(path);
  await run(folder);
  for (const place of ["weights", "store/vectors"]) {
    const names = await readdir(join(cacheOf(folder), place));
    assert.not.ok(names.includes(`.x.${host}-${dead}.${id}.part`), place);
    assert.ok(names.includes(`.x.${host}-${process.pid}.${id}.part`), place);
    assert.ok(names.includes(`.x.00000000-${dead}.${id}.part`), place);
    assert.ok(existsSync(join(cacheOf(folder), place, ".own.part")), place);
  }
});

test.run();
