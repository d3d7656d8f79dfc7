// Files of TypeScript that cells import, as they are loaded: like modules of Node that `require` gives, though they are written as
// ES modules.
import type ts from "@tslab/typescript-for-tslab";
import { applyEdits, type Edit } from "./edits.js";

/** What `import.meta` is in such a file. */
const meta =
  '({ url: require("node:url").pathToFileURL(__filename).href, filename: __filename, dirname: __dirname, ' +
  'resolve: (name) => require("node:url").pathToFileURL(require.resolve(name)).href })';

/** @param code JavaScript of a file, compiled. Lines stay lines. */
export function withMeta(compiler: typeof ts, code: string): string {
  if (!code.includes("import.meta")) return code;
  const file = compiler.createSourceFile("file.js", code, compiler.ScriptTarget.Latest, false);
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (compiler.isMetaProperty(node)) {
      const at = node.getStart(file);
      edits.push({ at, remove: node.end - at, text: meta });
    } else compiler.forEachChild(node, visit);
  };
  visit(file);
  return applyEdits(code, edits).code;
}

/** The line on which a file waits at its top level, which `require` cannot; null if it does not. */
export function waitingLine(compiler: typeof ts, source: string): number | null {
  if (!source.includes("await")) return null;
  const file = compiler.createSourceFile("file.ts", source, compiler.ScriptTarget.Latest, false);
  const find = (node: ts.Node): ts.Node | undefined => {
    if (compiler.isFunctionLike(node) || compiler.isClassLike(node)) return undefined;
    const waits =
      compiler.isAwaitExpression(node) ||
      (compiler.isForOfStatement(node) && node.awaitModifier !== undefined);
    return waits ? node : compiler.forEachChild(node, find);
  };
  const found = find(file);
  return found ? file.getLineAndCharacterOfPosition(found.getStart(file)).line + 1 : null;
}
