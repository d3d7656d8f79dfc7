// The pieces of the protocol: messages, queues, cursor positions.
import { createHmac } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Channel } from "../../src/kernel-ext/kernel/send-queue.js";
import { toPoints, toUnits } from "../../src/kernel-ext/kernel/codepoints.js";
import { Executions } from "../../src/kernel-ext/kernel/execution-queue.js";
import { joined } from "../../src/kernel-ext/run/output-batching.js";
import { decode, encode } from "../../src/kernel-ext/kernel/wire-protocol.js";

const test = suite("wire");

test("a message is signed, and comes back as it was", () => {
  const frames = encode(
    "status",
    { execution_state: "idle" },
    { parent: null, identities: ["id"], key: "k" },
  );
  const [id, delimiter, signature, ...parts] = frames as string[];
  assert.equal([id, delimiter, parts.length], ["id", "<IDS|MSG>", 4]);
  const expected = createHmac("sha256", "k").update(parts.join("")).digest("hex");
  assert.is(signature, expected);
  const received = frames.map((frame) => Buffer.from(frame));
  const message = decode(received, "k");
  assert.equal(message?.content, { execution_state: "idle" });
  assert.is(message?.header.msg_type, "status");
  assert.is(decode(received, "other"), null);
  assert.is(decode(received.slice(1), "k")?.identities.length, 0);
  assert.is(decode(received.slice(0, 4), "k"), null);
  assert.is(decode([], "k"), null);
});

test("cursor positions count code points; an emoji is one, and two UTF-16 units", () => {
  const text = "a😀b";
  assert.equal(
    [0, 1, 2, 3, 9].map((points) => toUnits(text, points)),
    [0, 1, 3, 4, 4],
  );
  assert.equal(
    [0, 1, 2, 3, 4].map((units) => toPoints(text, units)),
    [0, 1, 1, 2, 3],
  );
});

test("sends wait for each other, and one that fails does not stop the next", async () => {
  const sent: string[] = [];
  let pending = 0;
  const channel = new Channel({
    async send([frame]) {
      assert.is(pending++, 0);
      await delay(1);
      pending--;
      if (frame === "bad") throw new Error("gone");
      sent.push(String(frame));
    },
  });
  for (const frame of ["a", "bad", "b"]) channel.send([frame]);
  await channel.drained();
  assert.equal(sent, ["a", "b"]);
});

test("printed text is joined, in order with everything else; the first piece does not wait", async () => {
  const passed: string[] = [];
  const { emit, flush } = joined((event) => passed.push(event.type === "stream" ? event.text : event.type));
  for (let i = 0; i < 4; i++) emit({ type: "stream", name: "stdout", text: `${i}` });
  assert.equal(passed, ["0"]);
  emit({ type: "display_data", data: {} });
  emit({ type: "stream", name: "stdout", text: "o" });
  emit({ type: "stream", name: "stderr", text: "e" });
  assert.equal(passed, ["0", "123", "display_data", "o"]);
  await delay(60);
  assert.equal(passed.at(-1), "e");
  emit({ type: "stream", name: "stdout", text: "x" });
  emit({ type: "stream", name: "stdout", text: "y".repeat(70_000) });
  assert.is(passed.at(-1)!.length, 70_000);
  flush();
  assert.is(passed.length, 7);
});

test("a failure aborts what waits behind it, unless it was not to", async () => {
  const log: string[] = [];
  const executions = new Executions((error) => assert.unreachable(String(error)));
  const add = (name: string, status: "ok" | "error", stopOnError = true): void =>
    executions.add({
      stopOnError,
      run: async (settle) => {
        await delay(5);
        await settle(status === "error");
        log.push(name);
      },
      abort: () => log.push(`${name} aborted`),
    });
  add("1", "ok");
  add("2", "error", false);
  add("3", "error");
  add("4", "ok");
  await delay(200);
  add("5", "ok");
  await delay(50);
  assert.equal(log, ["1", "2", "3", "4 aborted", "5"]);
});

test.run();
