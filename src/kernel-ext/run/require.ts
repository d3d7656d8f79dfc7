// What `import` means when a cell runs (cells' imports become `require`): "steerlab" is this very package, wherever the
// notebook lies; other packages come from the notebook's folder first, then from what this package is installed with.
// Beyond Node's own `require`: packages that can only be imported, and TypeScript files outside the notebook's folder.
import { existsSync, readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { constants, Script } from "node:vm";
import type ts from "@tslab/typescript-for-tslab";
import { bare, packageFolder, self } from "../packages.js";

interface Loader {
  _load(request: string, parent: Parent, isMain: boolean): unknown;
  _resolveFilename(request: string, parent: Parent, ...rest: unknown[]): string;
  readonly _extensions: Record<string, (module: Compiled, file: string) => void>;
}

type Parent = { filename?: string } | undefined;
type Compiled = NodeModule & { _compile(code: string, file: string): void };

const own = createRequire(join(packageFolder, "package.json"));

/** Modules that were imported because they cannot be required, by the name that cells use. */
const imported = new Map<string, object>();

/** Gives cells in `folder` their rules for modules. @param steerlab the module that this process configures */
export function provideModules(steerlab: object, folder: string): void {
  const loader = Module as unknown as Loader;
  const { _load: load, _resolveFilename: resolveFilename } = loader;
  const fromCell = (parent: Parent): boolean =>
    parent?.filename !== undefined && dirname(parent.filename) === folder;
  loader._load = (request, parent, isMain) => {
    if (request === self) return steerlab;
    const known = fromCell(parent) ? imported.get(request) : undefined;
    return known ?? load.call(loader, request, parent, isMain);
  };
  loader._resolveFilename = (request, parent, ...rest) => {
    try {
      return resolveFilename.call(loader, request, parent, ...rest);
    } catch (error) {
      if (!bare(request) || !fromCell(parent)) throw error;
      try {
        return own.resolve(request);
      } catch {
        throw error;
      }
    }
  };
  loader._extensions[".ts"] ??= typescriptFile;
}

/** Loads the compiler only when a cell needs it. */
function typescriptFile(module: Compiled, file: string): void {
  const theirs = createRequire(own.resolve("tslab/package.json"));
  const compiler = theirs("@tslab/typescript-for-tslab") as typeof ts;
  const { outputText } = compiler.transpileModule(readFileSync(file, "utf8"), {
    fileName: file,
    compilerOptions: {
      module: compiler.ModuleKind.CommonJS,
      target: compiler.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  });
  module._compile(outputText, file);
}

const required = /\brequire\("((?:[^"\\]|\\.)+)"\)/g;

/** Imports, before the code runs, the ES modules that it will require: those may wait at their top level. */
export async function loadable(code: string, folder: string): Promise<void> {
  const require = createRequire(join(folder, "cell.js"));
  const names = [...new Set([...code.matchAll(required)].map((match) => match[1]!))];
  for (const name of names)
    if (name !== self && bare(name) && !imported.has(name) && mustBeImported(name, require))
      imported.set(name, plain(await importFrom(folder, name)));
}

function mustBeImported(name: string, require: NodeJS.Require): boolean {
  if (Module.isBuiltin(name)) return false;
  try {
    return isEsModule(require.resolve(name));
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}

function isEsModule(file: string): boolean {
  if (!file.endsWith(".js")) return file.endsWith(".mjs");
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (existsSync(path))
      return (JSON.parse(readFileSync(path, "utf8")) as { type?: unknown }).type === "module";
    if (folder === dirname(folder)) return false;
  }
}

/** `import(name)` as a module in this folder would call it. */
async function importFrom(folder: string, name: string): Promise<object> {
  const script = new Script(`import(${JSON.stringify(name)})`, {
    filename: join(folder, "cell.js"),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return (await script.runInThisContext()) as object;
}

/** The members of an ES module as compiled imports expect them, still changing with the module's own. */
function plain(module: object): object {
  const made = { __esModule: true };
  for (const name of Object.keys(module))
    Object.defineProperty(made, name, { enumerable: true, get: () => module[name as keyof typeof module] });
  return made;
}
