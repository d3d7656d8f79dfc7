// The standard Hugging Face cache: models--org--name or datasets--org--name/{refs/REVISION, snapshots/COMMIT/FILES, blobs/HASH}.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hubCacheFolder } from "../weights/cache-folder.js";
import { partPaths } from "../gguf/split-files.js";
import type { HubId, Repository } from "./hub-id.js";

export interface Snapshot {
  readonly commit: string;
  readonly folder: string;
}

export const isCommit = (text: string) => /^[0-9a-f]{40}$/.test(text);

export const repositoryFolder = ({ kind = "models", id }: Repository) =>
  join(hubCacheFolder(), `${kind}--${id.replaceAll("/", "--")}`);
export const snapshotFolder = (repository: Repository, commit: string) =>
  join(repositoryFolder(repository), "snapshots", commit);

/** A snapshot of a model in the cache that has all that we need of it, or null. Uses no network. */
export function cachedSnapshot(hub: HubId): Snapshot | null {
  const found = snapshotAt(hub);
  return found && isComplete(found.folder, hub.file) ? found : null;
}

/** Where a snapshot lies, or would lie, of which perhaps only some files are there; null when its commit is not known. Uses no network. */
export function snapshotAt(repository: Repository): Snapshot | null {
  const { revision } = repository;
  const commit = isCommit(revision) ? revision : referred(repository);
  return commit === null ? null : { commit, folder: snapshotFolder(repository, commit) };
}

function referred(repository: Repository): string | null {
  const path = join(repositoryFolder(repository), "refs", repository.revision);
  if (!existsSync(path)) return null;
  const commit = readFileSync(path, "utf8").trim();
  return isCommit(commit) ? commit : null;
}

/** Other tools may have put only some files of a model there, e.g. its tokenizer. */
function isComplete(folder: string, file: string | null): boolean {
  const has = (name: string) => existsSync(join(folder, name));
  if (file !== null) return partPaths(file).every(has);
  if (!has("config.json") || !has("tokenizer.json")) return false;
  if (has("model.safetensors")) return true;
  return has("model.safetensors.index.json") && shardsComplete(readdirSync(folder));
}

/** Shards are named model-00001-of-00003.safetensors: all of them must be there. */
function shardsComplete(names: readonly string[]): boolean {
  const total = names.map((name) => /-of-(\d+)\.safetensors$/.exec(name)?.[1]).find(Boolean);
  return (
    total !== undefined &&
    names.filter((name) => name.endsWith(`-of-${total}.safetensors`)).length === Number(total)
  );
}
