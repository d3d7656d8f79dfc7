// Files that are only in the compiler's mind: the cell, as tslab writes it for the compiler, and the types that every cell has.
import { join } from "node:path";
import type ts from "@tslab/typescript-for-tslab";
import type { ModuleHost } from "./module-types.js";
import { packageFolder } from "./package-names.js";

/** The types that every cell has. */
export const globalTypes = join(packageFolder, "cell-globals.d.ts").replaceAll("\\", "/");

let text = "";
const watchers = new Set<() => void>();

/** Says what these types are now. */
export function setGlobalTypes(types: string): void {
  if (types === text) return;
  text = types;
  for (const changed of watchers) changed();
}

const cell = "/__tslab__.ts";

/**
 * tslab exports all names of a cell on its last line, by the compiler's inner names: those that begin with two underscores have one
 * more, and what is added to global types is called "__global".
 */
const exported = (text: string): string =>
  text.replace(/\nexport \{([^{}\n]*)\}$/, (_, names: string) => {
    const own = names.split(", ").filter((name) => name !== "__global");
    return `\nexport {${own.map((name) => name.replace(/^___/, "__")).join(", ")}}`;
  });

/** Gives the compiler's host these files. */
export function cellFiles<T extends ModuleHost>(compiler: typeof ts, host: T): T {
  const { readFile, fileExists, watchFile } = host;
  host.watchFile = (path, callback, ...rest) => {
    if (path !== globalTypes) return watchFile.call(host, path, callback, ...rest);
    const changed = (): void => callback(path, compiler.FileWatcherEventKind.Changed);
    watchers.add(changed);
    return { close: () => watchers.delete(changed) };
  };
  host.fileExists = (path) => path === globalTypes || fileExists.call(host, path);
  host.readFile = (path) => {
    if (path === globalTypes) return text;
    const found = readFile.call(host, path);
    return found !== undefined && path.endsWith(cell) ? exported(found) : found;
  };
  return host;
}
