// fp32 weights that the engine can map: the checkpoint's own files where they are F32, else one converted copy in the cache.
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "./cache.js";
import { convertTensors, tensorPieces } from "./convert.js";
import { recall, remember, type Watch } from "./digest.js";
import { requireFinite } from "./finite.js";
import { readSafetensors } from "./safetensors.js";
import type { Checkpoint, ReadyWeights, TensorPlace } from "./types.js";
import { writeWhole, type FileSteps } from "../files/index.js";

/** `steps` replaces how the converted file is opened, to try out a full disk. Throws E303, E307, E503, E701. */
export async function readyWeights(
  checkpoint: Checkpoint,
  options: Watch & { readonly steps?: FileSteps } = {},
): Promise<ReadyWeights> {
  const { tensors } = checkpoint;
  if ([...tensors.values()].every((place) => place.type === "F32" && !place.pairedHeads)) {
    await scan(tensors, options);
    return { tensors, packed: none, converted: false };
  }
  const path = join(cacheFolder(), "weights", `${checkpoint.sha256}.safetensors`);
  const made = existing(path, tensors);
  if (made) return { tensors: made, packed: none, converted: true };
  await writeWhole(path, (append) => convertTensors(tensors, append, options), options.steps);
  return { tensors: readSafetensors(realpathSync(path)), packed: none, converted: true };
}

const none: ReadyWeights["packed"] = new Map();

/** The converted copy, when it is there and holds just these tensors; a damaged one counts as none and is written anew. */
function existing(path: string, wanted: ReadonlyMap<string, TensorPlace>): Map<string, TensorPlace> | null {
  if (!existsSync(path)) return null;
  try {
    const found = readSafetensors(realpathSync(path));
    const fits = [...wanted].every(([name, { shape }]) => String(found.get(name)?.shape) === String(shape));
    return fits && found.size === wanted.size ? found : null;
  } catch {
    return null;
  }
}

/** Looks at every number once; a file that passed is not looked at again until it changes. */
async function scan(tensors: ReadonlyMap<string, TensorPlace>, watch: Watch): Promise<void> {
  const files = [...new Set([...tensors.values()].map(({ file }) => file))].filter(
    (file) => !recall(file).finite,
  );
  const open = [...tensors].filter(([, { file }]) => files.includes(file));
  let done = 0;
  for (const [name, place] of open) {
    for await (const { values, first } of tensorPieces(name, place, watch)) {
      requireFinite(name, values, place.shape, first);
    }
    watch.onProgress?.({ task: "Checking weights", done: ++done, total: open.length, unit: "tensors" });
  }
  for (const file of files) remember(file, { finite: true });
}
