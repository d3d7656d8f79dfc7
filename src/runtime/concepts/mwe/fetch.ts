// Brings published data sets from the hub into the Hugging Face cache, for concepts that are declared afterwards.
import { basename } from "node:path";
import { fail, SteerError, type At } from "../../errors/index.js";
import { snapshotAt } from "../../models/hub/hub-cache.js";
import { isOffline, Unreachable } from "../../models/hub/connection.js";
import { downloadFiles } from "../../models/hub/download.js";
import type { Repository } from "../../models/hub/hub-id.js";
import { currentSession, located } from "../../session/index.js";
import { families } from "./data-set-families.js";
import { publishedSets } from "./data-set-table.js";
import { findSet, meant } from "./read-data-set.js";
import { sourceOf } from "./data-set-source.js";

interface Sets {
  readonly dataset?: string;
  readonly datasets?: readonly string[] | "all";
  readonly folder?: string;
  readonly at?: At;
}

/**
 * The same sets, once their files are at hand: what a folder or the cache has is not downloaded. Of "all", those that cannot be had
 * stay away, and `concepts` says which. Throws E310, E409, E417, E418 (one that was named and cannot be had), E503.
 */
export function fetched<S extends Sets>(sets: S): Promise<S> {
  return located(sets.at, async () => {
    const all = sets.datasets === "all";
    const { dataset, datasets } = sets;
    const named = dataset === undefined ? [] : [dataset];
    const names = all
      ? publishedSets.map(({ name }) => name)
      : [...named, ...((datasets as readonly string[]) ?? [])];
    for (const [repository, missing] of missingByRepository(names, sets.folder, all))
      await bring(repository, missing, all).catch((cause: unknown) => {
        const stays = all && cause instanceof SteerError && cause.code !== "E503";
        if (!stays) throw cause;
      });
    return sets;
  });
}

function missingByRepository(names: readonly string[], written: string | undefined, all: boolean) {
  const { base } = currentSession();
  const missing = new Map<string, readonly [Repository, string[]]>();
  for (const dataset of names) {
    const source = all
      ? known(() => sourceOf({ dataset, written, base }))
      : sourceOf({ dataset, written, base });
    if (!source || "folder" in source) continue;
    const { repository } = source;
    const cached = snapshotAt(repository);
    if (cached && findSet(dataset, cached.folder)) continue;
    const key = JSON.stringify(repository);
    // All sets of one commit: that of the first one, as long as its name is not asked for anew.
    missing.set(key, [
      { ...repository, revision: cached?.commit ?? repository.revision },
      [...(missing.get(key)?.[1] ?? []), dataset],
    ]);
  }
  return [...missing.values()];
}

/** Null where the source is not known. */
function known<T>(find: () => T): T | null {
  try {
    return find();
  } catch (cause) {
    if (cause instanceof SteerError) return null;
    throw cause;
  }
}

async function bring(repository: Repository, datasets: readonly string[], all: boolean): Promise<void> {
  const { sink, signal } = currentSession();
  const { id } = repository;
  const [dataset] = datasets as [string];
  try {
    if (isOffline()) throw new Unreachable("HF_HUB_OFFLINE is set");
    await downloadFiles(
      repository,
      (entries) => {
        const paths = entries.map(({ path }) => path);
        const wanted = datasets.flatMap((name) => {
          const file = families.flatMap(({ files }) => files(name)).find((one) => paths.includes(one));
          if (file === undefined && !all)
            fail("E409", { dataset: name, folder: id, nearest: meant(name, jsonLines(paths)) });
          return file === undefined ? [] : [file];
        });
        return entries.filter(({ path }) => wanted.includes(path));
      },
      { signal, onProgress: (event) => sink.progress(event) },
    );
  } catch (cause) {
    if (!(cause instanceof Unreachable)) throw cause;
    fail("E417", { dataset, id, reason: cause.message }, { cause });
  }
}

const jsonLines = (paths: readonly string[]) =>
  paths
    .filter((path) => /^(persona|advanced-ai-risk\/lm_generated_evals)\/[^/]+\.jsonl$/.test(path))
    .map((path) => basename(path));
