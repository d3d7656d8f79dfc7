// Interrupts while JavaScript computes and hears nothing: the front process ends the one behind it.
import { execFileSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isRunning } from "./processes.js";
import { newFolder, smallProgram, type Folder } from "./steerlab.js";

const test = suite<{ folder: Folder }>("interrupt");
test.before(async (context) => {
  context.folder = await newFolder();
  // Minutes of resampling, without a wait in it.
  await context.folder.write(
    "long.steer",
    smallProgram("  intervals   95% from 20000000 resamples seed 0\n", ""),
  );
});
test.after(({ folder }) => folder.remove());

/** Processes that run steerlab's files and have this process among those that they came from. */
function below(pid: number): number[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const children = (of: number): number[] =>
    pairs.filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...children(child)]);
  return children(pid);
}

for (const [what, second] of [
  ["a second SIGINT", "SIGINT"],
  ["SIGKILL of the front process", "SIGKILL"],
] as const)
  test(`${what} ends everything while statistics are computed`, async ({ folder }) => {
    const running = folder.start(["run", "long.steer"]);
    // Nothing tells when the resampling begins: what is before it takes a second or two.
    await delay(8000);
    assert.is(running.child.exitCode, null);
    const processes = below(running.child.pid!);
    assert.ok(processes.length >= 1, "nothing runs behind the front process");
    if (second === "SIGINT") {
      running.child.kill("SIGINT");
      await running.saidOnStderr(/It computes and cannot listen now; Ctrl-C again ends it at once\./);
    }
    const since = Date.now();
    running.child.kill(second);
    const { code } = await running.outcome;
    if (second === "SIGINT") {
      assert.is(code, 130);
      assert.ok(Date.now() - since < 5000, `${Date.now() - since} ms`);
    }
    for (const end = Date.now() + 12_000; processes.some(isRunning) && Date.now() < end;) await delay(100);
    assert.equal(processes.filter(isRunning), []);
  });

test.run();
