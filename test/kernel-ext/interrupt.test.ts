// Interrupts: of loops before and after a wait, of other work, of waits, and of a measurement; and what goes on meanwhile.
import { rename } from "node:fs/promises";
import { join } from "node:path";
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

/** What a cell becomes that is interrupted once it runs, and how long that took (ms). */
async function stopped(code: string): Promise<{ error: string; took: number }> {
  let began = NaN;
  const interrupt = (): void => {
    began = performance.now();
    opened.session.interrupt();
  };
  const result = await opened.session.execute(`console.log("runs"); ${code}`, {
    onOutput: (event) => event.type === "stream" && setTimeout(interrupt, 300),
  });
  return { error: errorText(result), took: performance.now() - began };
}

test.before(async () => {
  await opened.session.execute('let turns = 0; import { currentSession } from "steerlab"');
});

const cells: Readonly<Record<string, string>> = {
  "a loop that never waits": "const x = 1; for (;;) turns++;",
  "a loop after the cell has waited": "await 0; for (;;) turns++;",
  "a loop that catches what is thrown in it":
    "await 0; for (;;) try { while (true) turns++ } catch { turns = 1 }",
  "a loop in a function that was called after a timer":
    "await new Promise((r) => setTimeout(r, 10)); [1].forEach(() => { do turns++; while (true) })",
  "work that is no loop, before the cell waits": '/^(a+)+$/.test("a".repeat(60) + "b")',
  "a wait without end": "await new Promise(() => setInterval(() => {}, 1000))",
  "a wait that is no top-level wait": "await (async () => { await new Promise(() => {}) })()",
};

for (const [name, code] of Object.entries(cells))
  test(`${name} is interrupted, and the session goes on`, async () => {
    const { error, took } = await stopped(code);
    assert.is(error, interrupted);
    // A wait may use its second to wind down; the rest is the patience of a busy machine.
    assert.ok(took < 5000, `${took} ms`);
    assert.is(resultText(await opened.session.execute("6 * 7")), "42");
    assert.is(resultText(await opened.session.execute("currentSession().signal.aborted")), "false");
  });

test("what was computed before the interrupt is there; names of the interrupted cell are not", async () => {
  assert.is(resultText(await opened.session.execute("turns > 0")), "true");
  await stopped("const fresh = 1; await 0; for (;;);");
  assert.match(errorText(await opened.session.execute("fresh")), "Cannot find name 'fresh'");
});

test("an interrupt when nothing runs, or of a cell that has ended, stops nothing", async () => {
  opened.session.interrupt();
  const first = opened.session.execute("1");
  const second = opened.session.execute("await 0; let sum = 0; for (let i = 0; i < 1e6; i++) sum += i; sum");
  await first;
  assert.is(resultText(await second), "499999500000");
});

test("questions are answered while a cell computes without waiting", async () => {
  const { session } = opened;
  await session.execute("const asked = { inner: 1 }");
  let slowest = 0;
  const running = session.execute(
    'console.log("runs"); const end = Date.now() + 1500; while (Date.now() < end);',
    {
      onOutput() {
        for (let i = 0; i < 5; i++) {
          const began = performance.now();
          assert.equal(session.complete("asked.in", 8).candidates, ["inner"]);
          assert.match(session.inspect("asked", 2)!, "const asked");
          slowest = Math.max(slowest, performance.now() - began);
        }
      },
    },
  );
  assert.is((await running).error, null);
  assert.ok(slowest > 0 && slowest < 1400, `${slowest} ms`);
});

test("a measurement; what follows runs as if nothing had been", async () => {
  // Long enough that an interrupt at its first sign of progress comes before its end.
  const small = smallProgram("  intervals   95% from 50 resamples seed 0\n");
  const program = `%%steer\n${small.replace("multipliers -1..1", "multipliers -1..1 by 0.003")}`;
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
