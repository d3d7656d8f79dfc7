// `steerlab run` as a person meets it: files, accounts, the same bytes twice, interruption, exact words of failures.
import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { newFolder, smallProgram, type Folder } from "./steerlab.js";
import { skip } from "../skip.js";

const test = suite<{ folder: Folder }>("run");
test.before(async (context) => {
  context.folder = await newFolder();
});
test.after(({ folder }) => folder.remove());

/** Resolves when the store below this folder has some results. */
async function stored(folder: string): Promise<void> {
  for (;;) {
    const entries = await readdir(folder, { recursive: true }).catch(() => []);
    const sizes = await Promise.all(
      entries.map(async (name) => (await stat(join(folder, name)).catch(() => ({ size: 0 }))).size),
    );
    if (sizes.some((size) => size > 10_000)) return;
    await new Promise((wait) => setTimeout(wait, 20));
  }
}

const charts = "chart e as propensity curve\nchart e as steerability by item\nchart e as layer sweep\n";

test("writes rows, items, summary, receipt and charts; a second run writes the same bytes", async ({
  folder,
}) => {
  await folder.write("whole.steer", smallProgram("", `${charts}save v to "v.safetensors"\n`));
  const first = await folder.steerlab(["run", "whole.steer", "--out", "one"]);
  assert.is(first.code, 0, first.stderr);
  const one = await folder.files("one");
  const stems = ["e.layer-sweep", "e.propensity-curve", "e.steerability-by-item"];
  const pictures = stems.flatMap((stem) => [".png", ".svg", ".vl.json"].map((end) => stem + end));
  const tables = ["e.items.jsonl", "e.receipt.json", "e.rows.jsonl", "e.summary.json"];
  assert.equal([...one.keys()], [...tables, ...pictures, "v.safetensors", "whole.html"].sort());

  const rows = one.get("e.rows.jsonl")!.toString().trimEnd().split("\n");
  const keys = [
    "concept",
    "item",
    "train_shift",
    "test_shift",
    "vector",
    "layer",
    "multiplier",
    "propensity",
  ];
  for (const row of rows) assert.equal(Object.keys(JSON.parse(row) as object), keys);
  assert.is(rows.length, 6 * 2 * 3); // test items x layers x multipliers
  const receipt = JSON.parse(one.get("e.receipt.json")!.toString()) as { check: { passed: boolean } };
  assert.ok(receipt.check.passed);
  assert.match(first.stdout, /^Wrote 14 files to one; everything on one page: one.whole\.html$/m);

  const second = await folder.steerlab(["run", "whole.steer", "--out", "two"]);
  assert.is(second.code, 0, second.stderr);
  const two = await folder.files("two");
  for (const [name, bytes] of one) assert.ok(bytes.equals(two.get(name)!), `${name} differs`);
  const fresh = await folder.steerlab(["run", "whole.steer", "--out", "three"], { STEERLAB_STORE: "off" });
  assert.is(fresh.code, 0, fresh.stderr);
  for (const [name, bytes] of await folder.files("three"))
    assert.ok(bytes.equals(one.get(name)!), `${name} differs`);
});

test("without --out only what the program saves is written, beside the program", async ({ folder }) => {
  await folder.write(
    "sub/small.steer",
    smallProgram("", 'chart e as layer sweep\nsave v to "kept.safetensors"\n').replace('"tiny"', '"../tiny"'),
  );
  const { code, stdout, stderr } = await folder.steerlab(["run", "sub/small.steer"]);
  assert.is(code, 0, stderr);
  assert.equal([...(await folder.files("sub")).keys()], ["kept.safetensors", "small.steer"]);
  assert.match(stdout, /--out DIR draws it into a folder/);
});

test("no room for a file: said with the evaluation, and nothing half-written stays", async ({ folder }) => {
  if (process.platform === "win32") return skip("Windows has no limit on the size of files");
  await folder.write("room.steer", smallProgram());
  const before = await folder.steerlab(["run", "room.steer"]); // the store has everything: only results are written below
  assert.is(before.code, 0, before.stderr);
  const { code, stderr } = await folder.shell("ulimit -f 4", ["run", "room.steer", "--out", "room"]);
  assert.is(code, 1, stderr);
  const path = join(folder.path, "room", "e.rows.jsonl");
  assert.is(
    stderr.replace(path, "PATH"),
    [
      "steer E701  room.steer, line 16, column 12",
      "  16 | evaluation e = measure v on C {",
      '     |            ^ Could not write "PATH": the file is larger than this system allows.',
      "  Free some space or choose another folder; nothing half-written was left behind.\n",
    ].join("\n"),
  );
  assert.equal([...(await folder.files("room")).keys()], []);
});

test("holes hold TypeScript, with packages from the program's folder", async ({ folder }) => {
  await folder.write("node_modules/strengths/index.js", "module.exports = { strongest: 2 };");
  const program = smallProgram().replace(
    "-1..1",
    '0, ${(await import("strengths" as string)).strongest as number}',
  );
  await folder.write("hole.steer", program);
  const { code, stderr } = await folder.steerlab(["run", "hole.steer", "--out", "hole"]);
  assert.is(code, 0, stderr);
  const rows = (await folder.files("hole")).get("e.rows.jsonl")!.toString();
  assert.match(rows, /"multiplier":2,/);
});

