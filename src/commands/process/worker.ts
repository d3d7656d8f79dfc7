// Entry of the process that does the work of long commands; src/commands/process/supervisor.ts starts it and says when it is to stop.
import { watchParent } from "../../kernel-ext/kernel/orphan.js";
import { interruptedCode } from "./interrupts.js";
import { start } from "../cli/start.js";

// A terminal sends its signals to both processes; this one listens to the other.
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => undefined);
const gone = (): never => process.exit(interruptedCode);
process.once("disconnect", gone);
watchParent(gone);
// Until a command says what an interrupt means to it, there is nothing to finish.
process.on("message", (message) => {
  if (message === "stop" && process.listenerCount("message") === 1) process.exit(interruptedCode);
});
process.channel?.unref();

process.exitCode = await start(process.argv.slice(2));
process.off("disconnect", gone);
if (process.connected) process.disconnect();
