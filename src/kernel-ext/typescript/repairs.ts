// Small changes that keep ordinary TypeScript from being miscompiled by the cell converter. Nothing is moved:
//   { name }            -> { name: name }             names of earlier cells are lost in shorthands
//   await (x), [x], …   -> await Promise.resolve(…)   else read as a call or an index
//   for await           -> await 0; for await         else the cell is not seen to be asynchronous
//   export const x      ->        const x             the converter exports every name itself
//   import.meta         -> _steer_meta()              cells run as functions, not as modules
//   import(name)        -> _steer_import(name)        a name that is computed is looked up when the cell runs
//   import … with {…}   -> import …                   newer than the compiler
import type ts from "@tslab/typescript-for-tslab";
import { applyEdits, type Edit, type Rewritten } from "./edits.js";
import { load, meta } from "../cells/prelude.js";
import { withoutAttributes } from "./newer-syntax.js";

export interface Repaired extends Rewritten {
  /** Values that the cell declares at its top level. */
  readonly declared: readonly string[];
}

/** Makes the cell a module, so that `await` is a keyword at its top level. */
const prefix = "export {};";

/** What an operand of `await` may begin with and be taken for the rest of an expression that starts with a name. */
const ambiguous = /^[([`+\-/<]/;

export function repair(compiler: typeof ts, source: string): Repaired {
  const file = compiler.createSourceFile(
    "cell.ts",
    prefix + withoutAttributes(compiler, source),
    compiler.ScriptTarget.Latest,
    true,
    compiler.ScriptKind.TS,
  );
  const edits: Edit[] = [];
  const insert = (at: number, text: string): void => {
    edits.push({ at: at - prefix.length, remove: 0, text });
  };
  const blank = (from: number, to: number): void => {
    const text = file.text.slice(from, to).replace(/[^\r\n]/g, " ");
    edits.push({ at: from - prefix.length, remove: to - from, text });
  };
  let awaits = 0;
  let loops = 0;

  const replace = (node: ts.Node, text: string): void => {
    const at = node.getStart(file);
    edits.push({ at: at - prefix.length, remove: node.end - at, text });
  };

  const visit = (node: ts.Node, top: boolean): void => {
    if (compiler.isMetaProperty(node) && node.keywordToken === compiler.SyntaxKind.ImportKeyword)
      replace(node, `${meta}()`);
    if (compiler.isCallExpression(node) && node.expression.kind === compiler.SyntaxKind.ImportKeyword)
      if (!node.arguments[0] || !compiler.isStringLiteralLike(node.arguments[0]))
        replace(node.expression, load);
    if (compiler.isShorthandPropertyAssignment(node)) insert(node.name.end, `: ${node.name.text}`);
    if (top && compiler.isForOfStatement(node) && node.awaitModifier) loops++;
    if (top && compiler.isAwaitExpression(node)) {
      awaits++;
      const start = node.expression.getStart(file);
      if (ambiguous.test(file.text.slice(start))) {
        insert(start, "Promise.resolve(");
        insert(node.expression.end, ")");
      }
    }
    const inside = top && !compiler.isFunctionLike(node) && !compiler.isClassLike(node);
    compiler.forEachChild(node, (child) => visit(child, inside));
  };

  for (const statement of file.statements) {
    if (statement.end <= prefix.length) continue;
    const modifiers = compiler.canHaveModifiers(statement) ? (compiler.getModifiers(statement) ?? []) : [];
    for (const modifier of modifiers)
      if (
        modifier.kind === compiler.SyntaxKind.ExportKeyword ||
        modifier.kind === compiler.SyntaxKind.DefaultKeyword
      )
        blank(modifier.getStart(file), modifier.end);
    if (compiler.isExportAssignment(statement) && !statement.isExportEquals)
      blank(statement.getStart(file), statement.expression.getStart(file));
    if (compiler.isExportDeclaration(statement) && !statement.moduleSpecifier)
      blank(statement.getStart(file), statement.end);
    visit(statement, true);
  }
  if (loops && !awaits) insert(prefix.length, "await 0;");
  return { ...applyEdits(file.text.slice(prefix.length), edits), declared: declaredNames(compiler, file) };
}

function declaredNames(compiler: typeof ts, file: ts.SourceFile): readonly string[] {
  const names = new Set<string>();
  const add = (name: ts.BindingName | undefined): void => {
    if (!name) return;
    if (compiler.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (!compiler.isOmittedExpression(element)) add(element.name);
  };
  for (const statement of file.statements) {
    if (compiler.isVariableStatement(statement))
      for (const declaration of statement.declarationList.declarations) add(declaration.name);
    else if (
      compiler.isFunctionDeclaration(statement) ||
      compiler.isClassDeclaration(statement) ||
      compiler.isEnumDeclaration(statement)
    )
      add(statement.name);
    else if (compiler.isModuleDeclaration(statement) && compiler.isIdentifier(statement.name)) {
      if (!(statement.flags & compiler.NodeFlags.GlobalAugmentation)) add(statement.name);
    } else if (compiler.isImportDeclaration(statement) && !statement.importClause?.isTypeOnly) {
      const clause = statement.importClause;
      add(clause?.name);
      const bindings = clause?.namedBindings;
      if (bindings && compiler.isNamespaceImport(bindings)) add(bindings.name);
      else for (const element of bindings?.elements ?? []) if (!element.isTypeOnly) add(element.name);
    }
  }
  return [...names];
}
