// What the code of a cell imports. The converter makes `require("…")` of imports; those are loaded before the cell runs, `import("…")`
// when it comes to it.
import type ts from "@tslab/typescript-for-tslab";
import { applyEdits, type Edit } from "./edits.js";
import { load } from "../cells/prelude.js";

/** What the converter makes of `import("name")`. */
const later = /^Promise\.resolve\(\)\.then\(\(\) => (?:__importStar\()?require\(("[^"]*"|'[^']*')\)\)?\)$/;

export interface Importing {
  readonly code: string;
  /** Names of modules, in order. */
  readonly imports: readonly string[];
}

/** @param code JavaScript that a cell was compiled to. Lines stay lines. */
export function importsOf(compiler: typeof ts, code: string): Importing {
  if (!code.includes("require(")) return { code, imports: [] };
  const file = compiler.createSourceFile("cell.js", code, compiler.ScriptTarget.Latest, false);
  const edits: Edit[] = [];
  const imports = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (compiler.isCallExpression(node)) {
      const at = node.getStart(file);
      const name = later.exec(code.slice(at, node.end))?.[1];
      if (name !== undefined)
        return void edits.push({ at, remove: node.end - at, text: `exports.${load}(${name})` });
      const [given] = node.arguments;
      const requires = compiler.isIdentifier(node.expression) && node.expression.text === "require";
      if (requires && given && compiler.isStringLiteralLike(given)) imports.add(given.text);
    }
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return { code: applyEdits(code, edits).code, imports: [...imports] };
}
