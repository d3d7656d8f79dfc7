// Names of packages, and where this one lies.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

export const packageFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const self = "steerlab";

/** Whether a name in an `import` is a package's, not a path. */
export const bare = (name: string): boolean => /^(?:@[^/]+\/)?[^./\\@:][^\\:]*$/.test(name);
