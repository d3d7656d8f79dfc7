// Interrupts: of a cell that never waits, of one that waits, of one that works on after waiting, and of a measurement.
import { spawn } from "node:child_process";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { smallProgram } from "../end-to-end/steerlab.js";
import { ownCache } from "../models/cache.js";
import { tinyLlama } from "../models/tiny.js";
import { errorText, resultText, withSession } from "./opened.js";

const test = suite("interrupt");
ownCache(test);
const opened = withSession(test, async (folder) => rename(await tinyLlama({}), join(folder, "tiny")));

const interrupted = `SteerError | E801: The cell was interrupted.
steer E801
  The cell was interrupted.
  Names that the cell was declaring keep their earlier values; run the cell again to continue.`;

/** Sends this process a signal from outside: nothing here runs during a loop. */
function signalSoon(seconds: number): void {
  const code = `setTimeout(() => process.kill(${process.pid}, "SIGINT"), ${seconds * 1000})`;
  spawn(process.execPath, ["-e", code], { stdio: "ignore" });
}

test("a loop that never waits", async () => {
  await opened.session.execute("let turns = 0");
  signalSoon(0.5);
  const began = Date.now();
  const result = await opened.session.execute("const x = 1; for (;;) turns++");
  assert.is(errorText(result), interrupted);
  assert.ok(Date.now() - began < 20_000);
  assert.is(resultText(await opened.session.execute("turns > 0")), "true");
});

test("a cell that waits", async () => {
  const running = opened.session.execute(
    'import { currentSession } from "steerlab"; const { signal } = currentSession(); await new Promise(() => {})',
  );
  await delay(1500);
  opened.session.interrupt();
  assert.is(errorText(await running), interrupted);
  assert.is(resultText(await opened.session.execute("1 + 1")), "2");
});

test("a cell that works on after it waited ends by itself, and knows that it was interrupted", async () => {
  const handler = (): void => opened.session.interrupt();
  process.on("SIGINT", handler);
  await opened.session.execute('import { currentSession } from "steerlab"');
  signalSoon(0.3);
  const code =
    "await 0; const end = Date.now() + 2500; while (Date.now() < end); await new Promise((r) => setTimeout(r, 20_000))";
  const began = Date.now();
  assert.is(errorText(await opened.session.execute(code)), interrupted);
  assert.ok(Date.now() - began < 15_000);
  process.off("SIGINT", handler);
  assert.is(resultText(await opened.session.execute("currentSession().signal.aborted")), "false");
});

test("a measurement; what follows runs as if nothing had been", async () => {
  const program = `%%steer\n${smallProgram("  intervals   95% from 50 resamples seed 0\n")}`;
  const seen: string[] = [];
  const stopped = await opened.session.execute(program, {
    onOutput(event) {
      const text = "data" in event ? String(event.data["text/plain"]) : "";
      if (!/^e: measure|\ne: measure/.test(text)) return;
      seen.push(text);
      opened.session.interrupt();
    },
  });
  assert.is(errorText(stopped), interrupted);
  assert.ok(seen.length > 0);
  const again = await opened.session.execute(program);
  assert.is(again.error, null, again.error?.traceback.join("\n"));
  assert.ok(again.outputs.some((o) => "data" in o && String(o.data["text/plain"]).startsWith("e: ")));
  assert.is(resultText(await opened.session.execute("e.summary.length")), "2");
});

test.run();
