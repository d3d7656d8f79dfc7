// Everything that TypeScript has against some text or files, and against the files that they import: errors of syntax and of types,
// files and names that are not there, circles in which a name is used before it has a value.
import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import type { ts } from "ts-morph";
import {
  checking,
  isInstalled,
  libraryFiles,
  ownTypes,
  packageFolder,
  self,
  typescript,
} from "./compiler.js";
import { circles } from "./import-cycles.js";
import { fileOf, hostOf, slashes, type InMemory } from "./resolve.js";
import type { FileProblem } from "./file-problem.js";
import { wrongJson } from "./located-failure.js";

/** A package without types: its values are of any type. */
const withoutTypes = 7016;

const files = new Map<string, { readonly changed: number; readonly file: ts.SourceFile }>();
let before: ts.Program | undefined;

function programOf(roots: readonly string[], memory: InMemory): ts.Program {
  const compiler = typescript();
  const options = checking();
  const host = compiler.createCompilerHost(options);
  const finding = hostOf(memory, () => true);
  const library = libraryFiles();
  host.getDefaultLibLocation = () => dirname([...library.keys()][0]!);
  const cache = compiler.createModuleResolutionCache(host.getCurrentDirectory(), (name) => name, options);
  host.fileExists = (path) => library.has(path) || finding.fileExists(path);
  host.readFile = finding.readFile;
  host.getSourceFile = (path, version) => {
    const text = memory.get(path);
    if (text !== undefined) return compiler.createSourceFile(path, text, version, true);
    const own = library.get(path);
    const changed = own === undefined ? statSync(path, { throwIfNoEntry: false })?.mtimeMs : 0;
    if (changed === undefined) return undefined;
    const known = files.get(path);
    if (known?.changed === changed) return known.file;
    const file = compiler.createSourceFile(path, own ?? readFileSync(path, "utf8"), version, true);
    files.set(path, { changed, file });
    return file;
  };
  host.resolveModuleNameLiterals = (literals, from, redirected) =>
    literals.map(({ text: name }) => {
      if (name === self)
        return {
          resolvedModule: { resolvedFileName: slashes(ownTypes()), extension: compiler.Extension.Dts },
        };
      // Inside packages the compiler's own way, which remembers.
      if (isInstalled(from))
        return compiler.resolveModuleName(name, from, options, finding, cache, redirected);
      return { resolvedModule: fileOf(name, from, finding) };
    });
  before = compiler.createProgram({
    rootNames: roots,
    options,
    host,
    ...(before ? { oldProgram: before } : {}),
  });
  return before;
}

/** Whether a file is the person's own: neither a package nor steerlab itself. */
const isOwn = ({ fileName, isDeclarationFile }: ts.SourceFile, roots: readonly string[]): boolean =>
  roots.includes(fileName) ||
  (!isDeclarationFile && !isInstalled(fileName) && !fileName.startsWith(`${slashes(packageFolder)}src/`));

/** Whether the place lies in an import, an `export … from` or an `import(…)`. */
function isImport(file: ts.SourceFile, start: number): boolean {
  const compiler = typescript();
  const visit = (node: ts.Node): boolean => {
    if (start < node.pos || start >= node.end) return false;
    if (compiler.isImportDeclaration(node) || compiler.isExportDeclaration(node)) return true;
    if (compiler.isCallExpression(node) && node.expression.kind === compiler.SyntaxKind.ImportKeyword)
      return node.arguments.some((one) => one.pos <= start && start < one.end);
    return compiler.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return compiler.forEachChild(file, (child) => visit(child) || undefined) ?? false;
}

const ordered = (a: FileProblem, b: FileProblem): number =>
  a.path === b.path ? a.start - b.start : a.path < b.path ? -1 : 1;

/**
 * What is wrong with these files and those that they import, file by file, those of the roots first.
 * @param memory texts that stand for files; others are read from disk
 */
export function problemsOf(roots: readonly string[], memory: InMemory = new Map()): FileProblem[] {
  const compiler = typescript();
  const names = roots.map(slashes);
  const virtual = new Map([...memory].map(([path, text]) => [slashes(path), text]));
  const program = programOf(names, virtual);
  const own = program.getSourceFiles().filter((file) => isOwn(file, names) && isAbsolute(file.fileName));
  const found = own.flatMap((file): FileProblem[] => {
    if (file.fileName.endsWith(".json")) {
      const wrong = wrongJson(file.text);
      return wrong ? [{ path: file.fileName, text: file.text, ...wrong, length: 1, code: "E243" }] : [];
    }
    const syntax = program.getSyntacticDiagnostics(file);
    const said = syntax.length ? syntax : program.getSemanticDiagnostics(file);
    return said
      .filter(({ code, category }) => code !== withoutTypes && category === compiler.DiagnosticCategory.Error)
      .map(({ start = 0, length = 1, messageText }) => {
        const said = compiler.flattenDiagnosticMessageText(messageText, " ").replace(/\s+/g, " ");
        const code = isImport(file, start) ? "E238" : "E243";
        const message = code === "E243" && !virtual.has(file.fileName) ? `TypeScript: ${said}` : said;
        return { path: file.fileName, text: file.text, start, length, message, code };
      });
  });
  const all = found.length ? found : circles(program, names, own);
  const isRoot = ({ path }: FileProblem): boolean => names.includes(path);
  return [...all.filter(isRoot).sort(ordered), ...all.filter((one) => !isRoot(one)).sort(ordered)];
}
