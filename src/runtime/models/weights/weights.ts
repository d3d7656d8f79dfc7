// fp32 weights that the engine can map: the checkpoint's own files where they are F32, else one converted copy in the cache.
import { convertTensors, tensorPieces } from "./convert.js";
import { recall, remember, type Watch } from "../checkpoint/file-digests.js";
import { requireFinite } from "./finite-check.js";
import { keptWeights, type KeptOptions } from "./cached-weights.js";
import { readTensors } from "../checkpoint/safetensors.js";
import type { Checkpoint, ReadyWeights, TensorPlace } from "../types.js";

/** Throws E303, E307, E503, E701. */
export async function readyWeights(checkpoint: Checkpoint, options: KeptOptions = {}): Promise<ReadyWeights> {
  const { tensors } = checkpoint;
  if ([...tensors.values()].every((place) => place.type === "F32" && !place.pairedHeads)) {
    await scan(tensors, options);
    return { tensors, packed: none, converted: false };
  }
  const made = await keptWeights(
    `${checkpoint.sha256}.safetensors`,
    (path) => fitting(readTensors(path, { F32: 4 }), tensors),
    (append) => convertTensors(tensors, append, options),
    options,
  );
  return { tensors: made, packed: none, converted: true };
}

const none: ReadyWeights["packed"] = new Map();

/** What was found, when it holds just the wanted tensors. */
function fitting(
  found: Map<string, TensorPlace>,
  wanted: ReadonlyMap<string, TensorPlace>,
): Map<string, TensorPlace> | null {
  const fits = [...wanted].every(([name, { shape }]) => String(found.get(name)?.shape) === String(shape));
  return fits && found.size === wanted.size ? found : null;
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
