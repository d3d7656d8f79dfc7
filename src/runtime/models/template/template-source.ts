// Where a model keeps its chat template: a file of its own, the tokenizer's settings, or the metadata of a GGUF file.
// One of several is taken only where it is called "default", as transformers does it.
import { readFileSync } from "node:fs";
import { fail } from "../../errors/index.js";
import { findInside } from "../checkpoint/files-inside.js";
import { isObject, type JsonObject, readText } from "../checkpoint/checked-json.js";
import type { ChatTemplate } from "../types.js";
import { chatTemplate, type SpecialTexts, unusable } from "./chat-template.js";

const fileName = "chat_template.jinja";
const specialNames = ["bos", "eos", "unk", "sep", "pad", "cls", "mask"].map((name) => `${name}_token`);

/** A special token is written as text or as an object with the text in `content`. */
export function specialText(token: unknown): string | null {
  const text = isObject(token) ? token.content : token;
  return typeof text === "string" ? text : null;
}

const specialTexts = (settings: JsonObject): SpecialTexts =>
  Object.fromEntries(
    specialNames.flatMap((name) => {
      const text = specialText(settings[name]);
      return text === null ? [] : [[name, text]];
    }),
  );

/**
 * The template of a folder: chat_template.jinja, else `chat_template` of tokenizer_config.json (a text, a list of named
 * templates, or an object of them); null where there is none. `used` receives the file. Throws E303 (not UTF-8), E313.
 */
export function folderTemplate(
  folder: string,
  settings: JsonObject,
  used: Map<string, string>,
): ChatTemplate | null {
  const path = findInside(folder, fileName);
  const specials = specialTexts(settings);
  if (path) {
    used.set(fileName, path);
    return chatTemplate(textOfFile(path), specials);
  }
  const given = settings.chat_template ?? null;
  if (given === null) return null;
  if (typeof given === "string") return chatTemplate(given, specials);
  return chosen(named(given), specials);
}

/** Python refuses bytes that are no text; Node would put U+FFFD in their place. */
function textOfFile(path: string): string {
  const text = readText(path);
  if (text.includes("\ufffd")) {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
    } catch (cause) {
      fail("E303", { file: fileName, reason: "it is not a text in UTF-8" }, { cause });
    }
  }
  return text;
}

/** Names and templates; a name is null where an entry has none. */
function named(given: unknown): readonly (readonly [unknown, unknown])[] {
  if (Array.isArray(given)) {
    return given.map((one: unknown) => (isObject(one) ? [one.name, one.template] : [null, one]));
  }
  return isObject(given) ? Object.entries(given) : [[null, given]];
}

function chosen(templates: readonly (readonly [unknown, unknown])[], specials: SpecialTexts): ChatTemplate {
  if (templates.some(([name, source]) => typeof name !== "string" || typeof source !== "string")) {
    return unusable("chat_template of tokenizer_config.json is neither a text nor a list of named texts");
  }
  const defaults = templates.filter(([name]) => name === "default");
  const [only] = defaults;
  if (only && defaults.length === 1) return chatTemplate(only[1] as string, specials);
  const names = templates.map(([name]) => `"${String(name)}"`).join(", ");
  return unusable(
    only
      ? 'the model has two templates called "default"'
      : `the model has the templates ${names || "(none)"}, and no "default"`,
  );
}

/** The template of a GGUF file; null where it has none. */
export function ggufTemplate(
  metadata: ReadonlyMap<string, unknown>,
  { bosText, eosText }: { readonly bosText: string | null; readonly eosText: string | null },
): ChatTemplate | null {
  const key = "tokenizer.chat_template";
  const source = metadata.get(key);
  if (typeof source === "string") {
    return chatTemplate(source, {
      ...(bosText === null ? {} : { bos_token: bosText }),
      ...(eosText === null ? {} : { eos_token: eosText }),
    });
  }
  if (source !== undefined) return unusable(`${key} of the GGUF file is no text`);
  const others = [...metadata.keys()].filter((name) => name.startsWith(`${key}.`));
  return others.length ? unusable(`the GGUF file has ${others.join(", ")}, and no ${key}`) : null;
}
