// The parts of tslab 1.0.22 that cells are compiled with, loaded once, with stricter compiler options than its own.
// tslab has no public API for this; the version is pinned, and a test fails when a member is missing.
import { createRequire } from "node:module";
import { dirname } from "node:path";
import type ts from "@tslab/typescript-for-tslab";
import { kernelFailure } from "../errors/kernel-errors.js";
import { cellFiles, globalTypes } from "./virtual-files.js";
import { resolveModules, type ModuleHost } from "./module-types.js";
import { plainPrograms } from "../cells/steer-cell.js";

export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly character: number;
}

/** What TypeScript has to say; lines and characters count from 0. */
export interface TypeScriptDiagnostic {
  readonly start: Position;
  readonly end: Position;
  readonly messageText: string;
  readonly category: number;
  readonly code: number;
  readonly fileName?: string;
}

export interface Conversion {
  readonly output?: string;
  readonly declOutput?: string;
  readonly diagnostics: readonly TypeScriptDiagnostic[];
  readonly lastExpressionVar?: string;
  readonly hasToplevelAwait?: boolean;
}

export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly candidates: string[];
}

export interface Converter {
  convert(previous: string, source: string): Conversion;
  inspect(previous: string, source: string, position: number): ts.QuickInfo | undefined;
  complete(previous: string, source: string, position: number): Completion;
  addModule(name: string, content: string, meta?: object): readonly TypeScriptDiagnostic[];
  close(): void;
}

export interface Tslab {
  readonly ts: typeof ts;
  createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
  /** What a cell's first comments say about it, such as the module that it is. */
  getCodeMetadata(source: string): { readonly module?: string };
  isCompleteCode(source: string): { completed: boolean; indent?: string };
  printQuickInfo(info: ts.QuickInfo): string;
}

const options = (compiler: typeof ts): ts.CompilerOptions => ({
  strict: true,
  moduleResolution: compiler.ModuleResolutionKind.Bundler,
  lib: ["lib.es2023.d.ts"],
  // Otherwise every package of types that lies near the notebook is loaded.
  types: ["node"],
  // Decorators as JavaScript is to have them.
  experimentalDecorators: false,
  allowImportingTsExtensions: true,
  // What is wrong with files that cells import is found where they are loaded.
  checkJs: false,
});

/** A copy of the compiler whose watch host takes our options: the property itself cannot be replaced. */
function withOptions(compiler: typeof ts): typeof ts {
  const make: (...given: unknown[]) => ModuleHost & { createProgram: unknown } =
    compiler.createWatchCompilerHost as never;
  const properties = Object.getOwnPropertyDescriptors(compiler) as PropertyDescriptorMap;
  properties["createWatchCompilerHost"] = {
    enumerable: true,
    configurable: true,
    writable: true,
    value: (files: readonly string[], given: object, ...rest: unknown[]) => {
      const host = make([...files, globalTypes], { ...given, ...options(compiler) }, ...rest);
      host.createProgram = plainPrograms(compiler);
      return resolveModules(compiler, cellFiles(compiler, host));
    },
  };
  return Object.create(Object.getPrototypeOf(compiler) as object, properties) as typeof ts;
}

const need = <T extends object>(module: T, members: readonly (keyof T & string)[]): T => {
  const missing = members.find((member) => typeof module[member] !== "function");
  if (missing) throw kernelFailure("E805", { member: missing });
  return module;
};

let loaded: Tslab | undefined;

/** Loads tslab: about half a second, once per process. */
export function loadTslab(): Tslab {
  if (loaded) return loaded;
  const here = createRequire(import.meta.url);
  const theirs = createRequire(here.resolve("tslab/package.json"));
  const compiler = theirs.resolve("@tslab/typescript-for-tslab");
  const original = theirs(compiler) as typeof ts;
  const entry = theirs.cache[compiler];
  if (!entry || typeof original.createWatchCompilerHost !== "function")
    throw kernelFailure("E805", { member: "createWatchCompilerHost" });
  entry.exports = withOptions(original);
  const dist = dirname(here.resolve("tslab/dist/converter.js"));
  const part = <T extends object>(name: string, members: readonly (keyof T & string)[]): T =>
    need(here(`${dist}/${name}.js`) as T, members);
  loaded = {
    ts: original,
    ...part<Pick<Tslab, "createConverter" | "isCompleteCode">>("converter", [
      "createConverter",
      "isCompleteCode",
    ]),
    ...part<Pick<Tslab, "getCodeMetadata">>("metadata", ["getCodeMetadata"]),
    ...part<Pick<Tslab, "printQuickInfo">>("inspect", ["printQuickInfo"]),
  };
  return loaded;
}
