// Cells and engines come after whatever answers front ends.
import { existsSync } from "node:fs";
import { getPriority } from "node:os";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openSession } from "../../src/kernel-ext/host/notebook-session.js";
import { resultText } from "./opened.js";

const test = suite("priority");

test("the process of cells has the priority that was asked for, also where groups of processes are weighed", async () => {
  const session = await openSession({ priority: 5 });
  try {
    const own = await session.execute('import { getPriority } from "node:os"; getPriority()');
    assert.is(resultText(own), String(Math.max(5, getPriority())));
    if (!existsSync("/proc/self/autogroup")) return;
    const group = await session.execute(
      'import { readFileSync } from "node:fs"; readFileSync("/proc/self/autogroup", "utf8")',
    );
    assert.match(resultText(group), /nice 5\\n'$/);
  } finally {
    await session.close();
  }
});

test.run();
