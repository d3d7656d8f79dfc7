// Builds the grammar, then dist/. Skips what is up to date. `node scripts/build.mjs grammar` builds the grammar only.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  mkdirSync,
  renameSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const path = (...parts) => join(root, ...parts);

function run(script, args) {
  return spawnSync(process.execPath, [path("node_modules", script), ...args], {
    cwd: root,
    encoding: "utf8",
  });
}

/** grammar/steer.ne -> src/dsl/grammar.ts. An undefined symbol is only a warning to nearley; here it fails. */
export function buildGrammar() {
  const source = path("grammar", "steer.ne");
  const target = path("src", "dsl", "grammar.ts");
  if (existsSync(target) && statSync(target).mtimeMs > statSync(source).mtimeMs) return;
  const fresh = `${target}.${process.pid}`;
  const done = run("nearley/bin/nearleyc.js", [source, "-o", fresh]);
  const said = done.stdout + done.stderr;
  if (done.status !== 0 || said.includes("WARN")) {
    rmSync(fresh, { force: true });
    throw new Error(`The grammar does not build:\n${said}`);
  }
  renameSync(fresh, target);
  console.log("grammar built");
}

function stamp() {
  const hash = createHash("sha256");
  const files = readdirSync(path("src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [
    ...files,
    path("tsconfig.json"),
    path("tsconfig.build.json"),
    path("package.json"),
  ].sort())
    hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/** Whether every source has its file in dist/; an interrupted copy or clean-up leaves some out. */
const whole = () =>
  readdirSync(path("src"), { recursive: true })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .every((name) => existsSync(path("dist", name.replace(/\.ts$/, ".js"))));

/** src -> dist, unless dist was made from the very same files. */
export function build() {
  buildGrammar();
  const mark = path("dist", ".stamp");
  const now = stamp();
  if (existsSync(mark) && readFileSync(mark, "utf8") === now && whole()) return;
  rmSync(mark, { force: true });
  const done = run("typescript/bin/tsc", ["-p", "tsconfig.build.json"]);
  if (done.status !== 0) throw new Error(`The TypeScript does not build:\n${done.stdout}${done.stderr}`);
  mkdirSync(path("dist"), { recursive: true });
  writeFileSync(mark, now);
  console.log("dist built");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (process.argv[2] === "grammar") buildGrammar();
    else build();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
