// What lies where a model was expected: an adapter, weights of another form, a GGUF file. Named, with what to give instead.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../../errors/index.js";
import { findInside } from "./files-inside.js";
import { parseObject, readText } from "./checked-json.js";
import type { Opening } from "../options.js";

const adapterConfig = "adapter_config.json";
const adapterWeights = ["adapter_model.safetensors", "adapter_model.bin"];

/** The name of an adapter's file in the folder, or null. */
const adapterFile = (folder: string): string | null =>
  [adapterConfig, ...adapterWeights].find((name) => findInside(folder, name)) ?? null;

/** Throws E318 when the folder holds an adapter. For folders without a model's weights. */
export function refuseAdapter(folder: string, label: string): void {
  if (adapterFile(folder) === null) return;
  const path = findInside(folder, adapterConfig);
  const base = path ? parseObject(readText(path), adapterConfig).base_model_name_or_path : null;
  fail("E318", { source: label, base: typeof base === "string" && base !== "" ? base : null });
}

/** Says that an adapter beside a model's weights is not applied. */
export function noticeAdapter(folder: string, label: string, { onNotice }: Opening): void {
  const file = adapterFile(folder);
  if (file !== null)
    onNotice?.(
      `The folder of "${label}" holds an adapter as well (${file}). It is not applied: the weights of the model are used as they are.`,
    );
}

interface Form {
  readonly names: RegExp;
  /** `seen` is a file of the form. */
  readonly remedy: (seen: string, folder: string) => string;
}

/** Forms of tokenizers and of weights that are not read, and what to do. */
const tokenizers: readonly Form[] = [
  {
    names: /^(tokenizer\.model|vocab\.json|merges\.txt|tekken\.json)$/,
    remedy: (seen) =>
      `${seen} is not read. Save the tokenizer again in Python: ` +
      "`AutoTokenizer.from_pretrained(folder).save_pretrained(folder)` writes tokenizer.json.",
  },
];
const weights: readonly Form[] = [
  {
    names: /\.gguf$/,
    remedy: (seen, folder) => `Give the GGUF file itself: "${join(folder, seen)}".`,
  },
  {
    names: /\.(bin|pt|pth|ckpt)$/,
    remedy: (seen) =>
      `${seen} is not read: such files can run code. Save the model again in Python, where you trust it: ` +
      "`AutoModelForCausalLM.from_pretrained(folder).save_pretrained(folder)` writes safetensors.",
  },
  {
    names: /\.safetensors$/,
    remedy: (seen) =>
      `${seen} is not read: weights are in model.safetensors, or in the files that model.safetensors.index.json names. ` +
      "Download the model in the Hugging Face layout.",
  },
  {
    names: /\.(h5|msgpack|onnx|npz)$/,
    remedy: (seen) => `${seen} is not read. Give the model's safetensors.`,
  },
];

/** A remedy for a folder that lacks `file`, after what it has instead; nothing when that says nothing. */
export function instead(folder: string, file: string): { remedy?: string } {
  const names = readdirSync(folder).sort();
  const hasWeights = names.some((name) => /^model(-\d+-of-\d+)?\.safetensors$/.test(name));
  for (const { names: pattern, remedy } of file === "tokenizer.json" ? tokenizers : weights) {
    const seen = names.find((name) => pattern.test(name) && !(hasWeights && name.endsWith(".safetensors")));
    if (seen !== undefined) return { remedy: remedy(seen, folder) };
  }
  return {};
}
