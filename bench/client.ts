// A front end for benchmarks and tests: starts the kernel from the sources as Jupyter would, asks and waits for replies, over its sockets.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Dealer, Subscriber } from "zeromq";
import { decode, encode, type Content } from "../src/kernel-ext/kernel/wire-protocol.js";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Ports that are free now. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export interface Client {
  /** Sends a request on "shell" or "control" and waits for its reply. */
  ask(type: string, content: Content, socket?: "shell" | "control"): Promise<Content>;
  /** What the kernel has published so far, by type. */
  published(type: string): readonly Content[];
  /** Sends the signal to the kernel's process alone. */
  signal(name: NodeJS.Signals): void;
  close(): Promise<void>;
}

/** Starts a kernel whose notebook is in a folder of its own, with an empty store. */
export async function startClient(): Promise<Client> {
  const folder = await mkdtemp(join(tmpdir(), "steerlab-bench-"));
  const [shell_port, control_port, iopub_port, stdin_port, hb_port] = await freePorts(5);
  const key = randomUUID();
  const connection = { transport: "tcp", ip: "127.0.0.1", key, signature_scheme: "hmac-sha256" };
  const file = join(folder, "connection.json");
  await writeFile(
    file,
    JSON.stringify({ ...connection, shell_port, control_port, iopub_port, stdin_port, hb_port }),
  );
  const kernel = spawn(
    process.execPath,
    ["--import", tsx, path("../src/kernel-ext/main.ts"), "--connection-file", file],
    {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
      detached: process.platform !== "win32",
      env: { ...process.env, STEERLAB_CACHE: join(folder, "cache") },
    },
  );
  const ended = new Promise<void>((resolve) => kernel.once("exit", () => resolve()));
  const [shell, control, iopub] = [new Dealer(), new Dealer(), new Subscriber()];
  shell.connect(`tcp://127.0.0.1:${shell_port}`);
  control.connect(`tcp://127.0.0.1:${control_port}`);
  iopub.connect(`tcp://127.0.0.1:${iopub_port}`);
  iopub.subscribe();
  const sockets = { shell, control };
  const waiting = new Map<string, (content: Content) => void>();
  const listen = async (socket: Dealer): Promise<void> => {
    for await (const frames of socket) {
      const parent = JSON.parse(frames.at(-3)!.toString("utf8")) as { msg_id?: string };
      waiting.get(parent.msg_id ?? "")?.(decode(frames, key)?.content ?? {});
    }
  };
  void listen(shell);
  void listen(control);
  const heard = new Map<string, Content[]>();
  void (async () => {
    for await (const frames of iopub) {
      const message = decode(frames, key);
      if (!message) continue;
      const { msg_type: type } = message.header;
      heard.set(type, [...(heard.get(type) ?? []), message.content]);
    }
  })();
  const ask: Client["ask"] = async (type, content, socket = "shell") => {
    const frames = encode(type, content, { parent: null, identities: [], key });
    const { msg_id: id } = JSON.parse(String(frames.at(-4))) as { msg_id: string };
    const reply = new Promise<Content>((resolve) => waiting.set(id, resolve));
    await sockets[socket].send(frames);
    return reply.finally(() => waiting.delete(id));
  };
  return {
    ask,
    published: (type) => heard.get(type) ?? [],
    signal: (name) => void kernel.kill(name),
    async close() {
      await ask("shutdown_request", { restart: false }, "control");
      await ended;
      for (const socket of [shell, control, iopub]) socket.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
