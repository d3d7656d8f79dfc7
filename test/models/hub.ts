// A small server that answers like the Hugging Face hub for a few folders, for tests of downloads.
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";

/** The commit that every repository of the server has. */
export const commit = "c0ffee".padEnd(40, "0");

/** "models/org/name" or "datasets/org/name" -> folder. */
type Repositories = Readonly<Record<string, string>>;

export interface Hub {
  readonly server: Server;
  readonly asked: IncomingMessage[];
  /** Spoils the bytes of one file. */
  spoil: string;
  token: string | null;
}

const sha = (kind: string, ...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash(kind)).digest("hex");

/** Answers information, file lists and files, with ranges, as the hub does. */
async function startHub(repositories: Repositories): Promise<Hub> {
  const hub: Hub = {
    asked: [],
    spoil: "",
    token: null,
    server: createServer((q, a) => void answer(hub, repositories, q, a)),
  };
  await new Promise<void>((done) => hub.server.listen(0, "127.0.0.1", done));
  return hub;
}

async function answer(
  hub: Hub,
  repositories: Repositories,
  question: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  hub.asked.push(question);
  const path = new URL(question.url!, "http://hub").pathname;
  const json = (status: number, value: unknown) =>
    reply.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
  if (hub.token && question.headers.authorization !== `Bearer ${hub.token}`)
    return void json(401, { error: "no" });
  for (const [name, folder] of Object.entries(repositories)) {
    const id = name.replace(/^\w+\//, "");
    if (path === `/api/${name}/revision/main`) return void json(200, { id, sha: commit });
    if (path === `/api/${name}/tree/${commit}`) return void json(200, await listing(folder));
    const start = `/${name.replace(/^models\//, "")}/resolve/${commit}/`;
    const file = path.startsWith(start) ? decodeURIComponent(path.slice(start.length)) : null;
    if (file !== null && existsSync(join(folder, file)))
      return void (await send(hub, join(folder, file), file, question, reply));
  }
  json(404, { error: "Repository not found" });
}

const listing = (folder: string) =>
  Promise.all(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const full = join(entry.parentPath ?? entry.path, entry.name);
        const bytes = await readFile(full);
        const large = /(safetensors|gguf|parquet)$/.test(entry.name) && {
          lfs: { oid: sha("sha256", bytes), size: bytes.length, pointerSize: 130 },
        };
        return {
          type: "file",
          path: relative(folder, full).split(sep).join("/"),
          size: bytes.length,
          oid: sha("sha1", `blob ${bytes.length}\0`, bytes),
          ...large,
        };
      }),
  );

async function send(hub: Hub, path: string, file: string, question: IncomingMessage, reply: ServerResponse) {
  const bytes = await readFile(path);
  if (hub.spoil === file) bytes[bytes.length - 1]! ^= 1;
  const ranged = question.headers.range === "bytes=0-0";
  reply.writeHead(ranged ? 206 : 200, {
    ETag: '"x"',
    ...(ranged && { "Content-Range": `bytes 0-0/${bytes.length}` }),
  });
  reply.end(ranged ? bytes.subarray(0, 1) : bytes);
}

/** Runs work with a fresh cache and a fresh hub of these repositories. */
export const hubWith =
  (repositories: Repositories) =>
  async (work: (hub: Hub, home: string) => Promise<void>): Promise<void> => {
    const home = await mkdtemp(join(tmpdir(), "steerlab-home-"));
    const hub = await startHub(repositories);
    const { port } = hub.server.address() as AddressInfo;
    const kept = process.env;
    const fresh = {
      HF_HOME: home,
      HF_ENDPOINT: `http://127.0.0.1:${port}`,
      STEERLAB_CACHE: join(home, "own"),
    };
    process.env = { PATH: kept.PATH, HOME: kept.HOME, ...fresh };
    try {
      await work(hub, home);
    } finally {
      process.env = kept;
      hub.server.closeAllConnections();
      hub.server.close();
      await rm(home, { recursive: true });
    }
  };
