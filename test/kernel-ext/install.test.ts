// The kernel's specification in Jupyter's folders.
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { install, uninstall } from "../../src/kernel-ext/kernel/kernelspec.js";

const test = suite("install");
const kept = process.env["JUPYTER_DATA_DIR"];
let folder: string;
let main: string;

test.before(async () => {
  folder = await mkdtemp(join(tmpdir(), "steerlab-install-"));
  main = join(folder, "main.js");
  await writeFile(main, "");
});
test.after(async () => {
  if (kept === undefined) delete process.env["JUPYTER_DATA_DIR"];
  else process.env["JUPYTER_DATA_DIR"] = kept;
  await rm(folder, { recursive: true });
});

test("below a prefix, and away again", async () => {
  const { folder: made } = await install({ prefix: folder, main });
  assert.is(made, join(folder, "share", "jupyter", "kernels", "steer"));
  assert.equal(JSON.parse(await readFile(join(made, "kernel.json"), "utf8")), {
    argv: [process.execPath, "--max-semi-space-size=4", main, "--connection-file", "{connection_file}"],
    display_name: "Steer (TypeScript)",
    language: "typescript",
    interrupt_mode: process.platform === "win32" ? "message" : "signal",
    metadata: {},
  });
  assert.is(await uninstall({ prefix: folder }), made);
  assert.is(await uninstall({ prefix: folder }), null);
  assert.equal(await readdir(join(folder, "share", "jupyter", "kernels")), []);
});

test("in the user's Jupyter folder", async () => {
  process.env["JUPYTER_DATA_DIR"] = join(folder, "data");
  const { folder: made } = await install({ main });
  assert.is(made, join(folder, "data", "kernels", "steer"));
  assert.is(await uninstall(), made);
});

test("a program that is not built", async () => {
  const absent = join(folder, "absent.js");
  const message = await install({ prefix: folder, main: absent }).then(
    () => "",
    (error: Error) => error.message,
  );
  assert.is(
    message,
    `E807: The kernel's program "${absent}" is not there. Build steerlab first with \`npm run build\`, then install the kernel again.`,
  );
});

test.run();
