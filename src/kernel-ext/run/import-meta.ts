// What cells have of being a module: the place they are at.
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
