// Programs beside what they become or what is wrong with them: test/dsl/cases/*.test.txt.
//   --- name of the case
//   program
//   === code          the TypeScript, without its import line
//   === errors        the errors as people see them, an empty line between two
// In scope everywhere: smol (model), D (concept), m (layers), P (shift), v (vector), e (evaluation), x (TypeScript).
// STEERLAB_WRITE_CASES=1 writes what comes out instead of comparing; read the difference before committing it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile, formatDiagnostic, type Kind } from "../../src/dsl/index.js";
import { countParses } from "../../src/dsl/parse.js";

const scope = new Map<string, Kind>([
  ["smol", "model"],
  ["D", "concept"],
  ["m", "layers"],
  ["P", "shift"],
  ["v", "vector"],
  ["e", "evaluation"],
  ["x", "typescript"],
]);

interface Case {
  readonly name: string;
  readonly program: string;
  readonly kind: string;
  readonly expected: string;
}

function cases(text: string): Case[] {
  return text
    .split(/^--- /m)
    .slice(1)
    .map((one) => {
      const [head = "", ...rest] = one.split("\n");
      const [program = "", kind = "", expected = ""] = rest.join("\n").split(/^=== (\w+)\n/m);
      return { name: head, program: program.replace(/\n+$/, ""), kind, expected: expected.trimEnd() };
    });
}

function outcome({ program }: Case): { kind: string; text: string } {
  const { ok, code, diagnostics } = compile(program, scope);
  if (ok) return { kind: "code", text: code.split("\n").slice(1).join("\n").trimEnd() };
  return { kind: "errors", text: diagnostics.map((one) => formatDiagnostic(program, one)).join("\n\n") };
}

const folder = new URL("cases/", import.meta.url);
let count = 0;
for (const file of readdirSync(folder).sort()) {
  const url = new URL(file, folder);
  const text = readFileSync(url, "utf8");
  const found = cases(text);
  count += found.length;
  if (process.env["STEERLAB_WRITE_CASES"]) {
    const opening = text.slice(0, text.search(/^--- /m));
    const written = found.map((one) => {
      const { kind, text: result } = outcome(one);
      return `--- ${one.name}\n${one.program}\n=== ${kind}\n${result}\n`;
    });
    writeFileSync(url, opening + written.join("\n"));
  }
  for (const one of found)
    test(`${file}: ${one.name}`, () => {
      const { kind, text: result } = outcome(one);
      assert.is(`${kind}\n${result}`, `${one.kind}\n${one.expected}`);
      if (kind === "code") assert.is(countParses(one.program), 1);
    });
}

test("there are at least 80 cases, and their names differ", () => {
  assert.ok(count >= 80, `${count} cases`);
});

test.run();
