// `notebook run --check` lets pass what rounding does and nothing more: a vector that is 1 % longer is a difference, and so is another word.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { newFolder, type Folder } from "./steerlab.js";

const test = suite<{ folder: Folder }>("a real change");

const program = `%%steer
model nano = "nano"
concept Sport = mwe "loves-sport" { from "nano" }
vector sport = extract Sport from nano
vector pushed = 1 * sport
evaluation mixed = measure pushed on Sport {
  layers      3
  multipliers -1, 0, 1
  against     nothing
}
`;
const sources = [
  program,
  `mixed.summary.map((line) => ({ ...line, mean: Number(line.mean.toFixed(4)) }))`,
  `console.log(mixed.summary[0]!.mean > 0 ? "it steers" : "it does not")`,
];

const notebook = (cells: readonly object[]): string =>
  JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });

test.before(async (context) => {
  context.folder = await newFolder(null);
  await context.folder.write(
    "n.ipynb",
    notebook(
      sources.map((source, i) => ({
        cell_type: "code",
        id: `c${i}`,
        metadata: {},
        outputs: [],
        execution_count: null,
        source,
      })),
    ),
  );
  const { code, stderr, stdout } = await context.folder.steerlab(["notebook", "run", "n.ipynb"]);
  assert.is(code, 0, stderr + stdout);
});
test.after(({ folder }) => folder.remove());

/** Checks the notebook with something in its cells replaced; its outputs stay those of the first run. */
async function checked(folder: Folder, from: string, to: string, environment: NodeJS.ProcessEnv = {}) {
  const text = await readFile(join(folder.path, "n.ipynb"), "utf8");
  assert.ok(text.includes(from));
  await writeFile(join(folder.path, "changed.ipynb"), text.replace(from, to));
  return folder.steerlab(["notebook", "run", "changed.ipynb", "--check"], environment);
}

test("what did not change passes, with disturbed numbers too", async ({ folder }) => {
  const plain = await checked(folder, "1 * sport", "1 * sport");
  assert.is(plain.code, 0, plain.stderr);
  for (const seed of ["1", "2"]) {
    const { code, stderr } = await checked(folder, "1 * sport", "1 * sport", { STEERLAB_TEST_DISTURB: seed });
    assert.is(code, 0, stderr);
  }
});

test("a multiplier changed by 1 % fails, and says where", async ({ folder }) => {
  const { code, stderr } = await checked(folder, "1 * sport", "1.01 * sport");
  assert.is(code, 1);
  assert.match(stderr, /changed\.ipynb: cell 1, output \d.*: was .*, now /);
  assert.match(stderr, /changed\.ipynb: cell 2, output 1.*: was .*, now /);
});

test("another word fails", async ({ folder }) => {
  const { code, stderr } = await checked(folder, '\\"it steers\\"', '\\"it works\\"');
  assert.is(code, 1);
  assert.match(stderr, /cell 3, output 1, stdout, line 1: was it steers, now it works/);
});

test.run();
