// Modules that can only be imported, for code that requires: packages with nothing but an `import` condition, and ES modules, which may
// wait at their top level. They are imported before the code runs, also those that the files need which the code loads.
import { existsSync, readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { constants, Script } from "node:vm";
import { bare, self } from "../packages.js";
import { compiledFile } from "./typescript.js";

/** Code and the folder that it looks for modules from. */
export interface Requiring {
  readonly code: string;
  readonly folder: string;
}

const modules = new Map<string, object>();
const key = (folder: string, name: string): string => `${folder}\0${name}`;

/** The module that was imported because code in this folder asks for it by this name. */
export const importedFor = (folder: string, name: string): object | undefined =>
  modules.get(key(folder, name));

const required = /\brequire\("((?:[^"\\]|\\.)+)"\)/g;

/** @param isCompiled whether a TypeScript file came compiled with a cell, and what it needs with it */
export async function loadable(
  all: readonly Requiring[],
  isCompiled: (file: string) => boolean,
): Promise<void> {
  const seen = new Set<string>();
  const follow = async ({ code, folder }: Requiring): Promise<void> => {
    for (const [, name = ""] of code.matchAll(required)) {
      if (name === self || Module.isBuiltin(name)) continue;
      const file = resolved(folder, name);
      if (file === null ? bare(name) : isEsModule(file)) await importFor(folder, name);
      else if (file?.endsWith(".ts") && !isCompiled(file) && !seen.has(file)) {
        seen.add(file);
        await follow({ code: compiledFile(file), folder: dirname(file) });
      }
    }
  };
  for (const one of all) await follow(one);
}

/** Imports a module by the name that code in this folder has for it. Does nothing when there is no such module. */
async function importFor(folder: string, name: string): Promise<void> {
  if (modules.has(key(folder, name))) return;
  if (resolved(folder, name) === null && !onlyImported(folder, name)) return;
  modules.set(key(folder, name), plain(await importFrom(folder, name)));
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : null);

function resolved(folder: string, name: string): string | null {
  try {
    return createRequire(join(folder, "cell.ts")).resolve(name);
  } catch {
    return null;
  }
}

/** Whether it is there, and says that it may not be required. */
function onlyImported(folder: string, name: string): boolean {
  try {
    createRequire(join(folder, "cell.ts")).resolve(name);
    return false;
  } catch (error) {
    return codeOf(error) === "ERR_PACKAGE_PATH_NOT_EXPORTED";
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
    filename: join(folder, "cell.ts"),
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
