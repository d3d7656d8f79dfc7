// Which notebooks the command line means: files as they stand, and every notebook below a folder.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "../cli/command.js";

const passedOver = (name: string): boolean => name.startsWith(".") || name === "node_modules";

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter(({ name }) => !passedOver(name))
      .map(async (entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return below(path);
        return entry.isFile() && entry.name.endsWith(".ipynb") ? [path] : [];
      }),
  );
  return found.flat().sort();
}

/** Each notebook once, in the order of the command line. A file that is not there is left for the runner to refuse. */
export async function notebooksOf(given: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    given.map(async (path) => {
      const isFolder = await stat(path).then(
        (entry) => entry.isDirectory(),
        () => false,
      );
      if (!isFolder) return [path];
      const inside = await below(path);
      if (inside.length === 0)
        throw new CommandError(`There is no notebook in ${path}.`, "Name a file that ends in .ipynb.", 2);
      return inside;
    }),
  );
  return [...new Set(found.flat())];
}
