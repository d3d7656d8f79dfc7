// Packages that come without types: their values are of any type, as in programs.
import { join } from "node:path";
import type typescript from "@tslab/typescript-for-tslab";
import type { Tslab } from "./tslab.js";

const found = new Set<string>();
const importing = /\b(?:from|import)\s*\(?\s*(["'])((?:@[\w.-]+\/)?[\w-][\w./-]*)\1/g;

/** Remembers the packages without types that a cell imports. */
export function findUntyped({ ts }: Tslab, code: string): void {
  const options = { moduleResolution: ts.ModuleResolutionKind.Bundler, allowJs: true };
  for (const [, , name = ""] of code.matchAll(importing)) {
    const asked = (asks: typescript.CompilerOptions) =>
      ts.resolveModuleName(name, join(process.cwd(), "cell.ts"), asks, ts.sys).resolvedModule;
    const resolvedModule = asked(options) ?? asked({ ...options, customConditions: ["require"] });
    if (resolvedModule?.isExternalLibraryImport && /^\.[cm]?js$/.test(resolvedModule.extension))
      found.add(name);
    else found.delete(name);
  }
}

/** Their declarations, for the types that every cell has. */
export const untyped = (): string =>
  [...found]
    .sort()
    .map((name) => `declare module "${name}";\n`)
    .join("");
