// docs/files.md names every field that is written: of the declared result types, and of what a run leaves.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { builtCommand } from "../end-to-end/steerlab.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const test = suite<{ page: string }>("files page");
test.before(async (context) => {
  context.page = await readFile(join(root, "docs/files.md"), "utf8");
});

const documented = (page: string, name: string) =>
  page.includes(`\`${name}\``) || page.includes(`.${name}\``);

/** Types whose fields are written, by the file that declares them. */
const written: Readonly<Record<string, readonly string[]>> = {
  "src/runtime/results/evaluation.ts": [
    ...["Row", "Item", "RandomBaseline", "PromptEffect", "Summary", "Candidate", "Selection", "Receipt"],
    ...["ReceiptVector", "ReceiptConcept", "Difference", "QuantisationLine", "QuantisationEffect"],
  ],
  "src/runtime/results/generation.ts": [
    ...["GeneratedText", "GenerationQuantisation", "GenerationReceipt", "GenerationCheck"],
  ],
  "src/runtime/stats/types.ts": ["Interval", "SlopeInterval", "ShareInterval", "Resolution"],
  "src/runtime/concepts/types.ts": ["SamePrompts"],
  "src/runtime/paper/types.ts": ["Analysis"],
};

/** Names of the properties below a node, nested object types included. */
function propertiesOf(node: ts.Node): string[] {
  const own = ts.isPropertySignature(node) ? [node.name.getText()] : [];
  const below: string[] = [];
  ts.forEachChild(node, (child) => void below.push(...propertiesOf(child)));
  return [...own, ...below];
}

for (const [path, types] of Object.entries(written))
  test(`the fields of ${path}`, async ({ page }) => {
    const text = await readFile(join(root, path), "utf8");
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    for (const name of types) {
      const type = source.statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === name);
      assert.ok(type, `${path} declares no ${name}`);
      const missing = propertiesOf(type).filter((field) => !documented(page, field));
      assert.equal(missing, [], `fields of ${name} that docs/files.md does not name`);
    }
  });

const program = `model nano = "nano" { dtype q8 }
concept Sport = mwe "loves-sport" { from "nano" }
vector sport = extract Sport from nano
save sport to "sport.safetensors"
evaluation e = measure sport on Sport {
  layers       3
  multipliers  -1, 0, 1
  under        BASE, SYS_POS
  against      random 2, orthogonal 2, prompt only
  choose       multiplier on tune
}
generation g = continue "I like" from nano with sport {
  layers       3
  multipliers  0, 2
  tokens       4
}
`;

/** Keys of a JSON value at every depth; those of a map from layers to numbers are no names. */
const keysOf = (value: unknown): string[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [
        ...(/^\d+$/.test(key) ? [] : [key]),
        ...keysOf(inner),
      ]);

/** Every JSON value in a file of results: lines, one value, or the metadata of a vector file. */
function valuesOf(name: string, bytes: Buffer): unknown[] {
  if (name.endsWith(".safetensors")) {
    const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE()));
    return [(JSON.parse(header.toString()) as { __metadata__: unknown }).__metadata__];
  }
  if (name.endsWith(".jsonl"))
    return bytes
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
  return name.endsWith(".json") ? [JSON.parse(bytes.toString())] : [];
}

test("the fields of every file that a run leaves", async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), "steerlab-files-"));
  try {
    await writeFile(join(folder, "p.steer"), program);
    const run = spawnSync(process.execPath, builtCommand(["run", "p.steer", "--out", "out"]), {
      cwd: folder,
      env: { ...process.env, STEERLAB_CACHE: join(folder, "cache") },
      encoding: "utf8",
    });
    assert.is(run.status, 0, run.stderr);
    const names = await readdir(join(folder, "out"));
    const endings = ["e.rows.jsonl", "e.items.jsonl", "e.summary.json", "e.receipt.json"];
    for (const name of [...endings, "g.jsonl", "g.receipt.json", "sport.safetensors"])
      assert.ok(names.includes(name), `${name} was not written`);
    for (const name of names) {
      const values = valuesOf(name, await readFile(join(folder, "out", name)));
      const missing = [...new Set(values.flatMap(keysOf))].filter((key) => !documented(page, key));
      assert.equal(missing, [], `fields of ${name} that docs/files.md does not name`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test.run();
