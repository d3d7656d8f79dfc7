// The commands that run no experiment: help, check, compile, plan, doctor, kernel, notebook.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { newFolder, smallProgram, type Folder } from "./steerlab.js";

const test = suite<{ folder: Folder }>("commands");
test.before(async (context) => {
  context.folder = await newFolder();
  await context.folder.write("small.steer", smallProgram("  under       BASE\n", "chart e as layer sweep\n"));
});
test.after(({ folder }) => folder.remove());

test("help lists the commands, and each has its own", async ({ folder }) => {
  const { code, stdout } = await folder.steerlab(["--help"]);
  assert.is(code, 0);
  for (const name of [
    "run FILE",
    "report FILE",
    "check FILE…",
    "fmt FILE…",
    "plan FILE",
    "compile FILE",
    "doctor",
    "notebook run FILE…",
    "kernel install",
  ])
    assert.ok(stdout.includes(`\n  ${name} `), `${name} is not listed`);
  const own = await folder.steerlab(["notebook", "run", "--help"]);
  assert.is(own.code, 0);
  assert.match(
    own.stdout,
    /^steerlab notebook run FILE… \[--out DIR\] \[--check\] .*\[--timeout SECONDS\]\n/,
  );
});

test("the version is the package's", async ({ folder }) => {
  const { stdout } = await folder.steerlab(["--version"]);
  const file = new URL("../../package.json", import.meta.url);
  assert.is(stdout.trim(), (JSON.parse(await readFile(file, "utf8")) as { version: string }).version);
});

test("check goes through all files and says what is wrong with each", async ({ folder }) => {
  await folder.write("wrong.steer", "vector v = extract C from m\n");
  const { code, stdout, stderr } = await folder.steerlab([
    "check",
    "small.steer",
    "wrong.steer",
    "absent.steer",
  ]);
  assert.is(code, 1);
  assert.is(stdout, "small.steer: nothing wrong\n");
  assert.match(stderr, /^steer E201 {2}wrong\.steer, line 1, column 20\n/);
  assert.match(stderr, /There is no program at "absent\.steer"\.\nCheck the path\.\n$/);
});

