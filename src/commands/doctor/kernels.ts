// Jupyter: whether it is there, and whether our kernel is installed in one of the folders where it looks.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { kernelName } from "../../kernel-ext/kernel/language-info.js";
import type { Finding } from "./finding.js";

type Environment = NodeJS.ProcessEnv;

export function kernels(environment: Environment = process.env): readonly Finding[] {
  return [jupyter(environment), kernel(environment)];
}

function jupyter({ PATH = "" }: Environment): Finding {
  const names = process.platform === "win32" ? ["jupyter.exe", "jupyter.cmd"] : ["jupyter"];
  const found = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const path = found.find((one) => existsSync(one));
  if (path) return { name: "jupyter", state: "there", says: path };
  return {
    name: "jupyter",
    state: "missing",
    says: "not on the PATH",
    remedy:
      "Needed for notebooks in a browser: `pip install jupyterlab`. `steerlab notebook run` works without it.",
  };
}

function kernel(environment: Environment): Finding {
  const specs = jupyterFolders(environment).map((folder) =>
    join(folder, "kernels", kernelName, "kernel.json"),
  );
  const path = specs.find((one) => existsSync(one));
  const name = "steerlab kernel";
  if (!path)
    return {
      name,
      state: "missing",
      says: "not installed",
      remedy: "`steerlab kernel install` installs it.",
    };
  const program = programOf(path);
  if (program && existsSync(program)) return { name, state: "there", says: path };
  const says = `${path} starts ${program ?? "nothing"}, which is not there`;
  return { name, state: "missing", says, remedy: "`steerlab kernel install` again." };
}

/** The script that a kernelspec starts. */
function programOf(path: string): string | null {
  try {
    const { argv } = JSON.parse(readFileSync(path, "utf8")) as { argv?: unknown };
    const words = Array.isArray(argv) ? argv.map(String) : [];
    return words.find((word) => /\.[cm]?[jt]s$/.test(word)) ?? words[0] ?? null;
  } catch {
    return null;
  }
}

/** Where Jupyter looks for data, as `jupyter --paths` lists it. */
function jupyterFolders(environment: Environment): string[] {
  const {
    JUPYTER_PATH = "",
    JUPYTER_DATA_DIR,
    VIRTUAL_ENV,
    CONDA_PREFIX,
    APPDATA,
    PROGRAMDATA,
  } = environment;
  const home = homedir();
  const own: Partial<Record<NodeJS.Platform, string>> = {
    darwin: join(home, "Library", "Jupyter"),
    win32: join(APPDATA ?? join(home, "AppData", "Roaming"), "jupyter"),
  };
  const shared =
    process.platform === "win32"
      ? [join(PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  const { XDG_DATA_HOME = join(home, ".local", "share") } = environment;
  return [
    ...JUPYTER_PATH.split(delimiter).filter(Boolean),
    JUPYTER_DATA_DIR ?? own[process.platform] ?? join(XDG_DATA_HOME, "jupyter"),
    ...[VIRTUAL_ENV, CONDA_PREFIX].flatMap((prefix) => (prefix ? [join(prefix, "share", "jupyter")] : [])),
    ...shared,
  ];
}
