// A GGUF file as a checkpoint: configuration, tokenizer and chat template from its metadata.
import { realpathSync } from "node:fs";
import { basename } from "node:path";
import { fail } from "../../errors/index.js";
import { fileDigest, filesDigest } from "../checkpoint/file-digests.js";
import { dtypeOf } from "../checkpoint/dtype.js";
import type { Opening } from "../options.js";
import { requireTensors } from "../checkpoint/tensor-shapes.js";
import { ggufTemplate } from "../template/template-source.js";
import { textTokenizer } from "../tokenizer/tokenizer.js";
import type { Checkpoint } from "../types.js";
import { ggufConfig } from "./gguf-config.js";
import { hubTensors } from "./tensor-names.js";
import { readWhole } from "./split-files.js";
import { ggufTokenizer } from "./gguf-tokenizer.js";

/**
 * Opens a file, or all parts of a model of which the file is one. Its identity is the sha256 of the whole file, or one over those of all
 * parts. Throws E303 to E306, E311 to E313, E316 to E320.
 */
export async function openGguf(path: string, label: string, opening: Opening): Promise<Checkpoint> {
  const file = realpathSync(path);
  const { header, files } = readWhole(path, label);
  const config = ggufConfig(header, path, opening);
  const tensors = requireTensors(label, config, hubTensors(header.tensors, config));
  const { json, settings } = ggufTokenizer(header.metadata, basename(path), opening);
  const tokenizer = textTokenizer(json, settings, label);
  if (tokenizer.size > config.vocabulary) {
    fail("E311", {
      model: label,
      reason: `it has ${tokenizer.size} tokens, the model only ${config.vocabulary}`,
    });
  }
  return {
    label,
    path: file,
    sha256: files.size > 1 ? await filesDigest(files, opening) : await fileDigest(file, opening),
    config,
    tensors,
    tokenizer,
    template: ggufTemplate(header.metadata, settings),
    dtype: dtypeOf(tensors.values()),
  };
}