test("compile prints TypeScript that imports only steerlab", async ({ folder }) => {
  const { code, stdout } = await folder.steerlab(["compile", "small.steer"]);
  assert.is(code, 0);
  assert.equal(
    [...stdout.matchAll(/^import .*$/gm)].map(([line]) => line),
    ['import * as _steer from "steerlab";'],
  );
  assert.match(stdout, /await _steer\.chart\(\{ of: e, as: "layer sweep"/);
});

test("fmt writes what changes, names it, and leaves broken programs as they are", async ({ folder }) => {
  await folder.write("loose.steer", "layers  n=3 // three\n");
  await folder.write("wrong.steer", "vector  v=\n");
  const files = ["loose.steer", "wrong.steer"];
  const checked = await folder.steerlab(["fmt", "--check", ...files]);
  assert.is(checked.code, 1);
  assert.is(checked.stdout, "loose.steer: would be reformatted\n");
  const { code, stdout, stderr } = await folder.steerlab(["fmt", ...files]);
  assert.is(code, 1);
  assert.is(stdout, "loose.steer: reformatted\n");
  assert.match(stderr, /^steer E101 {2}wrong\.steer, line 1, column 11\n/);
  assert.is(await readFile(join(folder.path, "loose.steer"), "utf8"), "layers n = 3  // three\n");
  assert.is(await readFile(join(folder.path, "wrong.steer"), "utf8"), "vector  v=\n");
  assert.equal(await folder.steerlab(["fmt", "--check", "loose.steer"]), { code: 0, stdout: "", stderr: "" });
});

test("fmt - prints what stands on standard input", async ({ folder }) => {
  const { child, outcome } = folder.start(["fmt", "-"]);
  child.stdin?.end("layers  n=3");
  assert.equal(await outcome, { code: 0, stdout: "layers n = 3\n", stderr: "" });
});

test("explain prints entries, and says which code may have been meant", async ({ folder }) => {
  const { code, stdout } = await folder.steerlab(["explain", "e113"]);
  assert.is(code, 0);
  assert.is(stdout, 'E113\n\nThis `}` closes nothing.\n\nLeave it out.\n\n  model m = "nano"\n  }\n');
  const unknown = await folder.steerlab(["explain", "E9999"]);
  assert.is(unknown.code, 2);
  assert.match(unknown.stderr, /^There is no error with the code "E9999"\.\n/);
});

test("plan says passes, tokens, one text with its marks and the settings, and keeps no result", async ({
  folder,
}) => {
  const { code, stdout, stderr } = await folder.steerlab(["plan", "small.steer"]);
  assert.is(code, 0, stderr);
  // By hand: 6 test items; 2 layers x 2 multipliers besides 0, 1 untouched text, 3 random directions x 2 layers x 2 multipliers.
  assert.match(stdout, /^e: measure v on C\n {2}items {7}6, 102 numbers\n/);
  assert.match(stdout, /extraction {2}4 pairs, \d+ pass/);
  assert.match(
    stdout,
    /measuring {3}\d+ pass(es)?, \d+ tokens\n {2}instead of {2}\d+ rows, [\d,]+ tokens without sharing: /,
  );
  assert.match(stdout, /\n {4}The \w+ was (great|good)\n {4} +[rsb]/);
  assert.match(stdout, /\n {4}apply +add from answer /);
  assert.match(stdout, /\nTogether: \d+ passes, \d+ tokens; .*\. Nothing has run\.\n$/);
  assert.not.ok(existsSync(join(folder.path, "cache", "store", "results")));
});

test("a plan stops where a program goes on with results", async ({ folder }) => {
  await folder.write(
    "on.steer",
    smallProgram("", "evaluation f = measure v on C { multipliers 0, ${e.summary.length} }\n"),
  );
  const { code, stderr } = await folder.steerlab(["plan", "on.steer"]);
  assert.is(code, 1);
  assert.is(
    stderr,
    "This program has code of its own (1 hole); plan, run and report execute it.\n" +
      "The program goes on with e.summary, which only a run can know.\nRun it with `steerlab run`, or plan the part before that.\n",
  );
});

test("doctor finds the CPU, and says what is missing with a way to get it", async ({ folder }) => {
  const environment = {
    JUPYTER_DATA_DIR: join(folder.path, "jupyter"),
    HF_HUB_CACHE: join(folder.path, "hub"),
  };
  const { code, stdout, stderr } = await folder.steerlab(["doctor", "--json"], environment);
  assert.is(code, 0, stderr);
  type Finding = { name: string; state: string; says: string; remedy?: string };
  const sections = JSON.parse(stdout) as Record<string, Finding[]>;
  assert.equal(Object.keys(sections), ["Versions", "Machine", "Devices", "Models", "Jupyter"]);
  const findings = Object.values(sections).flat();
  const named = (name: string) => findings.find((finding) => finding.name === name)!;
  assert.match(named("cpu").says, /^works, ONNX Runtime \d/);
  assert.is(named("SmolLM2-135M").state, "missing");
  assert.is(named("steerlab kernel").state, "missing");
  for (const { name, state, remedy } of findings)
    assert.ok(state === "there" || remedy, `${name} has no remedy`);
});

test("kernel install and uninstall", async ({ folder }) => {
  const spec = join(folder.path, "env", "share", "jupyter", "kernels", "steer", "kernel.json");
  const installed = await folder.steerlab(["kernel", "install", "--prefix", "env"]);
  assert.is(installed.code, 0, installed.stderr);
  const { argv } = JSON.parse(await readFile(spec, "utf8")) as { argv: string[] };
  assert.ok(argv.includes("{connection_file}"));
  const removed = await folder.steerlab(["kernel", "uninstall", "--prefix", "env"]);
  assert.is(removed.code, 0, removed.stderr);
  assert.not.ok(existsSync(spec));
  const again = await folder.steerlab(["kernel", "uninstall", "--prefix", "env"]);
  assert.is(again.stdout, "The kernel was not installed.\n");
});

const notebook = (...cells: string[]) =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map((source, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    })),
  });

test("notebook run executes %%steer and TypeScript cells in one session", async ({ folder }) => {
  const program = `%%steer\n${smallProgram()}`;
  await folder.write("good.ipynb", notebook(program, "e.summary.length"));
  const { code, stdout, stderr } = await folder.steerlab([
    "notebook",
    "run",
    "good.ipynb",
    "--out",
    "executed",
  ]);
  assert.is(code, 0, stderr);
  assert.match(stdout, /^good\.ipynb: 2 cells run in [\d.]+ s, 0 failed, wrote executed.good\.ipynb$/m);
  const written = JSON.parse((await folder.files("executed")).get("good.ipynb")!.toString()) as {
    cells: { execution_count: number; outputs: { data?: Record<string, unknown> }[] }[];
  };
  assert.equal(
    written.cells.map((cell) => cell.execution_count),
    [1, 2],
  );
  assert.match(JSON.stringify(written.cells[1]!.outputs), /"text\/plain":\[?"2"/);
});

test("notebook run ends at the first failed cell, or goes on when allowed", async ({ folder }) => {
  await folder.write("bad.ipynb", notebook("const a = 1;", 'throw new Error("so");', "a + 1"));
  const stopped = await folder.steerlab(["notebook", "run", "bad.ipynb", "--out", "stopped"]);
  assert.is(stopped.code, 1);
  assert.match(stopped.stdout, /^bad\.ipynb: 2 cells run in [\d.]+ s, 1 failed,/);
  assert.match(stopped.stderr, /Cell 2 of "bad\.ipynb" failed: Error: so/);
  const went = await folder.steerlab(["notebook", "run", "bad.ipynb", "--out", "went", "--allow-errors"]);
  assert.is(went.code, 1);
  assert.match(went.stdout, /^bad\.ipynb: 3 cells run in [\d.]+ s, 1 failed,/);
  const none = await folder.steerlab(["notebook", "run", "absent.ipynb"]);
  assert.is(none.code, 1);
  assert.match(none.stderr, /^The notebook ".*absent\.ipynb" cannot be read: it does not exist\./);
});

test.run();
