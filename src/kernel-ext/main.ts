// Entry of the kernel: main.js --connection-file FILE (or --config-path FILE, as older kernels call it).
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { startKernel } from "./kernel/kernel-process.js";

// Node lets its heap grow to several times of what is in use before it collects; a kernel lives for days beside other programs.
setFlagsFromString("--heap-growing-percent=30");

const { values } = parseArgs({
  options: { "connection-file": { type: "string" }, "config-path": { type: "string" } },
});

startKernel(values["connection-file"] ?? values["config-path"] ?? "").catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
