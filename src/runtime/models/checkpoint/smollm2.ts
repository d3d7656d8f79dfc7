// SmolLM2-135M-Instruct, the smallest real model: where it lies when scripts/fetch-smollm2.mjs or the hub has brought it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../weights/cache-folder.js";
import { cachedSnapshot } from "../hub/hub-cache.js";

export const smolLM2Id = "HuggingFaceTB/SmolLM2-135M-Instruct";

/** The GGUF file (Q4_1) that `npm run fetch:smollm2` puts into the cache, or null. */
export function fetchedSmolLM2(): string | null {
  const path = join(cacheFolder(), "models", "SmolLM2-135M-Instruct.Q4_1.gguf");
  return existsSync(path) ? path : null;
}

/** A path for openCheckpoint: the fetched GGUF file, else the folder in the Hugging Face cache, else null. */
export function findSmolLM2(): string | null {
  return fetchedSmolLM2() ?? cachedSnapshot({ id: smolLM2Id, revision: "main", file: null })?.folder ?? null;
}
