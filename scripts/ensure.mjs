// What must be there before anything of ours can run: a new enough Node, the packages of package-lock.json, a fresh build.
// Plain Node without packages, because it runs on a bare clone.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { complaint } from "./node.cjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A failure whose sentence is all that a person needs. */
export class Plain extends Error {}

/** The exit code of an interrupted program, 128 + SIGINT. */
const interrupted = 130;

class Interrupted extends Plain {
  constructor() {
    super("Interrupted. Run the same command again: what is finished is kept, the rest is made good.");
  }
}

/** Runs the steps of a script; a failure ends it with its sentence and exit code 1. */
export async function main(steps) {
  try {
    process.exitCode = await steps();
  } catch (error) {
    const words = error instanceof Plain ? error.message : String(error?.stack ?? error);
    console.error(`\n${words}`);
    process.exitCode = error instanceof Interrupted ? interrupted : 1;
  }
}

/** Runs a program with its output shown; false when it fails. An interruption ends everything. */
export function run(program, words, options = {}) {
  const { status, signal, error } = spawnSync(program, words, { cwd: root, stdio: "inherit", ...options });
  if (error) throw new Plain(`Could not start ${program}: ${error.message}`);
  if (signal === "SIGINT" || status === interrupted) throw new Interrupted();
  return status === 0;
}

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

export function ensureNode() {
  const said = complaint(process.versions.node);
  if (said) throw new Plain(said);
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

/** Installing and building write into the clone. */
export function ensureWritable(folder = root) {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Plain(
      `The folder ${folder} cannot be written to, and packages have to be installed there.\n` +
        "Copy it to a place of your own (cp -r, then chmod -R u+w), and run the same command there.",
    );
  }
}

export function ensureInstalled() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  ensureWritable();
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
