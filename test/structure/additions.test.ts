// The table "To add something" in docs/design.md: one throw-away addition for each of its rows, made in a copy of the sources exactly
// where the table says, compiles and is picked up.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Edit {
  readonly file: string;
  /** A text that stands in the file once, and what is written behind it; or a new file. */
  readonly behind?: string;
  readonly text: string;
}

const additions: Readonly<Record<string, readonly Edit[]>> = {
  "a score": [
    { file: "src/runtime/steering/types.ts", behind: '"raw logit sum"', text: ' | "added score"' },
    {
      file: "src/runtime/evaluation/design/scores.ts",
      behind: '  wholeAnswer("raw logit sum", "logits"),',
      text: '\n  { ...logitDifference, label: "added score" },',
    },
    {
      file: "grammar/steer.ne",
      behind: '  | "raw" "logit" "sum" {% fixed("raw logit sum") %}',
      text: '\n  | "added" "score" {% fixed("added score") %}',
    },
  ],
  "an operator": [
    { file: "src/runtime/steering/types.ts", behind: '"ablate then add"', text: ' | "added operator"' },
    {
      file: "src/runtime/steering/operators.ts",
      behind:
        "  add: ({ multiplier, norm }) => (multiplier === 0 ? null : { add: multiplier * norm, ablate: 0 }),",
      text: '\n  "added operator": () => null,',
    },
    {
      file: "src/runtime/steering/operators.ts",
      behind: "  add: [-1.5, -1, -0.5, 0, 0.5, 1, 1.5],",
      text: '\n  "added operator": [0, 1],',
    },
    {
      file: "src/runtime/steering/operators.ts",
      behind: '  "ablate then add": [-1, 0, 1],',
      text: '\n  "added operator": [0, 1],',
    },
    {
      file: "grammar/steer.ne",
      behind: '  | "ablate" "then" "add" {% fixed("ablate then add") %}',
      text: '\n  | "added" "operator" {% fixed("added operator") %}',
    },
  ],
  "an extraction method": [
    { file: "src/runtime/vectors/types.ts", behind: '"mean difference" | "pca"', text: ' | "added method"' },
    {
      file: "src/runtime/vectors/extraction/methods/index.ts",
      behind: '  "mean difference": meanDifference,',
      text: '\n  "added method": meanDifference,',
    },
    {
      file: "grammar/steer.ne",
      behind: '  | "pca" {% fixed("pca") %}',
      text: '\n  | "added" "method" {% fixed("added method") %}',
    },
  ],
  "a chart": [
    {
      file: "src/runtime/report/charts/added-chart.ts",
      text: 'import type { TopLevelSpec } from "vega-lite";\n\nexport const addedChart = (): TopLevelSpec => ({ mark: "point", data: { values: [] } });\n',
    },
    {
      file: "src/runtime/report/charts/index.ts",
      behind: 'import { variance } from "./variance.js";',
      text: '\nimport { addedChart } from "./added-chart.js";',
    },
    {
      file: "src/runtime/report/charts/index.ts",
      behind: "  diagnostics: diagnosticsFigure,",
      text: '\n  "added chart": addedChart,',
    },
    {
      file: "src/runtime/report/chart-kinds.ts",
      behind: "export const chartKinds = {",
      text: '\n  "added chart": { asks: "Does it work?", takes: "evaluations" },',
    },
  ],
  "a clause": [
    {
      file: "grammar/steer.ne",
      behind: '  | "about" text {% (d) => clause(d) %}',
      text: '\n  | "remark" text {% (d) => clause(d) %}',
    },
    { file: "src/dsl/syntax/ast.ts", behind: "  about: TextValue;", text: "\n  remark: TextValue;" },
    {
      file: "src/dsl/clauses.ts",
      behind: "export const clauses: Readonly<Record<ClauseName, ClauseHelp>> = {",
      text: '\n  remark: { on: ["concept"], takes: "a text", without: "nothing", help: "A remark.", example: \'remark "x"\' },',
    },
    {
      file: "src/dsl/emit/clause-values.ts",
      behind: "  about: (p, value) => ({ about: p.textOf(value) }),",
      text: "\n  remark: (p, value) => ({ remark: p.textOf(value) }),",
    },
    {
      file: "src/runtime/concepts/specs.ts",
      behind: "  readonly about?: string;",
      text: "\n  readonly remark?: string;",
    },
  ],
  "a reader of data files": [
    {
      file: "src/runtime/concepts/readers/index.ts",
      behind: '  ".json": jsonRecords,',
      text: '\n  ".added": jsonRecords,',
    },
  ],
  "an error": [
    {
      file: "src/runtime/errors/concept-errors.ts",
      behind: "export const conceptErrors = {",
      text: '\n  E499: (d: { thing: string }) => ({ sentence: `"${d.thing}" is wrong.`, remedy: "Change it." }),',
    },
    {
      file: "test/errors/examples/concepts-examples.ts",
      behind: "export const conceptExamples: RuntimeExamples<keyof typeof conceptErrors> = {",
      text: '\n  E499: { data: { thing: "x" }, when: "A thing is wrong." },',
    },
  ],
  "a command": [
    {
      file: "src/commands/added.ts",
      text:
        'import type { Command } from "./cli/command.js";\n\n' +
        'export const added: Command = { name: "added", takes: "", summary: "Added.", details: "", options: {}, run: () => Promise.resolve(0) };\n',
    },
    {
      file: "src/commands/cli/command-table.ts",
      behind: 'import { check } from "../check.js";',
      text: '\nimport { added } from "../added.js";',
    },
    {
      file: "src/commands/cli/command-table.ts",
      behind: "export const commands: readonly Command[] = [",
      text: "\n  added,",
    },
  ],
  "a model family": [
    {
      file: "src/runtime/models/types.ts",
      behind: 'readonly family: "llama"',
      text: ' | "added"',
    },
    {
      file: "src/runtime/models/checkpoint/config.ts",
      behind: '  LlamaForCausalLM: "llama",',
      text: '\n  AddedForCausalLM: "added",',
    },
    {
      file: "src/runtime/models/checkpoint/config.ts",
      behind: "    llama: { context: 2048, kvHeads: null, window: null },",
      text: "\n    added: { context: 2048, kvHeads: null, window: null },",
    },
  ],
};

