// Entry of the kernel: main.js --connection-file FILE (or --config-path FILE, as older kernels call it).
import { parseArgs } from "node:util";
import { startKernel } from "./kernel.js";

const { values } = parseArgs({
  options: { "connection-file": { type: "string" }, "config-path": { type: "string" } },
});

startKernel(values["connection-file"] ?? values["config-path"] ?? "").catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
