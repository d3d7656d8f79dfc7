// What `import` means in a cell: "steerlab" is this very package, wherever the notebook lies; other packages come from
// the notebook's folder first, then from what this package itself is installed with.
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type ts from "@tslab/typescript-for-tslab";
import { typesOfSteerlab } from "./types.js";

export const packageFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const self = "steerlab";
const bare = (name: string): boolean => /^(?:@[^/]+\/)?[^./\\@:][^\\:]*$/.test(name);

/** The part of the compiler's watch host that finds modules. */
export type ModuleHost = ts.ModuleResolutionHost &
  Pick<ts.CompilerHost, "resolveModuleNameLiterals" | "hasInvalidatedResolutions">;

/** Types: gives the compiler host this package's own rule for finding modules. */
export function resolveModules(compiler: typeof ts, host: ModuleHost): ModuleHost {
  const find = (
    name: string,
    from: string,
    options: ts.CompilerOptions,
    redirected?: ts.ResolvedProjectReference,
  ): ts.ResolvedModuleWithFailedLookupLocations => {
    if (name === self)
      return {
        resolvedModule: {
          resolvedFileName: typesOfSteerlab(packageFolder),
          extension: compiler.Extension.Dts,
          isExternalLibraryImport: true,
        },
      };
    const found = compiler.resolveModuleName(name, from, options, host, undefined, redirected);
    if (found.resolvedModule || !bare(name)) return found;
    const own = compiler.resolveModuleName(name, join(packageFolder, "cell.ts"), options, host);
    return own.resolvedModule ? own : found;
  };
  // Without this every file of every package would be looked up again for each cell.
  host.hasInvalidatedResolutions = () => false;
  host.resolveModuleNameLiterals = (literals, from, redirected, options) =>
    literals.map((literal) => find(literal.text, from, options, redirected));
  return host;
}

interface Loader {
  _load(request: string, parent: unknown, isMain: boolean): unknown;
  _resolveFilename(request: string, parent: { filename?: string } | undefined, ...rest: unknown[]): string;
}

/**
 * Run time: `require` (which cells' imports become) gives `steerlab` for "steerlab".
 * @param steerlab the module that the kernel itself configures. @returns a function that takes the rule away again.
 */
export function provideModules(steerlab: object, folder: string): () => void {
  const loader = Module as unknown as Loader;
  const { _load: load, _resolveFilename: resolveFilename } = loader;
  const own = createRequire(join(packageFolder, "package.json"));
  loader._load = (request, parent, isMain) =>
    request === self ? steerlab : load.call(loader, request, parent, isMain);
  loader._resolveFilename = (request, parent, ...rest) => {
    try {
      return resolveFilename.call(loader, request, parent, ...rest);
    } catch (error) {
      if (!bare(request) || !parent?.filename || dirname(parent.filename) !== folder) throw error;
      try {
        return own.resolve(request);
      } catch {
        throw error;
      }
    }
  };
  return () => {
    loader._load = load;
    loader._resolveFilename = resolveFilename;
  };
}
