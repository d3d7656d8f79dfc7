// Where a published data set is read from: a folder that was named, the folder in STEERLAB_DATA, or a repository of the hub.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fail } from "../../errors/index.js";
import { snapshotAt } from "../../models/hub/hub-cache.js";
import { hubId, type Repository } from "../../models/hub/hub-id.js";
import { nano, nanoItems } from "../../files/shipped.js";
import { hubs, modelWritten } from "./data-set-families.js";
import { publishedSets } from "./data-set-table.js";
import { findSet } from "./read-data-set.js";

export type Source = { readonly folder: string } | { readonly repository: Repository };

interface Wanted {
  readonly dataset: string;
  /** A folder or a hub id, as it was written. */
  readonly written: string | undefined;
  /** The folder that relative paths are taken from. */
  readonly base: string;
}

/** Throws E418 when the set is on no hub and nowhere at hand. */
export function sourceOf({ dataset, written, base }: Wanted): Source {
  if (written === nano) return { folder: nanoItems };
  if (written !== undefined) {
    const folder = resolve(base, written);
    const hub = existsSync(folder) ? null : hubId(written);
    return hub && hub.file === null ? onHub(hub.id, hub.revision) : { folder };
  }
  const data = process.env["STEERLAB_DATA"];
  const local = data ? join(resolve(base, data), "mwe") : null;
  const published = publishedSets.some(({ name }) => name === dataset);
  if (local && (!published || findSet(dataset, local))) return { folder: local };
  const hub = Object.hasOwn(hubs, dataset) ? hubs[dataset] : modelWritten;
  return hub ? onHub(hub, "main") : fail("E418", { dataset });
}

const onHub = (id: string, revision: string): Source => ({ repository: { kind: "datasets", id, revision } });

/** The folder of a source. Throws E417 when it is not in the Hugging Face cache. */
export function folderOf(source: Source, dataset: string): string {
  if ("folder" in source) return source.folder;
  const { repository } = source;
  const folder = snapshotAt(repository)?.folder;
  if (folder && findSet(dataset, folder)) return folder;
  return fail("E417", { dataset, id: repository.id, reason: null });
}
