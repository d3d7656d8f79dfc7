// What `import` means when a cell runs (cells' imports become `require`): "steerlab" is this very package, wherever the
// notebook lies; other packages come from the notebook's folder first, then from what this package is installed with.
// Beyond Node's own `require`: modules that can only be imported, and TypeScript files outside the notebook's folder.
import Module from "node:module";
import { dirname, join } from "node:path";
import { bare, inside, packageFolder, self } from "../packages.js";
import { importedFor } from "./imported.js";
import { compiledFile, own } from "./typescript.js";

interface Loader {
  _load(request: string, parent: Parent, isMain: boolean): unknown;
  _resolveFilename(request: string, parent: Parent, ...rest: unknown[]): string;
  readonly _extensions: Record<string, (module: Compiled, file: string) => void>;
}

type Parent = { filename?: string } | undefined;
type Compiled = NodeModule & { _compile(code: string, file: string): void };

/** Gives cells in `folder`, and what they load, their rules for modules. @param steerlab the module that this process configures */
export function provideModules(steerlab: object, folder: string): void {
  const loader = Module as unknown as Loader;
  const { _load: load, _resolveFilename: resolveFilename } = loader;
  const isOurs = ({ filename = "" }: NonNullable<Parent>): boolean =>
    filename.endsWith(".ts") || inside(folder, filename);
  loader._load = (request, parent, isMain) => {
    if (request === self) return steerlab;
    const from = parent?.filename;
    return (
      (from === undefined ? undefined : importedFor(dirname(from), request)) ??
      load.call(loader, request, parent, isMain)
    );
  };
  /** Other meanings of a name that Node does not know. */
  const others = (request: string): (() => string)[] =>
    bare(request)
      ? [() => own.resolve(request)]
      : [".ts", "/index.ts"].map((end) => () => request.replace(/\.js$/, "") + end);
  loader._resolveFilename = (request, parent, ...rest) => {
    try {
      return resolveFilename.call(loader, request, parent, ...rest);
    } catch (error) {
      if (!parent || !isOurs(parent)) throw error;
      for (const other of others(request))
        try {
          return resolveFilename.call(loader, other(), parent, ...rest);
        } catch {
          continue;
        }
      throw error;
    }
  };
  // The sources of this package themselves, where they run, have a loader already.
  const before = loader._extensions[".ts"];
  loader._extensions[".ts"] = (module, file) => {
    if (before && inside(join(packageFolder, "src"), file)) before(module, file);
    else module._compile(compiledFile(file), file);
  };
}
