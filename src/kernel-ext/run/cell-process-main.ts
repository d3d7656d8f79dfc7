// Entry of the process that runs cells: main.js OUT. It knows JavaScript, the runtime and how values look, and nothing of
// TypeScript, the language or the protocol.
import type { Report, Request } from "../host/cell-process-messages.js";
import { openRunner } from "./cell-runner.js";
import { watchStops } from "./interrupt-flag.js";

const send = (report: Report): void => {
  process.send?.(report);
};
const [out = process.cwd()] = process.argv.slice(2);
const stops = watchStops();
const runner = await openRunner({ out, stops, send });

const requests: { [K in Request["kind"]]: (request: Extract<Request, { kind: K }>) => void } = {
  run: ({ id, cell }) => void runner.run(id, cell),
  interrupt: ({ id }) => runner.interrupt(id),
};

process.on("message", (request: Request) => (requests[request.kind] as (request: Request) => void)(request));
process.on("disconnect", () => void runner.close().finally(() => process.exit(0)));
// A signal stops what computes before it waits; for the rest the other process says what is interrupted.
process.on("SIGINT", () => undefined);
send({ kind: "ready" });
for (const event of ["unhandledRejection", "uncaughtException"] as const) process.on(event, runner.unhandled);
