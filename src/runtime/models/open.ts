// From what a person wrote to an opened checkpoint: a table of sources, tried in order.
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { fail } from "../errors/index.js";
import { openFolder } from "./folder.js";
import { openGguf } from "./gguf/index.js";
import { hubId } from "./hub/id.js";
import { openHub } from "./hub/index.js";
import type { OpenOptions } from "./options.js";
import type { Checkpoint } from "./types.js";

type Open = (source: string, path: string, options: OpenOptions) => Promise<Checkpoint> | null;

const kindOf = (path: string) => statSync(path, { throwIfNoEntry: false });

/** Each opens the source, or returns null when the source is not of its kind. */
const sources: readonly Open[] = [
  function ggufFile(source, path, options) {
    return kindOf(path)?.isFile() ? openGguf(path, source, options) : null;
  },
  function folder(source, path, options) {
    return kindOf(path)?.isDirectory() ? openFolder(path, source, options) : null;
  },
  function hub(source, _, options) {
    const id = hubId(source, options.revision);
    return id && openHub(id, source, options);
  },
];

/** Opens a .gguf file, a folder or a hub id. Throws E301 to E313, E503. */
export async function openCheckpoint(source: string, options: OpenOptions): Promise<Checkpoint> {
  const path = resolve(options.base, source.replace(/^~(?=[/\\])/, homedir()));
  for (const open of sources) {
    const opening = open(source, path, options);
    if (opening) return opening;
  }
  return fail("E301", { source });
}
