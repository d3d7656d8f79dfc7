// What front ends are known to send beyond the letter of the protocol, VS Code's extension for Jupyter above all (as its public sources
// say): interrupts on the shell channel or as a signal to this process alone, whole cells with their `%%steer` line, questions about
// texts that were cut, widgets that nobody has.
import { setTimeout as delay } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startClient, type Client } from "../../bench/client.js";

const test = suite("front ends");
let client: Client;
test.before(async () => {
  client = await startClient();
});
test.after(() => client.close());

const loop = "await 0; for (;;) {}";

async function interrupted(how: () => unknown): Promise<string> {
  const cell = client.ask("execute_request", { code: loop });
  await delay(500);
  await how();
  return String((await cell)["evalue"]);
}

test("an interrupt while the process of cells still starts", async () => {
  const cell = client.ask("execute_request", { code: loop });
  await client.ask("interrupt_request", {}, "control");
  assert.is((await cell)["evalue"], "E801: The cell was interrupted.");
});

test("an interrupt on the shell channel, where VS Code sends it when the kernel wants messages", async () => {
  const evalue = await interrupted(() => client.ask("interrupt_request", {}, "shell"));
  assert.is(evalue, "E801: The cell was interrupted.");
});

if (process.platform !== "win32")
  test("a signal to the kernel's process alone, not to its group", async () => {
    assert.is(await interrupted(() => client.signal("SIGINT")), "E801: The cell was interrupted.");
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
