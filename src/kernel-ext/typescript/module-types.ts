// Types of what a cell imports: "steerlab" is this very package, wherever the notebook lies; other packages come from the
// notebook's folder first, then from what this package itself is installed with. modules/resolve.ts has the same rules for what runs.
import { dirname, isAbsolute, join, relative } from "node:path";
import type ts from "@tslab/typescript-for-tslab";
import { bare, packageFolder, self } from "./package-names.js";
import { typesOfSteerlab } from "./steerlab-types.js";

/** The part of the compiler's watch host that finds modules. */
export type ModuleHost = ts.ModuleResolutionHost &
  Pick<ts.CompilerHost, "resolveModuleNameLiterals" | "hasInvalidatedResolutions"> &
  Pick<ts.WatchHost, "watchFile">;

const declarations = /\.d\.[cm]?ts$/;

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
};

/** Gives the compiler host this package's own rule for finding modules. */
export function resolveModules(compiler: typeof ts, host: ModuleHost): ModuleHost {
  const folder = process.cwd();
  /** What declarations of packages import, by their folder and the name: packages stay as they are while a notebook is open. */
  const known = new Map<string, ts.ResolvedModuleWithFailedLookupLocations>();
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
    const asked = (asking: string, asks = options) =>
      compiler.resolveModuleName(name, asking, asks, host, undefined, redirected);
    const found = asked(from);
    if (found.resolvedModule) return outside(found, found.resolvedModule);
    if (!bare(name)) return found;
    // Packages may have an entry for `require` alone.
    const required = asked(from, { ...options, customConditions: ["require"] });
    if (required.resolvedModule) return outside(required, required.resolvedModule);
    const own = asked(join(packageFolder, "cell.ts"));
    return own.resolvedModule ? own : found;
  };
  /** Files are checked where they are loaded, not compiled along. */
  const outside = (
    found: ts.ResolvedModuleWithFailedLookupLocations,
    resolvedModule: ts.ResolvedModuleFull,
  ): ts.ResolvedModuleWithFailedLookupLocations =>
    /\.[cm]?tsx?$/.test(resolvedModule.resolvedFileName)
      ? { ...found, resolvedModule: { ...resolvedModule, isExternalLibraryImport: true } }
      : found;
  // Without this every file of every package would be looked up again for each cell.
  host.hasInvalidatedResolutions = () => false;
  host.resolveModuleNameLiterals = (literals, from, redirected, options) => {
    const settled = declarations.test(from) && (from.includes("/node_modules/") || !isInside(folder, from));
    return literals.map(({ text }) => {
      const key = `${dirname(from)} ${text}`;
      const found = (settled && known.get(key)) || find(text, from, options, redirected);
      if (settled) known.set(key, found);
      return found;
    });
  };
  return host;
}
