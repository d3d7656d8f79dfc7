// What must be there before anything of ours can run: a new enough Node, the packages of package-lock.json, a fresh build.
// Plain Node without packages, because it runs on a bare clone.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A failure whose sentence is all that a person needs. */
export class Plain extends Error {}

/** Runs the steps of a script; a failure ends it with its sentence and exit code 1. */
export async function main(steps) {
  try {
    process.exitCode = await steps();
  } catch (error) {
    const words = error instanceof Plain ? error.message : String(error?.stack ?? error);
    console.error(`\n${words}`);
    process.exitCode = 1;
  }
}

/** Runs a program with its output shown; false when it fails. */
export function run(program, words, options = {}) {
  const { status, error } = spawnSync(program, words, { cwd: root, stdio: "inherit", ...options });
  if (error) throw new Plain(`Could not start ${program}: ${error.message}`);
  return status === 0;
}

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Compares "20.9.1" with "20.19" number by number. */
export function atLeast(version, wanted) {
  const parts = version.split(".").map(Number);
  for (const [i, want] of wanted.split(".").map(Number).entries())
    if ((parts[i] ?? 0) !== want) return (parts[i] ?? 0) > want;
  return true;
}

export function ensureNode() {
  const wanted = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).engines.node.replace(">=", "");
  if (atLeast(process.versions.node, wanted)) return;
  throw new Plain(
    `steerlab needs Node ${wanted} or newer; this is Node ${process.versions.node}.\n` +
      "Install a newer one (https://nodejs.org), then run the same command again.",
  );
}

/** Names of packages that package-lock.json asks for and node_modules lacks or has in another version. */
export function missingPackages(folder = root) {
  const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : null);
  const wanted = read(join(folder, "package-lock.json")) ?? {};
  // npm writes this list itself, as the last step of a complete installation.
  const there = read(join(folder, "node_modules", ".package-lock.json"));
  const needed = Object.entries(wanted).filter(
    ([path, p]) => path.startsWith("node_modules/") && !p.optional,
  );
  const key = (p) => JSON.stringify([p?.version, p?.integrity, p?.link && p.resolved]);
  return needed
    .filter(([path, p]) => !there || key(there[path]) !== key(p) || !existsSync(join(folder, path)))
    .map(([path]) => path.replace(/^.*node_modules\//, ""));
}

export function ensureInstalled() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const since = Date.now();
  console.log(`Installing packages (npm ci): ${missing.length} are missing; about a minute the first time…`);
  // Under `npm start` npm says where it is; calling that file needs no shell on any system.
  const npm = process.env.npm_execpath;
  const ok = npm?.endsWith(".js")
    ? run(process.execPath, [npm, "ci"])
    : run("npm", ["ci"], { shell: process.platform === "win32" });
  if (!ok)
    throw new Plain(
      "Installing the packages failed; npm says why above.\n" +
        "It needs a connection to the npm registry (or a mirror in your ~/.npmrc) and about 700 MB of disk.",
    );
  console.log(`Installed in ${seconds(since)}.`);
}

/** Builds dist/; scripts/build.mjs does nothing when it was built from these very sources. */
export function ensureBuilt() {
  const since = Date.now();
  if (!run(process.execPath, [join(root, "scripts", "build.mjs")]))
    throw new Plain("The build failed; the reason stands above.");
  return seconds(since);
}
