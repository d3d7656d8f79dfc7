// What comes with steerlab and is named without a path, from any folder: the model "nano" and the concept sets; and the paper's numbers.
// A name always means what is shipped; a file or folder of one's own with that name is written with "./" before it.
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the package; this file lies three folders below it, in src/ as in dist/. */
const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The numbers of Tan et al. 2024. */
export const publishedFile = join(root, "published", "tan-2024.json");

/** The embedded model's name, and the name of its own folder of persona items. */
export const nano = "nano";

export const nanoFolder = join(root, "models", "nano");

/** The persona items of nano in the layout of the model-written evaluations. */
export const nanoItems = join(nanoFolder, "concepts");

/** Prompts that belong to no concept, one JSON object a line. */
export const shippedNeutralPrompts = join(root, "concepts", "neutral.jsonl");

/** What goes before a set's name, and the folder of its file. */
const shelves: readonly (readonly [prefix: string, folder: string])[] = [
  ["", join(root, "concepts")],
  ["nano/", join(nanoItems, "attributes")],
  ["nano/talk/", join(nanoItems, "talk")],
];

/** Mere prompts, no contrast pairs. */
const probes = new Set(["neutral"]);

const ending = ".jsonl";

/** Every set of contrast pairs: its name ("delight", "nano/mood", "nano/talk/loves-music") and its file, shelf by shelf. */
export function shippedSets(): ReadonlyMap<string, string> {
  const sets = shelves.flatMap(([prefix, folder]) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => basename(file, ending))
      .filter((name) => !probes.has(name))
      .sort()
      .map((name) => [prefix + name, join(folder, name + ending)] as const),
  );
  return new Map(sets);
}
