// The direction of imports (.dependency-cruiser.cjs): the sources keep it, and the rules catch what breaks it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cruiser = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");

function violations(folder: string): string[] {
  const done = spawnSync(process.execPath, [cruiser, "--output-type", "json", "src"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.ok(done.stdout.startsWith("{"), done.stderr);
  const { summary } = JSON.parse(done.stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

test("no circles, and each part imports only what is below it", () => {
  assert.deepEqual(violations(root), []);
});

test("circles of types, imports of a part above and contracts with code are caught", () => {
  const folder = mkdtempSync(join(tmpdir(), "steerlab-imports-"));
  const files: Readonly<Record<string, string>> = {
    "src/runtime/stats/a.ts": 'import type { B } from "./b.js";\nexport type A = B | 1;\n',
    "src/runtime/stats/b.ts": 'import type { A } from "./a.js";\nexport type B = A[];\n',
    "src/runtime/models/c.ts": 'import { d } from "../report/d.js";\nexport const c = d;\n',
    "src/runtime/report/d.ts": "export const d = 1;\n",
    "src/runtime/vectors/types.ts": 'export { d } from "../report/d.js";\n',
  };
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    for (const name of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"])
      cpSync(join(root, name), join(folder, name));
    const found = violations(folder);
    for (const expected of [
      "no-circle: src/runtime/stats/a.ts -> src/runtime/stats/b.ts",
      "src/runtime/models-imports-what-is-below-it: src/runtime/models/c.ts -> src/runtime/report/d.ts",
      "contracts-import-contracts: src/runtime/vectors/types.ts -> src/runtime/report/d.ts",
    ])
      assert.ok(found.includes(expected), `${expected}\nnot among\n${found.join("\n")}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
