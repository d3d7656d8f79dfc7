// ts-morph, loaded when first needed (0.3 s), and the one long-lived project in memory that prints and parses with it.
import type { Project, SourceFile } from "ts-morph";
import { morph } from "../../modules/compiler.js";

export { morph };

let project: Project | null = null;

/** Declarations only: no library, no resolution. Parsing and printing need neither. */
function memory(): Project {
  const { Project: Make, ts, NewLineKind } = morph();
  project ??= new Make({
    useInMemoryFileSystem: true,
    manipulationSettings: { newLineKind: NewLineKind.LineFeed },
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      noLib: true,
      noResolve: true,
      types: [],
    },
  });
  return project;
}

/** The file of these statements or this text; it replaces the one before. */
export function file(content: Parameters<Project["createSourceFile"]>[1]): SourceFile {
  return memory().createSourceFile("program.ts", content, { overwrite: true });
}

/** What the parser has against the file, with offsets. */
export function syntaxErrors(source: SourceFile): { start: number; message: string }[] {
  const { ts } = morph();
  return memory()
    .getProgram()
    .getSyntacticDiagnostics(source)
    .map(({ compilerObject: { start, messageText } }) => ({
      start: start ?? 0,
      message: ts.flattenDiagnosticMessageText(messageText, " "),
    }));
}
