// Devices: what ONNX Runtime lists, and whether a session opens on each, tried in a process of its own.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { deviceNeeds } from "../../runtime/engine/devices.js";
import type { Device } from "../../runtime/engine/types.js";
import type { Finding } from "./finding.js";

/** A device that hangs or crashes takes only its own process with it. */
const limit = 30_000;
const script = fileURLToPath(new URL(`./probe${import.meta.url.slice(-3)}`, import.meta.url));

export async function devices(): Promise<readonly Finding[]> {
  return (Object.keys(deviceNeeds) as Device[]).map(probe);
}

function probe(device: Device): Finding {
  const words = [...process.execArgv, script, device];
  const { status, stdout, signal } = spawnSync(process.execPath, words, { encoding: "utf8", timeout: limit });
  const says = stdout.trim().split("\n").at(-1) || (signal ? `ended by ${signal}` : `exit code ${status}`);
  if (status === 0) return { name: device, state: "there", says };
  return device === "cpu"
    ? {
        name: device,
        state: "broken",
        says,
        remedy: "Run `npm ci` again; if that does not help, report this page.",
      }
    : { name: device, state: "missing", says, remedy: `Needs ${deviceNeeds[device]}.` };
}