test("holes use the values of steerlab, on nano", async ({ folder }) => {
  const clause = 'concept C = mwe "embraces-honesty" {\n  from "nano"\n  split train 8, test 8\n}\n';
  const program = `model m = "nano"
${clause}vector v = extract C from m { layers 1 }
evaluation e = measure v on C {
  layers      1
  multipliers -1, 0, 1
  under       \${[BASE, SYS_POS]}
}
`;
  await folder.write("values.steer", program);
  const { code, stderr } = await folder.steerlab(["run", "values.steer", "--out", "values"]);
  assert.is(code, 0, stderr);
  const rows = (await folder.files("values")).get("e.rows.jsonl")!.toString();
  assert.match(rows, /"test_shift":"BASE"/);
  assert.match(rows, /"test_shift":"SYS_POS"/);
});

test("an interrupted generation goes on in the middle of its texts, with the bytes of an uninterrupted one", async () => {
  const long = await newFolder({ width: 64, context: 1024 });
  const keeping = { STEERLAB_KEEP_TEXTS: "0" };
  try {
    const prompts = Array.from({ length: 8 }, (_, i) => `"The film number ${i} was <b>not</b>"`).join(", ");
    await long.write(
      "texts.steer",
      `${smallProgram()}generation g = continue ${prompts} from tiny with v {
  layers 1
  multipliers -1, 0, 1, 2
  tokens 160
  sample temperature 1 seed 3
}
`,
    );
    const words = (out: string) => ["run", "texts.steer", "--out", out];
    const cut = long.start(words("cut"), keeping);
    await cut.saidOnStderr(/g: continue with v: [2-9]0 %/);
    cut.child.kill("SIGINT");
    const first = await cut.outcome;
    assert.is(first.code, 130, first.stderr);
    const done = Number(/\((\d+) of 5120 tokens done\)/.exec(first.stderr)![1]);
    assert.ok(done > 900 && done < 5000, `${done} tokens`);
    assert.not.ok(existsSync(join(long.path, "cut", "g.jsonl")));

    const second = await long.steerlab(words("cut"), keeping);
    assert.is(second.code, 0, second.stderr);
    const again = Number(/(\d+) of 5120/.exec(second.stderr)?.[1] ?? 5120);
    assert.ok(again >= done - 64, `it went on at ${again} tokens, ${done} were done`);
    const whole = await long.steerlab(words("whole"), { STEERLAB_CACHE: join(long.path, "other-cache") });
    assert.is(whole.code, 0, whole.stderr);
    const other = await long.files("whole");
    for (const name of ["g.jsonl", "g.receipt.json", "g.html"])
      assert.ok((await long.files("cut")).get(name)!.equals(other.get(name)!), `${name} differs`);
    assert.match(other.get("g.html")!.toString(), /&lt;b&gt;not&lt;\/b&gt;/);
    const left = await readdir(join(long.path, "cache", "store", "texts"));
    assert.equal(left.filter((name) => name.includes("growing")), [], "what was kept on the way is gone"); // prettier-ignore
    const plan = await long.steerlab(["plan", "texts.steer"]);
    assert.match(plan.stdout, /texts {7}8 prompts, 32 texts, 32 of them in the store/);
  } finally {
    await long.remove();
  }
});

test("an interrupted run keeps what is finished, and going on gives the bytes of an uninterrupted one", async () => {
  const long = await newFolder({ width: 128 });
  try {
    const subjects = Array.from(
      { length: 300 },
      (_, i) => `  pair "Number ${i} of the things I saw there today was" -> " great" | " bad"`,
    );
    const program = `model tiny = "tiny"
concept C {
${subjects.join("\n")}
  split train 10%, test 90%
}
vector v = extract C from tiny
evaluation e = measure v on C {
  multipliers -2..2 by 0.25
  score log-prob difference
  against nothing
}
`;
    await long.write("long.steer", program);
    const words = (out: string) => ["run", "long.steer", "--out", out];
    const cut = long.start(words("cut"));
    await stored(join(long.path, "cache", "store"));
    cut.child.kill("SIGINT");
    const first = await cut.outcome;
    assert.is(first.code, 130, first.stderr);
    assert.match(
      first.stderr,
      /Interrupted during e: measure v on C \(\d+ of 270 items done\)\. Finished items are kept: run the same command again to continue\.\n$/,
    );
    assert.not.ok(existsSync(join(long.path, "cut", "e.rows.jsonl")));

    const plan = await long.steerlab(["plan", "long.steer"]);
    const kept = Number(/\((\d+) of 270/.exec(first.stderr)![1]);
    const numbers = Number(/, ([\d,]+) of them in the store/.exec(plan.stdout)![1]!.replaceAll(",", ""));
    assert.ok(kept > 0 && numbers >= kept, `${kept} items were finished, ${numbers} numbers kept`);

    const second = await long.steerlab(words("cut"));
    assert.is(second.code, 0, second.stderr);
    const whole = await long.steerlab(words("whole"), { STEERLAB_CACHE: join(long.path, "other-cache") });
    assert.is(whole.code, 0, whole.stderr);
    const other = await long.files("whole");
    for (const [name, bytes] of await long.files("cut"))
      assert.ok(bytes.equals(other.get(name)!), `${name} differs`);
  } finally {
    await long.remove();
  }
});

test.run();
