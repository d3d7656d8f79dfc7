// Downloads files of one snapshot of a model or data set into the Hugging Face cache. Every file goes under a temporary name first and is checked.
import { datasetInfo, downloadFile, listFiles, modelInfo, type ListFileEntry } from "@huggingface/hub";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fail } from "../../errors/index.js";
import type { Watch } from "../checkpoint/file-digests.js";
import { partPaths } from "../gguf/split-files.js";
import { writeWhole } from "../../files/index.js";
import { isCommit, repositoryFolder, snapshotFolder, type Snapshot } from "./hub-cache.js";
import { hubAddress, hubFailure, hubFetch } from "./connection.js";
import type { HubId, Repository } from "./hub-id.js";

const texts = new Set([
  "config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "special_tokens_map.json",
  "chat_template.jinja",
]);
const indexName = "model.safetensors.index.json";

/** Brings what is missing of a model. Throws E310, E503, E701, or Unreachable. */
export const downloadSnapshot = (hub: HubId, watch: Watch): Promise<Snapshot> =>
  downloadFiles(hub, (entries) => wanted(entries, hub), watch);

/** Brings the files that `choose` takes out of the list of all. Throws E310, E503, E701, Unreachable, and what `choose` throws. */
export async function downloadFiles(
  hub: Repository,
  choose: (entries: readonly ListFileEntry[]) => readonly ListFileEntry[],
  watch: Watch,
): Promise<Snapshot> {
  try {
    const commit = await commitOf(hub, watch);
    const files = choose(await listing(hub, commit, watch));
    const total = files.reduce((sum, { size }) => sum + size, 0);
    let before = 0;
    for (const file of files) {
      const start = before;
      const task = `Downloading ${hub.id}`;
      await bring(hub, commit, file, watch, (done) =>
        watch.onProgress?.({ task, done: start + done, total, unit: "bytes" }),
      );
      before += file.size;
    }
    await refer(hub, commit);
    return { commit, folder: snapshotFolder(hub, commit) };
  } catch (cause) {
    throw hubFailure(hub, cause, watch.signal);
  }
}

/** A repository as the hub's library names it. */
const named = ({ kind, id }: Repository) =>
  kind === "datasets" ? ({ type: "dataset", name: id } as const) : ({ type: "model", name: id } as const);

async function commitOf({ kind, id, revision }: Repository, { signal }: Watch): Promise<string> {
  if (isCommit(revision)) return revision;
  const fetch = hubFetch(signal, true);
  const asked = { name: id, revision, hubUrl: hubAddress(), fetch, additionalFields: ["sha" as const] };
  const { sha } = await (kind === "datasets" ? datasetInfo(asked) : modelInfo(asked));
  return typeof sha === "string" && isCommit(sha) ? sha : fail("E310", { id, reason: "it named no commit" });
}

async function listing(hub: Repository, commit: string, { signal }: Watch): Promise<ListFileEntry[]> {
  const entries: ListFileEntry[] = [];
  const fetch = hubFetch(signal, true);
  for await (const entry of listFiles({
    repo: named(hub),
    revision: commit,
    recursive: true,
    hubUrl: hubAddress(),
    fetch,
  })) {
    if (entry.type === "file") entries.push(entry);
  }
  return entries;
}

/** Configuration, tokenizer and safetensors, or the one GGUF file; never code or other weights. */
function wanted(entries: readonly ListFileEntry[], { id, file }: HubId): ListFileEntry[] {
  const has = (name: string) => entries.some(({ path }) => path === name);
  if (file !== null) {
    const parts = partPaths(file);
    const missing = parts.find((path) => !has(path));
    if (missing !== undefined) fail("E310", { id, reason: `it has no file "${missing}"` });
    return entries.filter(({ path }) => parts.includes(path));
  }
  const single = has("model.safetensors");
  if (!single && !has(indexName)) fail("E310", { id, reason: withoutSafetensors(entries, id) });
  const isWeights = (path: string) =>
    single
      ? path === "model.safetensors"
      : path === indexName || /^model-\d+-of-\d+\.safetensors$/.test(path);
  return entries.filter(({ path }) => texts.has(path) || isWeights(path));
}

/** What a repository has where model.safetensors was looked for. */
function withoutSafetensors(entries: readonly ListFileEntry[], id: string): string {
  const none = "it has no model.safetensors";
  const like = (pattern: RegExp) => entries.find(({ path }) => pattern.test(path))?.path;
  const adapter = like(/^adapter_(config\.json|model\.\w+)$/);
  if (adapter) return `it is an adapter (LoRA: ${adapter}), not a model; merge it into its base model`;
  const gguf = like(/\.gguf$/);
  if (gguf) return `${none} (write "${id}:${gguf}" for its GGUF)`;
  const other = like(/\.(bin|pt|pth|ckpt|safetensors|h5|msgpack|onnx)$/);
  return other ? `${none} (${other} is not read)` : none;
}

async function bring(
  hub: Repository,
  commit: string,
  entry: ListFileEntry,
  { signal }: Watch,
  onBytes: (done: number) => void,
): Promise<void> {
  const { id } = hub;
  const name = entry.lfs?.oid ?? entry.oid ?? "";
  if (!/^[0-9a-f]{40,64}$/.test(name)) fail("E310", { id, reason: `it gives no hash for ${entry.path}` });
  const pointer = join(snapshotFolder(hub, commit), entry.path);
  const blob = join(repositoryFolder(hub), "blobs", name);
  if (!existsSync(blob)) {
    await writeWhole(blob, async (append) => {
      const fetch = hubFetch(signal, false);
      const source = {
        repo: named(hub),
        path: entry.path,
        revision: commit,
        hubUrl: hubAddress(),
        fetch,
        xet: false,
      };
      const data =
        (await downloadFile(source)) ?? fail("E310", { id, reason: `it has no file "${entry.path}"` });
      const digest = contentHash(entry);
      let done = 0;
      for await (const chunk of data.stream() as unknown as AsyncIterable<Uint8Array>) {
        if (signal?.aborted) fail("E503", {});
        digest.update(chunk);
        await append(chunk);
        onBytes((done += chunk.length));
      }
      if (done !== entry.size)
        fail("E303", { file: entry.path, reason: `${done} of ${entry.size} bytes arrived` });
      if (digest.digest("hex") !== name)
        fail("E303", { file: entry.path, reason: "its content does not fit its hash" });
    });
  }
  link(blob, pointer);
}

/** The hub names large files by their sha256, the others by their git hash: sha1 over "blob SIZE\0" and the content. */
const contentHash = ({ lfs, size }: ListFileEntry) =>
  lfs ? createHash("sha256") : createHash("sha1").update(`blob ${size}\0`);

/** Snapshots are links into blobs; where links are not allowed (Windows), copies. */
function link(blob: string, pointer: string): void {
  if (existsSync(pointer)) return;
  mkdirSync(dirname(pointer), { recursive: true });
  try {
    symlinkSync(relative(dirname(pointer), blob), pointer);
  } catch {
    if (!existsSync(pointer)) copyFileSync(blob, pointer);
  }
}

async function refer(hub: Repository, commit: string): Promise<void> {
  if (isCommit(hub.revision)) return;
  await writeWhole(join(repositoryFolder(hub), "refs", hub.revision), (append) =>
    append(Buffer.from(commit)),
  );
}
