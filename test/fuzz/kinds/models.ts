// Files of models: settings, tokenizers, chat templates, tensors.
import { readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseObject } from "../../../src/runtime/models/checkpoint/checked-json.js";
import { configOf } from "../../../src/runtime/models/checkpoint/config.js";
import { readSafetensors } from "../../../src/runtime/models/checkpoint/safetensors.js";
import { openCheckpoint } from "../../../src/runtime/models/index.js";
import { chatTemplate } from "../../../src/runtime/models/template/chat-template.js";
import { textTokenizer } from "../../../src/runtime/models/tokenizer/tokenizer.js";
import { ggufBytes, tinyGguf } from "../../models/gguf.js";
import { chatTemplate as chatMl, tinyLlama } from "../../models/tiny.js";
import { tinyTokenizer } from "../../models/tokenizer.js";
import { byteDamages, jsonDamages } from "../damage.js";
import type { Kind } from "../kind.js";

const text =
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab Hello world, it's 2024! The film was wonderful\n\n  na\u00efve \u{1f600} ~";
const nano = (name: string) => readFileSync(new URL(`../../../models/nano/${name}`, import.meta.url));

async function tinyFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = await tinyLlama({ layers: 1, width: 8 });
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const tokenizer: Kind = {
  ending: ".json",
  damages: jsonDamages,
  seeds: () => [Buffer.from(JSON.stringify(tinyTokenizer())), nano("tokenizer.json")],
  read(path) {
    const json = parseObject(readFileSync(path, "utf8"), "tokenizer.json");
    const made = textTokenizer(json, { addBos: false, bosText: null, eosText: null }, "tiny");
    made.decode(made.encode(text));
  },
};

export const config: Kind = {
  ending: ".json",
  damages: jsonDamages,
  seeds: () =>
    tinyFolder(async (folder) => [await readFile(join(folder, "config.json")), nano("config.json")]),
  read: (path) => configOf(parseObject(readFileSync(path, "utf8"), "config.json"), "tiny"),
};

const loops =
  "{%- set ns = namespace(n=0) -%}{%- macro say(m) -%}{{ m.role | upper }}: {{ m['content'] | trim }}{%- endmacro -%}" +
  "{%- for m in messages -%}{%- if loop.first and m.role == 'system' -%}{{ say(m) }}{%- else -%}{%- set ns.n = ns.n + 1 -%}" +
  "{{ say(m) ~ ns.n * 3 }}{{ range(5) | list | join(',') }}{%- endif -%}{%- endfor -%}";

export const template: Kind = {
  ending: ".jinja",
  damages: byteDamages,
  seeds: () => [Buffer.from(chatMl), Buffer.from(loops)],
  read: (path) =>
    chatTemplate(readFileSync(path, "utf8"), { bos_token: "<s>" }).render(
      [
        { role: "system", content: "Be kind." },
        { role: "user", content: "Hello" },
      ],
      { addGenerationPrompt: true },
    ),
};

export const safetensors: Kind = {
  ending: ".safetensors",
  damages: byteDamages,
  seeds: () => tinyFolder(async (folder) => [await readFile(join(folder, "model.safetensors"))]),
  read: readSafetensors,
};

export const gguf: Kind = {
  ending: ".gguf",
  damages: byteDamages,
  seeds: () => tinyFolder(async (folder) => [ggufBytes(await tinyGguf(folder))]),
  async read(path) {
    const { tokenizer: made } = await openCheckpoint(path, { base: "." });
    made.decode(made.encode(text));
  },
};
