// From what a person wrote to an opened checkpoint: a table of sources, tried in order.
import { readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { fail, SteerError } from "../errors/index.js";
import { nano, nanoFolder } from "../files/shipped.js";
import { openFolder } from "./checkpoint/folder.js";
import { openGguf } from "./gguf/gguf-checkpoint.js";
import { hubId } from "./hub/hub-id.js";
import { openHub } from "./hub/hub-checkpoint.js";
import type { OpenOptions } from "./options.js";
import type { Checkpoint } from "./types.js";

type Open = (source: string, path: string, options: OpenOptions) => Promise<Checkpoint> | null;

const kindOf = (path: string) => statSync(path, { throwIfNoEntry: false });

/** Each opens the source, or returns null when the source is not of its kind. */
const sources: readonly Open[] = [
  function shipped(source, path, options) {
    if (source !== nano) return null;
    if (kindOf(path)) options.onNotice?.(`"${nano}" is the model that comes with steerlab, not "./${nano}".`);
    return openNano(options);
  },
  function fileOfFolder(source, path) {
    if (!kindOf(path)?.isFile() || !/\.(safetensors|json|jinja|bin|pt|pth)$/i.test(path)) return null;
    const remedy = `Give the folder that the file is in: "${dirname(source)}".`;
    return fail("E301", { source, remedy });
  },
  function ggufFile(source, path, options) {
    return kindOf(path)?.isFile() ? openGguf(path, source, options) : null;
  },
  function folder(source, path, options) {
    return kindOf(path)?.isDirectory() ? openFolder(path, source, options) : null;
  },
  function missingGguf(source, path) {
    if (!/\.gguf$/i.test(source) || hubId(source)?.file) return null;
    return fail("E301", { source, remedy: nearbyGguf(path) });
  },
  function hub(source, _, options) {
    const id = hubId(source, options.revision);
    return id && openHub(id, source, options);
  },
];

/** What to do about a GGUF file that is not there. */
function nearbyGguf(path: string): string {
  const folder = dirname(path);
  if (!kindOf(folder)?.isDirectory()) return `Check the path: there is no folder "${folder}".`;
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".gguf"))
    .sort();
  return files.length
    ? `Check the name; the GGUF files in its folder are ${files.slice(0, 8).join(", ")}${files.length > 8 ? " and others" : ""}.`
    : `Check the path: the folder "${folder}" has no GGUF file. A file on the hub is written "org/name:file.gguf".`;
}

/** Throws E314 when a file of it is missing or damaged; E503. */
async function openNano(options: OpenOptions): Promise<Checkpoint> {
  try {
    return await openFolder(nanoFolder, nano, options);
  } catch (cause) {
    if (!(cause instanceof SteerError) || cause.code === "E503") throw cause;
    return fail("E314", { folder: nanoFolder, reason: cause.sentence }, { cause });
  }
}

/** Opens the shipped model, a .gguf file, a folder or a hub id. Throws E301 to E330, E503. */
export async function openCheckpoint(source: string, options: OpenOptions): Promise<Checkpoint> {
  const path = resolve(options.base, source.replace(/^~(?=[/\\])/, homedir()));
  for (const open of sources) {
    const opening = open(source, path, options);
    if (opening) return opening;
  }
  return fail("E301", { source });
}
