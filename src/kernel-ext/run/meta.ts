// What cells have of being a module: the place they are at, and modules that they load by a computed name.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** `import.meta` of all cells. Kernels are not told the notebook's name, so the file that they are said to be in is not there. */
export function metaOf(folder: string) {
  const filename = join(folder, "cell.ts");
  const { resolve } = createRequire(filename);
  return Object.freeze({
    url: pathToFileURL(filename).href,
    filename,
    dirname: folder,
    resolve: (name: string): string => (name.startsWith("node:") ? name : pathToFileURL(resolve(name)).href),
  });
}

/** What `import(…)` gives of a module that was required. */
export function namespaceOf(module: unknown): unknown {
  if (module && typeof module === "object" && "__esModule" in module) return module;
  const members = module && (typeof module === "object" || typeof module === "function") ? module : {};
  return { ...members, default: module };
}
