// Jupyter's own client, where there is one, and the kernel as it starts it: as it was built, through a specification.
import { spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFolder } from "../../src/kernel-ext/typescript/package-names.js";
import { typesOfSteerlab } from "../../src/kernel-ext/typescript/steerlab-types.js";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A Python that has these modules, or null. */
export function pythonWith(...modules: readonly string[]): string | null {
  const found = [process.env["STEERLAB_TEST_PYTHON"] ?? "python3", "python"];
  const has = (python: string): boolean =>
    spawnSync(python, ["-c", `import ${modules.join(", ")}`], { stdio: "ignore" }).status === 0;
  return found.find(has) ?? null;
}

/** The name under which the clients find the kernel. */
export const kernelName = "steer-test";

/** A new folder with the kernel's specification in its sub-folder "jupyter". */
export async function kernelFolder(): Promise<string> {
  // Made once here, so that the kernel's first cell need not wait for them.
  typesOfSteerlab(packageFolder);
  const folder = await mkdtemp(join(tmpdir(), "steerlab-protocol-"));
  const kernels = join(folder, "jupyter", "kernels", kernelName);
  await mkdir(kernels, { recursive: true });
  const argv = [process.execPath, path("../../dist/kernel-ext/main.js")];
  const spec = {
    argv: [...argv, "--connection-file", "{connection_file}"],
    display_name: "Steer",
    language: "typescript",
    interrupt_mode: "signal",
  };
  await writeFile(join(kernels, "kernel.json"), JSON.stringify(spec));
  return folder;
}

/** Runs a client of this folder in the given one, which is removed afterwards. */
export async function runClient(
  python: string,
  name: string,
  folder: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    JUPYTER_PATH: join(folder, "jupyter"),
    STEERLAB_CACHE: join(folder, "cache"),
  };
  const child = spawn(python, [path(name), kernelName], { cwd: folder, env });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  await rm(folder, { recursive: true, force: true });
  return { code, stdout, stderr };
}
