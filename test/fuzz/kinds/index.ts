// All kinds of input, by the names of their folders in the corpus.
import type { Kind } from "../kind.js";
import { csv, json, jsonl, parquet, tsv } from "./data.js";
import { messages } from "./messages.js";
import { config, gguf, safetensors, template, tokenizer } from "./models.js";
import { notebooks } from "./notebooks.js";
import { programs } from "./programs.js";

export const kinds: Readonly<Record<string, Kind>> = {
  config,
  csv,
  gguf,
  json,
  jsonl,
  messages,
  notebooks,
  parquet,
  programs,
  safetensors,
  template,
  tokenizer,
  tsv,
};
