// The kernel's process: connection file, session, signals, end.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import { kernelFailure } from "../errors/kernel-errors.js";
import { KernelServer, type Connection } from "./server.js";
import { watchParent } from "./orphan.js";
import { openSession } from "../host/notebook-session.js";

/** How long cells and engines may take to end, ms. */
const grace = 4000;

/** Cells and engines use every processor; what a person asks for meanwhile goes before them. */
const priority = 5;

const isConnection = (value: object): value is Connection =>
  ["transport", "ip", "key", "shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"].every(
    (name) => name in value,
  );

function connectionFrom(path: string): Connection {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw kernelFailure(
      "E806",
      { path, reason: cause instanceof Error ? cause.message : String(cause) },
      { cause },
    );
  }
  if (!value || typeof value !== "object" || !isConnection(value))
    throw kernelFailure("E806", { path, reason: "it lacks a port, a key or an address" });
  return value;
}

/** Serves until a front end asks for the end, or the one that started the kernel is gone. @throws E806 */
export async function startKernel(connectionFile: string): Promise<void> {
  const connection = connectionFrom(connectionFile);
  const { version } = createRequire(import.meta.url)("../../../package.json") as { version: string };
  const session = openSession({ priority });
  const end = (): void => {
    const closed = session.then((open) => open.close());
    void Promise.race([closed, delay(grace)]).finally(() => process.exit(0));
  };
  process.on("SIGINT", () => void session.then((open) => open.interrupt()));
  process.on("SIGTERM", end);
  watchParent(end);
  await new KernelServer(connection, session, version, end).bind();
  // Loads the types while the person still thinks about the first cell.
  const open = await session;
  open.complete("", 0);
  open.inspect("const first = 1", 7);
}
