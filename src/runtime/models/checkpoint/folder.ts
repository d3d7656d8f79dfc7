// A model folder in the Hugging Face layout: config.json, *.safetensors (one file, or shards with an index), tokenizer files.
import { realpathSync } from "node:fs";
import { fail } from "../../errors/index.js";
import { configOf } from "./config.js";
import { noticeBuffers } from "./unused-buffers.js";
import { filesDigest } from "./file-digests.js";
import { dtypeOf } from "./dtype.js";
import { findInside, requireInside } from "./files-inside.js";
import type { JsonObject, Problem } from "./checked-json.js";
import { isObject, parseObject, readText } from "./checked-json.js";
import { instead, noticeAdapter, refuseAdapter } from "./not-a-model.js";
import type { Opening } from "../options.js";
import { readSafetensors } from "./safetensors.js";
import { requireTensors, type FoundTensor } from "./tensor-shapes.js";
import { folderTemplate } from "../template/template-source.js";
import { textTokenizer } from "../tokenizer/tokenizer.js";
import { readSettings } from "../tokenizer/tokenizer-config.js";
import type { Checkpoint } from "../types.js";

const weightsName = "model.safetensors";
const indexName = "model.safetensors.index.json";

/** Opens a folder. Throws E302 to E308, E311 to E313, E316 to E318, E330. */
export async function openFolder(folder: string, label: string, opening: Opening): Promise<Checkpoint> {
  const used = new Map<string, string>();
  const read = (name: string, path: string): JsonObject => {
    used.set(name, path);
    return parseObject(readText(path), name);
  };
  const optional = (name: string): JsonObject => {
    const path = findInside(folder, name);
    return path ? read(name, path) : {};
  };
  const required = (name: string): JsonObject =>
    read(name, findInside(folder, name) ?? fail("E302", { folder, file: name, ...instead(folder, name) }));

  const hasWeights = [weightsName, indexName].some((name) => findInside(folder, name));
  if (!hasWeights) refuseAdapter(folder, label);
  const configJson = required("config.json");
  const config = configOf(configJson, label, opening);
  noticeAdapter(folder, label, opening);
  const found = placesOf(folder, used, read);
  const tied = configJson.tie_word_embeddings ?? null;
  const tensors = requireTensors(label, config, found, { withoutOutput: withoutOutput(tied) });
  noticeBuffers(found, tensors, config, label, opening);
  const tokenizerJson = required("tokenizer.json");
  const settings = optional("tokenizer_config.json");
  const special = readSettings(settings, optional("special_tokens_map.json"), label);
  const { vocabulary: rows } = config;
  const tokenizer = textTokenizer(tokenizerJson, special, label, { rows, onNotice: opening.onNotice });
  const template = folderTemplate(folder, settings, used);
  return {
    label,
    path: realpathSync(folder),
    sha256: await filesDigest(used, opening),
    config,
    tensors,
    tokenizer,
    template,
    dtype: dtypeOf(tensors.values()),
  };
}

/** What to do when the output matrix is missing and the embedding is not said to be it. */
const withoutOutput = (tied: unknown): string =>
  `config.json ${tied === null ? "does not say tie_word_embeddings, which then is" : "says tie_word_embeddings"} false. ` +
  "If the embedding of this model is its output matrix, set it to true; else download the model again.";

/** Every tensor of the folder's safetensors files; `used` receives the files. */
function placesOf(
  folder: string,
  used: Map<string, string>,
  read: (name: string, path: string) => JsonObject,
): Map<string, FoundTensor> {
  const single = findInside(folder, weightsName);
  if (single) {
    used.set(weightsName, single);
    return readSafetensors(single);
  }
  const index = findInside(folder, indexName);
  if (!index) return fail("E302", { folder, file: weightsName, ...instead(folder, weightsName) });
  const map = read(indexName, index).weight_map;
  if (!isObject(map)) fail("E303", { file: indexName, reason: "it has no weight_map" });
  return sharded(folder, map, used);
}

function sharded(folder: string, map: JsonObject, used: Map<string, string>): Map<string, FoundTensor> {
  const places = new Map<string, FoundTensor>();
  const bad: Problem = (reason) => fail("E303", { file: indexName, reason });
  for (const name of new Set(Object.values(map))) {
    if (typeof name !== "string" || !name.endsWith(".safetensors"))
      bad(`it names the file ${JSON.stringify(name)}`);
    const path = requireInside(folder, name);
    used.set(name, path);
    for (const [tensor, place] of readSafetensors(path)) {
      if (map[tensor] !== name) bad(`it does not list the tensor "${tensor}" of ${name}`);
      places.set(tensor, place);
    }
  }
  for (const [tensor, name] of Object.entries(map)) {
    if (!places.has(tensor)) bad(`it places the tensor "${tensor}" in ${String(name)}, which lacks it`);
  }
  return places;
}
