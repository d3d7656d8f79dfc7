// Names of packages, and where this one lies.
import { dirname, isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const packageFolder = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

export const self = "steerlab";

/** Whether a name in an `import` is a package's, not a path. */
export const bare = (name: string): boolean => /^(?:@[^/]+\/)?[^./\\@:][^\\:]*$/.test(name);

/** Whether a file lies in the folder or below it, not in a package there. */
export function inside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== "" && !isAbsolute(way) && !/(?:^|[\\/])(?:\.\.|node_modules)(?:[\\/]|$)/.test(way);
}
