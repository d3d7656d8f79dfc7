// The machine: cores and memory.
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import type { Finding } from "./finding.js";

const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

export const machine = (): readonly Finding[] => [
  {
    name: "cores",
    state: "there",
    says: `${availableParallelism()} (${cpus()[0]?.model.trim() ?? "unknown"})`,
  },
  { name: "memory", state: "there", says: `${gib(totalmem())}, ${gib(freemem())} free` },
];