/** What is true once all of it is there; runs in the copy. */
const picked = `
import { compile } from "./src/dsl/index.js";
import { completions } from "./src/dsl/index.js";
import { operators } from "./src/runtime/steering/operators.js";
import { methods } from "./src/runtime/vectors/extraction/methods/index.js";
import { charts } from "./src/runtime/report/charts/index.js";
import { scoreOf } from "./src/runtime/evaluation/design/scores.js";
import { recordsOf } from "./src/runtime/concepts/readers/index.js";
import { runtimeErrors } from "./src/runtime/errors/index.js";
import { commands } from "./src/commands/cli/command-table.js";
import { supportedArchitectures } from "./src/runtime/models/checkpoint/config.js";

const program = \`model m = "nano"
concept C {
  remark  "seen"
  pair    "a" -> " b" | " c"
  pair    "d" -> " e" | " f"
}
vector v = extract C from m {
  by  added method
}
evaluation e = measure v on C {
  apply  added operator from answer
  score  added score
}
chart e as added chart
\`;
const { ok, code, diagnostics } = compile(program);
console.log(
  JSON.stringify({
    program: ok ? [...code.matchAll(/added \\w+|seen/g)].map(([found]) => found).sort() : diagnostics.map((one) => one.sentence),
    completed: completions(program, program.indexOf("added chart")).candidates.some(({ label }) => label.includes("added")),
    operator: "added operator" in operators,
    method: "added method" in methods,
    chart: "added chart" in charts,
    score: scoreOf("added score", undefined as never).label,
    reader: recordsOf("x.added", "x.added").length,
    error: "E499" in runtimeErrors,
    command: commands.some(({ name }) => name === "added"),
    family: supportedArchitectures.includes("AddedForCausalLM"),
  }),
);
`;

function applied(folder: string, { file, behind, text }: Edit): void {
  const path = join(folder, file);
  if (behind === undefined) return writeFileSync(path, text);
  const before = readFileSync(path, "utf8");
  assert.is(before.split(behind).length, 2, `${file} has "${behind}" once`);
  writeFileSync(
    path,
    before.replace(behind, () => behind + text),
  );
}

const design = readFileSync(join(root, "docs", "design.md"), "utf8");
const table = design.slice(design.indexOf("## To add something"));

for (const [what, edits] of Object.entries(additions))
  test(`docs/design.md: to add ${what}, the files are named`, () => {
    const row = table.split("\n").find((line) => line.startsWith(`| ${what} `));
    assert.ok(row, `a row begins with "${what}"`);
    for (const { file } of edits) {
      const named = file.replace(/added-?(chart)?\.ts$/, "");
      assert.ok(row.includes(named), `${what}: ${named}`);
    }
  });

test("all of these additions compile together and are picked up", () => {
  const folder = mkdtempSync(join(tmpdir(), "steerlab-additions-"));
  try {
    for (const part of ["src", "grammar", "test/errors/examples", "tsconfig.json", "package.json"])
      cpSync(join(root, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    for (const edit of Object.values(additions).flat()) applied(folder, edit);
    writeFileSync(join(folder, "picked.ts"), picked);
    writeFileSync(join(folder, "x.added"), "[{},{}]");
    const node = (...args: string[]) => {
      const done = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
      assert.is(done.status, 0, done.stdout + done.stderr);
      return done.stdout;
    };
    const installed = (name: string) => join(root, "node_modules", name);
    node(installed("nearley/bin/nearleyc.js"), "grammar/steer.ne", "-o", "src/dsl/grammar.ts");
    const types = JSON.parse(readFileSync(join(folder, "tsconfig.json"), "utf8")) as object;
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ ...types, include: ["src", "test", "picked.ts"] }),
    );
    node(installed("typescript/bin/tsc"), "--noEmit");
    const tsx = pathToFileURL(join(root, "node_modules", "tsx", "dist", "loader.mjs")).href;
    assert.equal(JSON.parse(node("--import", tsx, "picked.ts")), {
      program: ["added chart", "added method", "added operator", "added score", "seen"],
      completed: true,
      operator: true,
      method: true,
      chart: true,
      score: "added score",
      reader: 2,
      error: true,
      command: true,
      family: true,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
