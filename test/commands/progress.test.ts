// Progress: one line in place on a terminal, one line per tenth elsewhere; rates by hand calculation with a clock we set.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { progressLine } from "../../src/commands/output/terminal-progress.js";
import { duration } from "../../src/runtime/report/words/format-number.js";

function screen(isTTY: boolean, columns = 120) {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string) => written.push(text) };
}
const passes = (done: number, total: number) => ({ task: "curve", done, total, unit: "passes" as const });

test("a pipe gets a line per tenth, with rate and time left", () => {
  const pipe = screen(false);
  let time = 0;
  const line = progressLine(pipe, () => time);
  for (let done = 1; done <= 20; done++) {
    time += 1000;
    line.show(passes(done, 20));
  }
  assert.is(pipe.written.length, 10);
  // One pass was done when the clock began: after the second, 1 in 1 s, and 18 more take 18 s.
  assert.is(pipe.written[0], "curve: 10 % (2 of 20 passes), 1.0/s, 18 s left\n");
  assert.is(pipe.written[9], "curve: 100 % (20 of 20 passes), 1.0/s\n");
});

test("a terminal gets a bar that updates in place and goes away", () => {
  const tty = screen(true);
  let time = 0;
  const line = progressLine(tty, () => time);
  line.show(passes(0, 10));
  time = 50;
  line.show(passes(1, 10)); // too soon to draw again
  time = 1000;
  line.show(passes(5, 10));
  line.show(passes(10, 10));
  assert.equal(tty.written, [
    `\r\x1b[Kcurve  [${" ".repeat(24)}] 0 of 10 passes`,
    `\r\x1b[Kcurve  [${"=".repeat(12)}${" ".repeat(12)}] 5 of 10 passes, 5.0/s, 1 s left`,
    "\r\x1b[K",
  ]);
});

test("what an earlier run had finished does not count for the rate", () => {
  const pipe = screen(false);
  let time = 0;
  const line = progressLine(pipe, () => time);
  line.show(passes(50, 100));
  time = 1000;
  line.show(passes(60, 100));
  assert.is(pipe.written[0], "curve: 60 % (60 of 100 passes), 10/s, 4 s left\n");
});

test("bytes are shown in MB, and a narrow terminal is not overrun", () => {
  const tty = screen(true, 30);
  progressLine(tty).show({ task: "download", done: 1_500_000, total: 93_000_000, unit: "bytes" });
  assert.is(tty.written[0]!.length, "\r\x1b[K".length + 29);
  const pipe = screen(false);
  let time = 0;
  const line = progressLine(pipe, () => time);
  line.show({ task: "download", done: 0, total: 93_000_000, unit: "bytes" });
  time = 10_000;
  line.show({ task: "download", done: 46_500_000, total: 93_000_000, unit: "bytes" });
  assert.is(pipe.written[0], "download: 50 % (46.5 of 93.0 MB), 4.7 MB/s, 10 s left\n");
});

test("tenths that come at once are told together, and the end of a told task always", () => {
  const pipe = screen(false);
  let time = 0;
  const line = progressLine(pipe, () => time);
  line.show(passes(0, 10));
  time = 2000;
  for (const done of [2, 3, 4]) line.show(passes(done, 10));
  time = 2500;
  line.show(passes(10, 10));
  assert.equal(pipe.written, [
    "curve: 20 % (2 of 10 passes), 1.0/s, 8 s left\n",
    "curve: 100 % (10 of 10 passes), 4.0/s\n",
  ]);
});

test("a short task is not worth a line in a pipe", () => {
  const pipe = screen(false);
  const line = progressLine(pipe, () => 0);
  line.show(passes(0, 2));
  line.show(passes(2, 2));
  assert.equal(pipe.written, []);
});

test("durations", () => {
  assert.equal([8.4, 65, 7400].map(duration), ["8 s", "1:05 min", "2:03:20 h"]);
});

test.run();
