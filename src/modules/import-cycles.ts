// Files that import each other: where one uses, while it is loaded, a name that the other has not given a value yet.
import { basename } from "node:path";
import type { ts } from "ts-morph";
import type { FileProblem } from "./file-problem.js";
import { typescript } from "./compiler.js";

/** What a file imports for its values, in order. */
function importsOf(program: ts.Program, file: ts.SourceFile): ts.SourceFile[] {
  const compiler = typescript();
  const checker = program.getTypeChecker();
  return file.statements.flatMap((one) => {
    const importing = compiler.isImportDeclaration(one) || compiler.isExportDeclaration(one);
    if (!importing || !one.moduleSpecifier) return [];
    const types = compiler.isImportDeclaration(one) ? one.importClause?.isTypeOnly : one.isTypeOnly;
    const target = checker.getSymbolAtLocation(one.moduleSpecifier)?.declarations?.[0];
    return !types && target && compiler.isSourceFile(target) && !target.isDeclarationFile ? [target] : [];
  });
}

/** The uses of names in what a file does while it is loaded: not in functions, not in types. */
function usesAtOnce(file: ts.SourceFile): ts.Identifier[] {
  const compiler = typescript();
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (compiler.isFunctionLike(node) || compiler.isTypeNode(node)) return;
    if (
      compiler.isPropertyDeclaration(node) &&
      !compiler.getModifiers(node)?.some(({ kind }) => kind === compiler.SyntaxKind.StaticKeyword)
    )
      return;
    if (compiler.isImportDeclaration(node) || compiler.isExportDeclaration(node)) return;
    if (compiler.isInterfaceDeclaration(node) || compiler.isTypeAliasDeclaration(node)) return;
    if (compiler.isIdentifier(node)) found.push(node);
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The file and the declaration that an imported name stands for. */
function meantBy(program: ts.Program, name: ts.Identifier): ts.Declaration | undefined {
  const compiler = typescript();
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol || !(symbol.flags & compiler.SymbolFlags.Alias)) return undefined;
  return checker.getAliasedSymbol(symbol).valueDeclaration;
}

/** Loads as the loader would, without running: each file after those that it imports. */
export function circles(
  program: ts.Program,
  roots: readonly string[],
  own: readonly ts.SourceFile[],
): FileProblem[] {
  const compiler = typescript();
  const state = new Map<ts.SourceFile, "waiting" | "done">();
  const found: FileProblem[] = [];
  const load = (file: ts.SourceFile): void => {
    if (state.has(file) || !own.includes(file)) return;
    state.set(file, "waiting");
    importsOf(program, file).forEach(load);
    for (const use of usesAtOnce(file)) {
      const meant = meantBy(program, use);
      const other = meant?.getSourceFile();
      // Functions are there from the beginning.
      if (!meant || !other || other === file || compiler.isFunctionDeclaration(meant)) continue;
      if (state.get(other) !== "waiting") continue;
      const message = `\`${use.text}\` has no value here yet: ${basename(other.fileName)} and ${basename(file.fileName)} import each other`;
      const start = use.getStart(file);
      found.push({
        path: file.fileName,
        text: file.text,
        start,
        length: use.text.length,
        message,
        code: "E244",
      });
    }
    state.set(file, "done");
  };
  for (const root of roots) {
    const file = program.getSourceFile(root);
    if (file) load(file);
  }
  return found;
}
