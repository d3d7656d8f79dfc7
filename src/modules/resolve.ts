// What the name in an `import` means, for the checker and for what runs: "steerlab" is this very package; names with a point are
// files, with or without their ending (`./steps`, `./steps.js` for steps.ts, a folder with index.ts, JSON); other packages come
// from the folders above the file that names them first, then from what steerlab itself is installed with.
import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import type { ts } from "ts-morph";
import { asker, checking, isInstalled, self, typescript } from "./compiler.js";

/** Files that are not on disk: path -> text. */
export type InMemory = ReadonlyMap<string, string>;

export type Found =
  | { readonly kind: "steerlab" }
  /** Translated here. */
  | { readonly kind: "source"; readonly path: string }
  | { readonly kind: "json"; readonly path: string }
  /** Loaded by Node: a file of a package, or a module of Node itself. */
  | { readonly kind: "node"; readonly name: string; readonly path: string | null };

const declaration = /\.d\.[cm]?ts$/;
const typed = /\.[cm]?tsx?$/;
const bare = (name: string): boolean => /^(?:@[^/]+\/)?[^./\\@:#][^\\:]*$/.test(name);

export const slashes = (path: string): string => path.replaceAll("\\", "/");

/** Files as the compiler looks for them, without those that the filter leaves out. */
export function hostOf(memory: InMemory, shows: (path: string) => boolean): ts.ModuleResolutionHost {
  const { sys } = typescript();
  return {
    fileExists: (path) => shows(path) && (memory.has(path) || sys.fileExists(path)),
    readFile: (path) => memory.get(path) ?? sys.readFile(path),
    directoryExists: (path) => sys.directoryExists(path),
    getDirectories: (path) => sys.getDirectories(path),
    realpath: (path) => (memory.has(path) ? path : (sys.realpath?.(path) ?? path)),
    getCurrentDirectory: () => sys.getCurrentDirectory(),
  };
}

/** The file that a name means to the compiler; `host` says which files there are. Packages may have an entry for `require` alone. */
export function fileOf(name: string, from: string, host: ts.ModuleResolutionHost) {
  const compiler = typescript();
  const asked = (asking: string, mode?: ts.ResolutionMode) =>
    compiler.resolveModuleName(name, asking, checking(), host, undefined, undefined, mode).resolvedModule;
  const find = (asking: string) =>
    asked(asking) ?? (bare(name) ? asked(asking, compiler.ModuleKind.CommonJS) : undefined);
  return find(slashes(from)) ?? (bare(name) ? find(slashes(asker)) : undefined);
}

/** Whether JavaScript is written as an ES module. */
function isEsModule(text: string): boolean {
  const compiler = typescript();
  const file = compiler.createSourceFile("file.js", text, compiler.ScriptTarget.Latest, false);
  return compiler.isExternalModule(file);
}

function kindOf(path: string, memory: InMemory): Found {
  if (path.endsWith(".json")) return { kind: "json", path };
  if (typed.test(path)) return { kind: "source", path };
  const byNode: Found = { kind: "node", name: path, path };
  if (isInstalled(path) || path.endsWith(".cjs")) return byNode;
  return isEsModule(memory.get(path) ?? readFileSync(path, "utf8")) ? { kind: "source", path } : byNode;
}

/** What a name means while a file runs; null when there is nothing of that name. */
export function findModule(name: string, from: string, memory: InMemory): Found | null {
  if (name === self) return { kind: "steerlab" };
  if (isBuiltin(name)) return { kind: "node", name, path: null };
  // Declarations have no values; packages run as JavaScript where they have it.
  const found =
    fileOf(
      name,
      from,
      hostOf(memory, (path) => !declaration.test(path) && !(isInstalled(path) && typed.test(path))),
    ) ??
    fileOf(
      name,
      from,
      hostOf(memory, (path) => !declaration.test(path)),
    );
  if (found) return kindOf(found.resolvedFileName, memory);
  for (const asking of bare(name) ? [from, asker] : [from])
    try {
      const path = createRequire(asking).resolve(name);
      return { kind: "node", name: path, path };
    } catch {
      continue;
    }
  return null;
}
