// Programs as cells need them: checked and emitted anew for each cell, without the book-keeping of a build (which file refers to
// which, what changed since), which for a thousand declaration files takes longer than a completion.
import type ts from "@tslab/typescript-for-tslab";
import { globalTypes } from "../typescript/virtual-files.js";

/** `imports`: the module names in a file, which the compiler keeps for itself. */
type Parsed = ts.SourceFile & { readonly imports?: readonly ts.Expression[] };

/** The source files that a file is made of: itself and what it imports, but no declarations and no packages. */
function sourcesOf(program: ts.Program, file: ts.SourceFile): string[] {
  const checker = program.getTypeChecker();
  const found = new Set([file]);
  for (const { imports = [] } of found as ReadonlySet<Parsed>)
    for (const name of imports)
      for (const declaration of checker.getSymbolAtLocation(name)?.declarations ?? []) {
        const source = declaration.getSourceFile();
        if (!source.isDeclarationFile && !program.isSourceFileFromExternalLibrary(source)) found.add(source);
      }
  return [...found].map(({ fileName }) => fileName);
}

/** Makes programs for the compiler's watch host. */
export const plainPrograms =
  (compiler: typeof ts): ts.CreateProgram<ts.BuilderProgram> =>
  (files, ...rest) => {
    const all = files?.includes(globalTypes) ? files : files && [...files, globalTypes];
    const made = compiler.createAbstractBuilder(all, ...rest);
    // Completion and hover read what only a checker puts into the tree.
    made.getProgram().getTypeChecker();
    return { ...made, getAllDependencies: (file) => sourcesOf(made.getProgram(), file) };
  };
