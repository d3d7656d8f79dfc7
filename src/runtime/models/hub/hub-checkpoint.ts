// A model named by its hub id: from the cache when it is there (no network then), else downloaded.
import { join } from "node:path";
import { fail } from "../../errors/index.js";
import { openFolder } from "../checkpoint/folder.js";
import { openGguf } from "../gguf/gguf-checkpoint.js";
import type { OpenOptions } from "../options.js";
import { fetchedSmolLM2, smolLM2Id } from "../checkpoint/smollm2.js";
import type { Checkpoint } from "../types.js";
import { cachedSnapshot, type Snapshot } from "./hub-cache.js";
import { isOffline, Unreachable } from "./connection.js";
import { downloadSnapshot } from "./download.js";
import type { HubId } from "./hub-id.js";

/** Throws E309 when the hub is needed and cannot be asked, E310 when it refuses, and what openFolder and openGguf throw. */
export async function openHub(hub: HubId, label: string, options: OpenOptions): Promise<Checkpoint> {
  try {
    const { commit, folder } = cachedSnapshot(hub) ?? (await download(hub, options));
    const opened = hub.file
      ? await openGguf(join(folder, hub.file), label, options)
      : await openFolder(folder, label, options);
    return { ...opened, commit };
  } catch (cause) {
    if (!(cause instanceof Unreachable)) throw cause;
    const stand = hub.id === smolLM2Id && hub.revision === "main" && !hub.file ? fetchedSmolLM2() : null;
    if (stand === null) return fail("E309", { id: hub.id, reason: cause.message }, { cause });
    options.onNotice?.(`Instead of ${label}, its GGUF file (Q4_1) is used: ${cause.message}.`);
    return openGguf(stand, `${label} (GGUF Q4_1)`, options);
  }
}

async function download(hub: HubId, options: OpenOptions): Promise<Snapshot> {
  if (isOffline()) throw new Unreachable("HF_HUB_OFFLINE is set");
  return downloadSnapshot(hub, options);
}
