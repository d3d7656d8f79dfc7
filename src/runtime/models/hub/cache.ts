// The standard Hugging Face cache: models--org--name/{refs/REVISION, snapshots/COMMIT/FILES, blobs/HASH}.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hubCacheFolder } from "../cache.js";
import type { HubId } from "./id.js";

export interface Snapshot {
  readonly commit: string;
  readonly folder: string;
}

export const isCommit = (text: string) => /^[0-9a-f]{40}$/.test(text);

export const repositoryFolder = (id: string) => join(hubCacheFolder(), `models--${id.replaceAll("/", "--")}`);
export const snapshotFolder = (id: string, commit: string) => join(repositoryFolder(id), "snapshots", commit);

/** A snapshot in the cache that has all that we need of it, or null. Uses no network. */
export function cachedSnapshot({ id, revision, file }: HubId): Snapshot | null {
  const commit = isCommit(revision) ? revision : referred(id, revision);
  if (commit === null) return null;
  const folder = snapshotFolder(id, commit);
  return isComplete(folder, file) ? { commit, folder } : null;
}

function referred(id: string, revision: string): string | null {
  const path = join(repositoryFolder(id), "refs", revision);
  if (!existsSync(path)) return null;
  const commit = readFileSync(path, "utf8").trim();
  return isCommit(commit) ? commit : null;
}

/** Other tools may have put only some files of a model there, e.g. its tokenizer. */
function isComplete(folder: string, file: string | null): boolean {
  const has = (name: string) => existsSync(join(folder, name));
  if (file !== null) return has(file);
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
