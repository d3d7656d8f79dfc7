// What of a machine decides the last digits of its numbers: the instructions that ONNX Runtime chooses its kernels by, and how many
// threads share a pass. Machines with equal words, and equal versions, compute equal bits.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { arch, cpus } from "node:os";

/** From the widest down: ONNX Runtime takes the first whose instructions are all there. */
const widths: readonly (readonly [name: string, needs: readonly string[]])[] = [
  ["avx512", ["avx512f", "avx512bw", "avx512dq", "avx512vl"]],
  ["avx2", ["avx2", "fma"]],
  ["avx", ["avx"]],
  ["sse", []],
];
/** Instructions that kernels for whole numbers and halves are chosen by. */
const extras: Readonly<Record<string, readonly string[]>> = {
  x64: ["avx512_vnni", "avx_vnni", "avx512_bf16", "amx_tile"],
  arm64: ["asimddp", "i8mm", "bf16", "sve"],
};

/** "x64 avx512 avx512_vnni", "arm64 asimddp i8mm", from the processor's flags. */
export function kernelClass(architecture: string, flags: ReadonlySet<string>): string {
  const width = widths.find(([, needs]) => needs.every((flag) => flags.has(flag)))!;
  const more = (extras[architecture] ?? []).filter((flag) => flags.has(flag));
  return [architecture, ...(architecture === "x64" ? [width[0]] : []), ...more].join(" ");
}

/** The processor's flags, by the names that Linux gives them; null where the system does not say. */
function flagsOf(): ReadonlySet<string> | null {
  try {
    if (process.platform === "linux") {
      const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"));
      return line && new Set(line[1]!.split(" "));
    }
    if (process.platform === "darwin" && arch() === "x64") {
      const names = ["machdep.cpu.features", "machdep.cpu.leaf7_features"];
      const text = execFileSync("/usr/sbin/sysctl", ["-n", ...names], { encoding: "utf8" });
      return new Set(text.toLowerCase().replaceAll("avx1.0", "avx").split(/\s+/));
    }
  } catch {
    // The name of the processor says it as well, if less shortly.
  }
  return null;
}

let known: string | undefined;

/** This machine's class of kernels; where its flags are not known, the name of its processor. */
export function machineKernels(): string {
  const named = (): string => `${arch()} ${cpus()[0]?.model.trim() || "unknown processor"}`;
  const flags = flagsOf();
  return (known ??= flags ? kernelClass(arch(), flags) : named());
}
