// `npm test`: installs and builds what is missing, checks types, style and format, then runs every test file in a process
// of its own. Counts what uvu reports; a file that crashes, hangs or holds no test counts as failed. A test that cannot run says
// so (test/skip.ts) and counts as skipped, if test/allowed-skips.json knows the reason; else it counts as failed.
//   node scripts/test.mjs [--fetch] [PART OF A PATH…]     --fetch: first get the model that some tests need
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { clearTimeout, setTimeout } from "node:timers";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode, main, root, run, seconds } from "./ensure.mjs";

const limit = 1500; // seconds for one file
const tool = (...parts) => join(root, "node_modules", ...parts);
const checks = [
  ["types", tool("typescript", "bin", "tsc"), ["--noEmit"]],
  ["lint", tool("eslint", "bin", "eslint.js"), ["."]],
  ["format", tool("prettier", "bin", "prettier.cjs"), ["--check", "--log-level", "warn", "."]],
];

function testFiles(folder = join(root, "test")) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((e) => (e.isDirectory() ? testFiles(join(folder, e.name)) : [join(folder, e.name)]))
    .filter((path) => path.endsWith(".test.ts"))
    .sort();
}

/** Runs one file; never rejects. */
function runFile(path, env) {
  const since = Date.now();
  const pattern = `^${basename(path).replaceAll(".", "\\.")}$`;
  const words = ["--import", "tsx", tool("uvu", "bin.js"), dirname(path), pattern];
  return new Promise((done) => {
    // A group of its own, so that engines and kernels that a hanging test started end with it.
    const grouped = process.platform !== "win32";
    const child = spawn(process.execPath, words, {
      cwd: root,
      env,
      detached: grouped,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let late = false;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    const timer = setTimeout(() => {
      late = true;
      if (grouped) process.kill(-child.pid, "SIGKILL");
      else child.kill("SIGKILL");
    }, limit * 1000);
    child.on("close", (code) => {
      clearTimeout(timer);
      const reasons = allowed[relative(root, path).replaceAll("\\", "/")] ?? [];
      done({ path, output, ...judge(stripColours(output), code, late, reasons), time: seconds(since) });
    });
  });
}

// eslint-disable-next-line no-control-regex
const stripColours = (text) => text.replace(/\x1b\[[0-9;]*m/g, "");

/** The reasons for which the tests of a file may be skipped; `*` stands for any text. */
const allowed = JSON.parse(readFileSync(join(root, "test", "allowed-skips.json"), "utf8"));

function isAllowed(reason, patterns) {
  const pattern = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, (c) => (c === "*" ? ".*" : `\\${c}`));
  return patterns.some((one) => new RegExp(`^${pattern(one)}$`).test(reason));
}

/** What a file's output and exit code mean. `reasons`: for which its tests may be skipped. */
export function judge(output, code, late, reasons = []) {
  const count = (word) => Number(output.match(new RegExp(`^\\s*${word}:\\s+(\\d+)\\s*$`, "m"))?.[1] ?? NaN);
  const [total, passed, left] = ["Total", "Passed", "Skipped"].map(count);
  const skips = [...output.matchAll(/^\[skipped\] (.*)$/gm)].map(([, reason]) => reason.trim());
  const unknown = skips.filter((reason) => !isAllowed(reason, reasons));
  const known = Number.isFinite(total);
  const fault = late
    ? `did not end within ${limit} s`
    : !known
      ? `crashed (exit code ${code})`
      : total === 0
        ? "holds no test"
        : left > 0
          ? `leaves out ${left} tests without a reason`
          : code !== 0 && passed === total
            ? `all tests passed but the exit code is ${code}`
            : unknown.length > 0
              ? `skips a test for a reason that test/allowed-skips.json does not have: "${unknown[0]}"`
              : "";
  const lost = known ? total - passed + unknown.length : 0;
  return {
    passed: known ? Math.max(0, passed - skips.length) : 0,
    failed: Math.max(lost, fault ? 1 : 0),
    skipped: skips.length - unknown.length,
    fault,
    skips,
  };
}

async function runAll(files, env) {
  const results = [];
  const waiting = [...files];
  const worker = async () => {
    for (let path = waiting.shift(); path; path = waiting.shift()) {
      const result = await runFile(path, env);
      results.push(result);
      const name = relative(root, path);
      if (result.failed) console.log(`\nFAILED ${name} ${result.fault}\n${result.output.trim()}\n`);
      else if (process.env.STEERLAB_GOLDEN === "update")
        for (const [line] of result.output.matchAll(/golden\/\S+: (?:new|changed(?:\n[-+].*)*)/g))
          console.log(line);
      else console.log(`  ok  ${name}  ${result.passed}  ${result.time}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
  return results;
}

const clients = ["nbclient<1", "jupyter_client<9", "jupyter_kernel_test<1"];

/** A Python that has Jupyter's own client, for the tests that talk to the kernel through it; null and a reason without one. */
function jupyterPython(cache) {
  const works = (python) =>
    spawnSync(python, ["-c", "import nbclient, jupyter_client, jupyter_kernel_test"], { stdio: "ignore" })
      .status === 0;
  const found = ["python3", "python"].filter(
    (p) => spawnSync(p, ["--version"], { stdio: "ignore" }).status === 0,
  );
  const ready = found.find(works);
  if (ready) return { python: ready };
  if (!found.length) return { reason: "python3 is not installed" };
  const folder = join(cache, "test-python");
  const python =
    process.platform === "win32" ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python");
  if (existsSync(python) && works(python)) return { python };
  mkdirSync(cache, { recursive: true });
  console.log("Getting Jupyter's client for the protocol tests…");
  const quiet = { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" };
  for (const [program, words] of [
    [found[0], ["-m", "venv", "--clear", folder]],
    [python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...clients]],
  ]) {
    const { status, stderr } = spawnSync(program, words, quiet);
    if (status !== 0)
      return { reason: `${words.slice(0, 3).join(" ")} failed: ${(stderr ?? "").trim().split("\n").pop()}` };
  }
  return works(python) ? { python } : { reason: "Jupyter's client does not load" };
}

async function test() {
  ensureNode();
  ensureInstalled();
  ensureBuilt();
  const since = Date.now();
  const words = process.argv.slice(2);
  const parts = words.filter((w) => !w.startsWith("--"));
  const files = testFiles().filter(
    (path) => !parts.length || parts.some((p) => relative(root, path).includes(p)),
  );
  if (!files.length)
    console.log(`No test file ${parts.length ? `has ${parts.join(" or ")} in its path` : "found"}.`);
  let failed = files.length ? 0 : 1;

  for (const [name, program, args] of parts.length ? [] : checks) {
    const began = Date.now();
    const ok = run(process.execPath, [program, ...args]);
    console.log(`  ${ok ? "ok " : "FAILED"} ${name}  ${seconds(began)}`);
    if (!ok) failed += 1;
  }

  const models = await import(pathToFileURL(join(root, "dist", "runtime", "models", "index.js")).href);
  if (words.includes("--fetch") && !(await models.findSmolLM2())) {
    const fetched = run(process.execPath, [join(root, "scripts", "fetch-smollm2.mjs")]);
    if (!fetched) console.log("The model SmolLM2-135M-Instruct could not be fetched; going on without it.");
  }
  const jupyter = jupyterPython(models.cacheFolder());
  const env = {
    ...process.env,
    FORCE_COLOR: "0",
    ...(jupyter.python ? { STEERLAB_TEST_PYTHON: jupyter.python } : {}),
  };

  const results = await runAll(files, env);
  const skips = results.flatMap((r) => r.skips.map((line) => `${relative(root, r.path)}: ${line}`));
  if (jupyter.reason) console.log(`\nNo Jupyter client: ${jupyter.reason}`);
  if (skips.length) console.log(`\nSkipped:\n${skips.map((s) => `  ${s}`).join("\n")}`);
  const bad = results.filter((r) => r.failed);
  if (bad.length)
    console.log(`\nFailed:\n${bad.map((r) => `  ${relative(root, r.path)} ${r.fault}`).join("\n")}`);
  const passed = results.reduce((sum, r) => sum + r.passed, 0);
  failed += results.reduce((sum, r) => sum + r.failed, 0);
  console.log(`\n${files.length} files in ${seconds(since)}`);
  const skipped = results.reduce((sum, r) => sum + r.skipped, 0);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  return failed ? 1 : 0;
}

if (process.argv[1] === join(root, "scripts", "test.mjs")) await main(test);
