// The TypeScript that programs, and the files that they and cells import, are checked and translated with: the one that ts-morph
// brings (0.3 s to load), with the same options everywhere.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as Morph from "ts-morph";
import type { ts } from "ts-morph";

export type TypeScript = typeof ts;

const own = createRequire(import.meta.url);
let loaded: typeof Morph | null = null;

export function morph(): typeof Morph {
  return (loaded ??= own("ts-morph") as typeof Morph);
}

const libraryFolder = "/node_modules/typescript/lib";
let library: ReadonlyMap<string, string> | null = null;

/** The declarations of the language itself, which come inside the compiler: path -> text. */
export function libraryFiles(): ReadonlyMap<string, string> {
  const { getLibFiles } = createRequire(own.resolve("ts-morph"))("@ts-morph/common") as {
    getLibFiles(): readonly { readonly fileName: string; readonly text: string }[];
  };
  return (library ??= new Map(
    getLibFiles().map(({ fileName, text }) => [`${libraryFolder}/${fileName}`, text]),
  ));
}

export const typescript = (): TypeScript => morph().ts;

/** The name by which this package is imported. */
export const self = "steerlab";

/** The folder of this package; this file lies two folders below it, in src/ as in dist/. */
export const packageFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The declarations of steerlab: dist/index.d.ts beside the built code, src/index.ts beside its source. */
export function ownTypes(): string {
  const built = fileURLToPath(new URL("../index.d.ts", import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL("../index.ts", import.meta.url));
}

/** How files are checked, and how the names in their imports are looked up. */
export function checking(): ts.CompilerOptions {
  const compiler = typescript();
  return {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: compiler.ScriptTarget.ES2022,
    module: compiler.ModuleKind.ESNext,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    // A file without imports and exports is a module too, and may wait at its top level.
    moduleDetection: compiler.ModuleDetectionKind.Force,
    customConditions: ["node"],
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    // Types of JavaScript are read; what is wrong with it shows when it runs.
    allowJs: true,
    checkJs: false,
    lib: ["lib.es2023.d.ts"],
    // From our own packages: the program may lie in a folder that has none.
    typeRoots: [dirname(dirname(own.resolve("@types/node/package.json")))],
    types: ["node"],
  };
}

/** How files are translated: one by one, each to a module that can wait, be part of a circle, and know where it lies. */
export function translating(): ts.CompilerOptions {
  const compiler = typescript();
  return {
    target: compiler.ScriptTarget.ES2022,
    module: compiler.ModuleKind.System,
    ignoreDeprecations: "6.0",
    moduleDetection: compiler.ModuleDetectionKind.Force,
    esModuleInterop: true,
    allowJs: true,
    sourceMap: true,
  };
}

/** Whether a file belongs to an installed package. */
export const isInstalled = (path: string): boolean => /[\\/]node_modules[\\/]/.test(path);

/** A path of ours, for a name that is looked up as if this package asked for it. */
export const asker = join(packageFolder, "program.ts");
