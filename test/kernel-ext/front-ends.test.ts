// What front ends are known to send beyond the letter of the protocol, VS Code's extension for Jupyter above all (as its public sources
// say): interrupts on the shell channel or as a signal to this process alone, whole cells with their `%%steer` line, questions about
// texts that were cut, widgets that nobody has.
import { setTimeout as delay } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startClient, type Client } from "../../bench/client.js";
import type { Content } from "../../src/kernel-ext/kernel/wire-protocol.js";

const test = suite("front ends");
let client: Client;
test.before(async () => {
  client = await startClient();
});
test.after(() => client.close());

const loop = "await 0; for (;;) {}";

/** What a cell that never ends by itself fails with, when it is interrupted as soon as `ready`; an error when it goes on for a minute. */
async function interrupted(how: () => unknown, ready: () => Promise<unknown>): Promise<string> {
  const cell = client.ask("execute_request", { code: loop });
  await ready();
  await how();
  const late = delay(60_000, null, { ref: false }).then(() =>
    assert.unreachable("the cell was not interrupted"),
  );
  return String(((await Promise.race([cell, late])) as Content)["evalue"]);
}

const running = (): Promise<unknown> => delay(500);

/** The kernel has the cell: sockets have no order among each other, and what it does not have it cannot interrupt. */
async function received(): Promise<void> {
  for (let tries = 0; tries < 500 && client.published("execute_input").length === 0; tries++) await delay(10);
}

test("an interrupt while the process of cells still starts", async () => {
  const evalue = await interrupted(() => client.ask("interrupt_request", {}, "control"), received);
  assert.is(evalue, "E801: The cell was interrupted.");
});

test("an interrupt on the shell channel, where VS Code sends it when the kernel wants messages", async () => {
  const evalue = await interrupted(() => client.ask("interrupt_request", {}, "shell"), running);
  assert.is(evalue, "E801: The cell was interrupted.");
});

if (process.platform !== "win32")
  test("a signal to the kernel's process alone, not to its group", async () => {
    const evalue = await interrupted(() => client.signal("SIGINT"), running);
    assert.is(evalue, "E801: The cell was interrupted.");
  });

test("completion gets the whole cell; what is asked about a candidate may be cut anywhere", async () => {
  const code = "%%steer\nconcept C {\n  pa";
  const reply = await client.ask("complete_request", { code, cursor_pos: code.length });
  assert.ok((reply["matches"] as string[]).includes("pair"));
  assert.is(code.slice(reply["cursor_start"] as number, reply["cursor_end"] as number), "pa");
  for (const cut of ["%%pair", "%%stepair", "%%", ""]) {
    const { status, found } = await client.ask("inspect_request", { code: cut, cursor_pos: cut.length + 3 });
    assert.equal([status, found], ["ok", false], cut);
  }
});

test("a widget that wants to talk is told that nobody is there", async () => {
  assert.equal((await client.ask("comm_info_request", { target_name: "jupyter.widget" }))["comms"], {});
  void client.ask("comm_open", { comm_id: "one", target_name: "jupyter.widget", data: {} });
  await client.ask("kernel_info_request", {});
  for (let tries = 0; tries < 50 && client.published("comm_close").length === 0; tries++) await delay(20);
  assert.equal(client.published("comm_close"), [{ comm_id: "one", data: {} }]);
});

test.run();
