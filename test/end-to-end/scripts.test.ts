// The scripts behind `npm start` and `npm test`: what counts as passed, what counts as installed, which Node is enough.
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { skip } from "../skip.js";

interface Judgement {
  passed: number;
  failed: number;
  skipped: number;
  fault: string;
  skips: string[];
}
const script = (name: string) => new URL(`../../scripts/${name}`, import.meta.url).href;
const { judge } = (await import(script("test.mjs"))) as {
  judge(output: string, code: number, late: boolean, reasons?: readonly string[]): Judgement;
};
const { missingPackages, ensureWritable, run } = (await import(script("ensure.mjs"))) as {
  missingPackages(folder: string): string[];
  ensureWritable(folder: string): void;
  run(program: string, words: string[], options?: object): boolean;
};
const { atLeast, complaint } = (await import(script("node.cjs"))) as {
  atLeast(version: string, wanted: string): boolean;
  complaint(version: string): string | null;
};
const report = (total: number, passed: number, skipped = 0) =>
  `a.test.ts  • •\n\n  Total:     ${total}\n  Passed:    ${passed}\n  Skipped:   ${skipped}\n  Duration:  1.00ms\n`;

const judged = { passed: 0, failed: 0, skipped: 0, fault: "", skips: [] };

test("passing and failing tests are counted as uvu reports them", () => {
  assert.equal(judge(report(5, 5), 0, false), { ...judged, passed: 5 });
  assert.equal(judge(report(5, 3), 1, false), { ...judged, passed: 3, failed: 2 });
});

test("no test, tests that uvu skips, a crash, a hang and a bad exit code are failures", () => {
  assert.equal(judge(report(0, 0), 0, false), { ...judged, failed: 1, fault: "holds no test" });
  assert.equal(judge(report(5, 4, 1), 0, false), {
    ...judged,
    passed: 4,
    failed: 1,
    fault: "leaves out 1 tests without a reason",
  });
  assert.equal(judge("Segmentation fault", 139, false), {
    ...judged,
    failed: 1,
    fault: "crashed (exit code 139)",
  });
  assert.is(judge(report(5, 5), 0, true).failed, 1);
  assert.is(judge(report(5, 5), 7, false).fault, "all tests passed but the exit code is 7");
});

test("tests that say that they are skipped are not passes, and must be allowed to", () => {
  const allowed = ["no *", "nowhere"];
  const one = `• \n[skipped] no model\n• ${report(2, 2)}`;
  assert.equal(judge(one, 0, false, allowed), { ...judged, passed: 1, skipped: 1, skips: ["no model"] });
  assert.equal(judge(one, 0, false, ["no"]), {
    ...judged,
    passed: 1,
    failed: 1,
    skips: ["no model"],
    fault: 'skips a test for a reason that test/allowed-skips.json does not have: "no model"',
  });
});

test("versions of Node compare by number", () => {
  assert.equal(
    ["18.20.0", "20.9.1", "20.19.0", "22.0.0"].map((version) => atLeast(version, "20.19")),
    [false, false, true, true],
  );
});

test("an old Node is told which one is needed and where to get it; the check itself is readable for Node 6", async () => {
  assert.is(complaint("22.1.0"), null);
  assert.is(
    complaint("18.20.0"),
    "steerlab needs Node 20.19 or newer; this is Node 18.20.0.\n" +
      "Install a newer one (https://nodejs.org), then run the same command again.",
  );
  const text = await readFile(new URL(script("node.cjs")), "utf8");
  assert.not.match(text, /\?\?|\?\.|"node:|^import |\basync\b|\.\.\./m);
});

test("a folder that cannot be written to is named, with what to do", async () => {
  if (process.platform === "win32" || process.getuid?.() === 0)
    return skip("everything can be written to by this user or on this system");
  const folder = await mkdtemp(join(tmpdir(), "steerlab-scripts-"));
  try {
    ensureWritable(folder);
    await chmod(folder, 0o500);
    assert.throws(() => ensureWritable(folder), /cannot be written to.*\nCopy it to a place of your own/s);
  } finally {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true });
  }
});

test("an interruption ends a script and is called so; a failure is only reported", () => {
  const node = (code: string) => run(process.execPath, ["-e", code], { stdio: "ignore" });
  assert.is(node("process.exit(3)"), false);
  for (const code of ["process.exit(130)", 'process.kill(process.pid, "SIGINT"); setTimeout(() => {}, 9000)'])
    assert.throws(() => node(code), /^Interrupted\. Run the same command again/);
});

test("packages are missing when npm's own list of what it installed lacks them or has others", async () => {
  const folder = await mkdtemp(join(tmpdir(), "steerlab-scripts-"));
  const write = (path: string, packages: object) =>
    writeFile(join(folder, path), JSON.stringify({ packages }));
  const a = { version: "1.0.0", integrity: "sha512-a" };
  try {
    await write("package-lock.json", {
      "": {},
      "node_modules/a": a,
      "node_modules/b": { version: "2.0.0" },
      "node_modules/c": { version: "3.0.0", optional: true },
    });
    assert.equal(missingPackages(folder), ["a", "b"]);
    await mkdir(join(folder, "node_modules", "a"), { recursive: true });
    await mkdir(join(folder, "node_modules", "b"));
    await write("node_modules/.package-lock.json", {
      "node_modules/a": a,
      "node_modules/b": { version: "2.0.1" },
    });
    assert.equal(missingPackages(folder), ["b"]);
    await write("node_modules/.package-lock.json", {
      "node_modules/a": a,
      "node_modules/b": { version: "2.0.0" },
    });
    assert.equal(missingPackages(folder), []);
    await rm(join(folder, "node_modules", "b"), { recursive: true });
    assert.equal(missingPackages(folder), ["b"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.run();
