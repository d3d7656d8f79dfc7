// steerlab sends nothing: ONNX Runtime's telemetry is off, and HF_HUB_OFFLINE=1 opens no socket.
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { newFolder, smallProgram, type Folder } from "./steerlab.js";

const guard = fileURLToPath(new URL("no-sockets.cjs", import.meta.url));

const test = suite<{ folder: Folder; home: string }>("privacy");
test.before(async (context) => {
  context.folder = await newFolder();
  context.home = await mkdtemp(join(tmpdir(), "steerlab-home-"));
  await context.folder.write("small.steer", smallProgram("  under       BASE\n", ""));
});
test.after(async ({ folder, home }) => {
  await folder.remove();
  await rm(home, { recursive: true, force: true });
});

test("no file of ONNX Runtime's telemetry is made", async ({ folder, home }) => {
  const places = Object.fromEntries(
    ["HOME", "XDG_CACHE_HOME", "TMPDIR"].map((name) => [name, join(home, name)]),
  );
  for (const place of Object.values(places)) await mkdir(place);
  const environment = { ...places, ORT_DISABLE_TELEMETRY: undefined };
  for (const words of [["run", "small.steer", "--out", "out"], ["doctor"]]) {
    const { code, stderr } = await folder.steerlab(words, environment);
    assert.is(code, 0, stderr);
  }
  const made = await readdir(home, { recursive: true });
  assert.equal(
    made.filter((name) => /onnx|DeveloperTools|Microsoft|deviceid|\.db$|\.log$/i.test(name)),
    [],
  );
});

test("HF_HUB_OFFLINE=1: no command opens a socket or looks a name up, in any of its processes", async ({
  folder,
  home,
}) => {
  const sockets = join(home, "sockets");
  await folder.write(
    "hub.steer",
    smallProgram("  under       BASE\n", "").replace('"tiny"', '"some/model-nobody-has"'),
  );
  const cell = { cell_type: "code", id: "a", metadata: {}, outputs: [], execution_count: null, source: "1" };
  await folder.write(
    "n.ipynb",
    JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
  );
  const lines: readonly (readonly [words: readonly string[], code: number])[] = [
    [["check", "small.steer"], 0],
    [["plan", "small.steer"], 0],
    [["run", "small.steer", "--out", "again"], 0],
    [["report", "small.steer", "--out", "again.html"], 0],
    [["doctor"], 0],
    [["notebook", "run", "n.ipynb"], 0],
    [["plan", "hub.steer"], 1],
    [["run", "hub.steer"], 1],
  ];
  for (const [words, wanted] of lines) {
    await writeFile(sockets, "");
    const { code, stderr } = await folder.steerlab(words, {
      HF_HUB_OFFLINE: "1",
      SOCKETS: sockets,
      NODE_OPTIONS: `--require ${JSON.stringify(guard)}`,
    });
    assert.is(code, wanted, `${words.join(" ")}: ${stderr}`);
    assert.is(await readFile(sockets, "utf8"), "", words.join(" "));
  }
});

test("the guard of this test sees a socket", async ({ folder, home }) => {
  const sockets = join(home, "sockets");
  await writeFile(sockets, "");
  const { code } = await folder.steerlab(["plan", "hub.steer"], {
    HF_HUB_OFFLINE: undefined,
    HF_ENDPOINT: "http://127.0.0.1:9",
    SOCKETS: sockets,
    NODE_OPTIONS: `--require ${JSON.stringify(guard)}`,
  });
  assert.is(code, 1);
  assert.match(await readFile(sockets, "utf8"), /127\.0\.0\.1/);
});

test.run();
