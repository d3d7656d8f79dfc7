// Loops of cells look, in each round, whether they are to stop: after a cell has waited nothing else can interrupt them.
//   for (…) body   ->  for (…) { if(__flag[0])__stop(); body }
import type ts from "@tslab/typescript-for-tslab";
import { applyEdits, type Edit } from "./edits.js";

const look = "if(__flag[0])__stop();";

/** @param code JavaScript that a cell was compiled to. Lines stay lines. */
export function stoppable(compiler: typeof ts, code: string): string {
  const file = compiler.createSourceFile(
    "cell.js",
    code,
    compiler.ScriptTarget.Latest,
    false,
    compiler.ScriptKind.JS,
  );
  const edits: Edit[] = [];
  const insert = (at: number, text: string): void => void edits.push({ at, remove: 0, text });
  const visit = (node: ts.Node): void => {
    if (compiler.isIterationStatement(node, false)) {
      const { statement } = node;
      const start = statement.getStart(file);
      if (compiler.isBlock(statement)) insert(start + 1, look);
      else {
        insert(start, `{${look}`);
        insert(statement.end, "}");
      }
    }
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return applyEdits(code, edits).code;
}
