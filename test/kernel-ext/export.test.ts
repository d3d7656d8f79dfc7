// Notebooks as programs: what stays, what becomes a comment, and why.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { compile } from "../../src/dsl/index.js";
import { programOf, type ExportedCell } from "../../src/kernel-ext/notebook/export.js";
import { loadTslab } from "../../src/kernel-ext/typescript/tslab.js";

const { ts } = loadTslab();
const md = (source: string): ExportedCell => ({ type: "markdown", source });
const code = (source: string): ExportedCell => ({ type: "code", source });

test("cells of the language stay in order, texts become comments", () => {
  const { text, leftOut } = programOf(ts, [
    md("# A title\n\nA text."),
    code('%%steer\nmodel m = "nano" // the model\n'),
    code(""),
    code('%%steer\nconcept C = mwe "loves-music" { from "nano" }'),
  ]);
  assert.is(
    text,
    '// # A title\n//\n// A text.\n\nmodel m = "nano" // the model\n\nconcept C = mwe "loves-music" { from "nano" }\n',
  );
  assert.equal(leftOut, []);
  assert.ok(compile(text).ok);
});

test("what needs a TypeScript cell is left out, and what needs that", () => {
  const { text, leftOut } = programOf(ts, [
    code('%%steer\nmodel m = "nano"'),
    code("const { names: [first] } = { names: [1] };\nfunction other() {}"),
    code(
      '%%steer\nconcept C { pair "a" -> "b" | "c" }\nconcept D {\n  pairs ${first}\n}\nvector d = extract D from m\nvector c = extract C from m',
    ),
  ]);
  assert.is(
    text,
    [
      'model m = "nano"',
      "",
      "// Left out: a TypeScript cell that declares `first`, `other`.",
      "",
      'concept C { pair "a" -> "b" | "c" }',
      "// Left out, for it needs `first` of a TypeScript cell:",
      "// concept D {",
      "//   pairs ${first}",
      "// }",
      "// Left out, for it needs `D` of a TypeScript cell:",
      "// vector d = extract D from m",
      "vector c = extract C from m",
      "",
    ].join("\n"),
  );
  assert.equal(leftOut, [
    { cell: 2, statement: null, needs: [] },
    { cell: 3, statement: "concept D {", needs: ["first"] },
    { cell: 3, statement: "vector d = extract D from m", needs: ["D"] },
  ]);
});

test("names of steerlab in holes are no cell's, and a name that is declared again counts", () => {
  const { text } = programOf(ts, [
    code('import { published } from "steerlab";\nlet m = 1;'),
    code('%%steer\nmodel m = "nano"\nconcept C { pair "a" -> "b" | "c" }\nvector v = extract C from m'),
    code("%%steer\nevaluation e = measure v on C { multipliers ${published.length}, 1 }"),
  ]);
  assert.match(text, "\nvector v = extract C from m\n");
  assert.match(text, "\nevaluation e = measure v on C { multipliers ${published.length}, 1 }\n");
});

test("long lines of texts are wrapped; tables and code are not", () => {
  const long = "word ".repeat(40).trim();
  const { text } = programOf(ts, [md(`${long}\n| ${long} |\n    ${long}`)]);
  const lines = text.trimEnd().split("\n");
  assert.is(lines.length, 4);
  assert.ok(lines.slice(0, 2).every((line) => line.length <= 103));
  assert.is(lines[2], `// | ${long} |`);
  assert.is(lines[3], `//     ${long}`);
});

test.run();
