// The kernel's sockets against clients that vanish and messages that are signed but odd; cells that break the process they run in.
import { spawn, type ChildProcess } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Dealer, Request } from "zeromq";

const main = fileURLToPath(new URL("../../dist/kernel-ext/main.js", import.meta.url));
const key = "a key";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

interface Kernel {
  readonly child: ChildProcess;
  readonly ports: { readonly hb: number; readonly shell: number; readonly control: number };
  readonly shell: Dealer;
  readonly control: Dealer;
}

function signed(header: string, content: string): (string | Buffer)[] {
  const parts = [header, "{}", "{}", content];
  const hash = createHmac("sha256", key);
  for (const part of parts) hash.update(part);
  return ["<IDS|MSG>", hash.digest("hex"), ...parts];
}

const headerOf = (type: string, id: string = randomUUID()): string =>
  JSON.stringify({ msg_id: id, msg_type: type, session: "s", username: "u", date: "", version: "5.3" });

/** The content of the reply to a request on a socket; others that come before it are passed over. */
async function ask(socket: Dealer, type: string, content: object): Promise<Record<string, unknown>> {
  const id = randomUUID();
  await socket.send(signed(headerOf(type, id), JSON.stringify(content)));
  for (;;) {
    const frames = (await socket.receive()).map(String);
    if ((JSON.parse(frames.at(-3)!) as { msg_id?: string }).msg_id === id)
      return JSON.parse(frames.at(-1)!) as Record<string, unknown>;
  }
}

const execute = (kernel: Kernel, code: string) =>
  ask(kernel.shell, "execute_request", { code, silent: false, store_history: true, stop_on_error: false });

async function start(folder: string): Promise<Kernel> {
  const ports = { shell: await freePort(), iopub: await freePort(), stdin: await freePort(), control: await freePort(), hb: await freePort() }; // prettier-ignore
  const file = join(folder, "connection.json");
  const named = Object.fromEntries(Object.entries(ports).map(([name, port]) => [`${name}_port`, port]));
  await writeFile(file, JSON.stringify({ transport: "tcp", ip: "127.0.0.1", key, ...named }));
  const child = spawn(process.execPath, [main, "--connection-file", file], { cwd: folder, stdio: "ignore" });
  const shell = new Dealer({ linger: 0, receiveTimeout: 60_000 });
  const control = new Dealer({ linger: 0, receiveTimeout: 60_000 });
  shell.connect(`tcp://127.0.0.1:${ports.shell}`);
  control.connect(`tcp://127.0.0.1:${ports.control}`);
  const kernel = { child, ports, shell, control };
  assert.is((await execute(kernel, "1 + 1"))["status"], "ok");
  return kernel;
}

const test = suite<{ folder: string; kernel: Kernel }>("hostile");
test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "steerlab-hostile-"));
  context.kernel = await start(context.folder);
});
test.after(async ({ folder, kernel }) => {
  kernel.shell.close();
  kernel.control.close();
  kernel.child.kill("SIGKILL");
  await delay(300);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const works = async (kernel: Kernel, after: string): Promise<void> => {
  assert.is(kernel.child.exitCode, null, after);
  assert.is((await execute(kernel, "40 + 2"))["status"], "ok", after);
};

test("two hundred raw connections to the heartbeat that send a frame and reset", async ({ kernel }) => {
  const frame = Buffer.from([0x01, 0x00, 0x05, 0x00, ...Buffer.from("ping")]);
  for (let i = 0; i < 200; i++)
    await new Promise<void>((done) => {
      const socket = connect(kernel.ports.hb, "127.0.0.1", () =>
        socket.write(frame, () => {
          socket.resetAndDestroy();
          done();
        }),
      );
      socket.on("error", () => done());
    });
  await works(kernel, "resets");
  for (const port of Object.values(kernel.ports))
    for (const rubbish of [Buffer.alloc(5000, 0xa7), Buffer.from("GET / HTTP/1.1\r\n\r\n"), Buffer.alloc(0)])
      await new Promise<void>((done) => {
        const socket = connect(port, "127.0.0.1", () => socket.end(rubbish));
        socket.on("close", () => done()).on("error", () => done());
        socket.resume();
        setTimeout(() => socket.destroy(), 500);
      });
  await works(kernel, "rubbish");
  const beat = new Request({ linger: 0, receiveTimeout: 10_000 });
  beat.connect(`tcp://127.0.0.1:${kernel.ports.hb}`);
  await beat.send("ping");
  assert.is(String((await beat.receive())[0]), "ping");
  beat.close();
});

test("signed messages whose parts are not what they should be", async ({ kernel }) => {
  const headers = [
    "null",
    "5",
    "[]",
    "{}",
    '{"msg_type":null}',
    '{"msg_type":"execute_request"}',
    "{",
    "\u00ff",
  ];
  const types = ["__proto__", "constructor", "toString", "hasOwnProperty", "nonsense", "nonsense_request"];
  const contents = ["null", "5", "[]", "{}", '{"code":5}', '{"code":null}', '{"code":{}}', '"x"', "{"];
  const requests = [
    "execute_request",
    "complete_request",
    "inspect_request",
    "is_complete_request",
    "history_request",
    "comm_info_request",
    "comm_open",
    "comm_msg",
    "interrupt_request",
    "input_reply",
    "debug_request",
  ];
  const odd = [
    ...headers.map((header) => signed(header, "{}")),
    ...types.map((type) => signed(headerOf(type), "{}")),
    ...requests.flatMap((type) => contents.map((content) => signed(headerOf(type), content))),
    signed(headerOf("complete_request"), '{"code":"a","cursor_pos":1e99}'),
    signed(headerOf("complete_request"), '{"code":"a","cursor_pos":-5}'),
    signed(headerOf("history_request"), '{"hist_access_type":"__proto__"}'),
    signed(headerOf("history_request"), '{"hist_access_type":"search","pattern":"((((*"}'),
    ["<IDS|MSG>"],
    ["<IDS|MSG>", "", "", "", "", ""],
    [""],
  ];
  for (const frames of odd) for (const socket of [kernel.shell, kernel.control]) await socket.send(frames);
  await works(kernel, "odd messages");
  assert.is((await ask(kernel.control, "kernel_info_request", {}))["status"], "ok");
});

test("cells that break their process: the next cell, or the one after, runs", async ({ kernel }) => {
  const cells = [
    "globalThis.Promise = undefined as any; 1",
    "globalThis.Promise = undefined as any; await 0; 2",
    "(globalThis as any).Object = null; (globalThis as any).Symbol = 5; 3",
    "require('fs').closeSync(3)",
    "require('fs').closeSync(4)",
    "process.disconnect()",
    "process.exit(7)",
    "process.removeAllListeners()",
  ];
  for (const code of cells) {
    await execute(kernel, code);
    const [first, second] = [await execute(kernel, "40 + 2"), await execute(kernel, "40 + 2")];
    assert.is(second["status"], "ok", `${code}: ${JSON.stringify(first)}`);
  }
});

test.run();
