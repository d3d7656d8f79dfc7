// Makes the kernel known to Jupyter: a folder with kernel.json in Jupyter's data folder. Needs no Python.
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { writeAtomically } from "../../runtime/files/index.js";
import { kernelFailure } from "../errors/kernel-errors.js";
import { kernelName, specification } from "./language-info.js";
import { packageFolder } from "../typescript/package-names.js";

/** A kernel lives for days: a small young generation keeps 60 MB for the programs that do the work. */
const thrift = "--max-semi-space-size=4";

export interface InstallOptions {
  /** Install below DIR/share/jupyter, e.g. a virtual environment; default: for the user. */
  readonly prefix?: string | undefined;
  /** The kernel's program; default: the built one of this package. */
  readonly main?: string;
}

/** Where Jupyter looks for what a user installs, by platform. */
const userFolders: Partial<Record<NodeJS.Platform, () => string>> = {
  darwin: () => join(homedir(), "Library", "Jupyter"),
  win32: () => join(process.env["APPDATA"] ?? join(homedir(), "AppData", "Roaming"), "jupyter"),
};

const otherFolder = (): string =>
  join(process.env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "jupyter");

function folderOf(prefix: string | undefined): string {
  const data = prefix
    ? join(resolve(prefix), "share", "jupyter")
    : process.env["JUPYTER_DATA_DIR"] || (userFolders[process.platform] ?? otherFolder)();
  return join(data, "kernels", kernelName);
}

/** Writes the kernel's specification. @throws E807 when steerlab is not built, E701 when it cannot be written */
export async function install({ prefix, main }: InstallOptions = {}): Promise<{ folder: string }> {
  const file = main ?? join(packageFolder, "dist", "kernel-ext", "main.js");
  if (!existsSync(file)) throw kernelFailure("E807", { file });
  const folder = folderOf(prefix);
  const { display_name, language } = specification;
  const spec = {
    argv: [process.execPath, thrift, file, "--connection-file", "{connection_file}"],
    display_name,
    language,
    // Signals reach a cell that never waits; Windows has none for programs other than Python.
    interrupt_mode: process.platform === "win32" ? "message" : "signal",
    metadata: {},
  };
  await writeAtomically(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 1)}\n`);
  return { folder };
}

/** Takes the specification away. @returns the folder it was in, or null when there was none */
export async function uninstall({ prefix }: Pick<InstallOptions, "prefix"> = {}): Promise<string | null> {
  const folder = folderOf(prefix);
  if (!existsSync(join(folder, "kernel.json"))) return null;
  await rm(folder, { recursive: true, force: true });
  return folder;
}
