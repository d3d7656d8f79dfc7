// What tokenizer_config.json, and special_tokens_map.json beside it, add to tokenizer.json.
import { fail } from "../../errors/index.js";
import { isObject, type JsonObject } from "../checkpoint/checked-json.js";

/** A token as the settings list it. */
export interface ListedToken {
  readonly content: string;
  /** Its number and options, where they are given. */
  readonly id?: number;
  readonly options?: JsonObject;
}

/** What tokenizer_config.json (or a GGUF file's metadata) adds to tokenizer.json. */
export interface TokenizerSettings {
  /** true or false where the checkpoint says so; undefined: as tokenizer.json's post-processor does. */
  readonly addBos: boolean | undefined;
  readonly addEos?: boolean | undefined;
  readonly bosText: string | null;
  readonly eosText: string | null;
  /** Tokens that transformers would add to tokenizer.json's where they are missing or different. */
  readonly listed?: readonly ListedToken[];
  readonly addPrefixSpace?: boolean | undefined;
}

const named = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

/** A special token is written as text or as an object with the text in `content`. */
export function textOf(token: unknown): string | null {
  const text = isObject(token) ? token.content : token;
  return typeof text === "string" ? text : null;
}

const flagOf = (value: unknown) => (typeof value === "boolean" ? value : undefined);

function listedIn(settings: JsonObject): ListedToken[] {
  const decoder = isObject(settings.added_tokens_decoder) ? settings.added_tokens_decoder : {};
  const added = Object.entries(decoder).flatMap(([id, options]): ListedToken[] => {
    const content = textOf(options);
    return content === null || !isObject(options) ? [] : [{ content, id: Number(id), options }];
  });
  const lists = [settings.additional_special_tokens, settings.extra_special_tokens].flatMap((list) =>
    Array.isArray(list) ? (list as unknown[]) : isObject(list) ? Object.values(list) : [],
  );
  const special = [...named.map((name) => settings[name]), ...lists].map(textOf);
  const known = new Set(added.map(({ content }) => content));
  return [
    ...added,
    ...[...new Set(special)].flatMap((content) =>
      content === null || content === "" || known.has(content) ? [] : [{ content }],
    ),
  ];
}

/**
 * Reads the settings as transformers does: special_tokens_map.json goes before tokenizer_config.json where the latter does not list its
 * added tokens itself. Throws E330 for settings that change how every text is cut.
 */
export function readSettings(
  config: JsonObject,
  specialTokens: JsonObject,
  model: string,
): TokenizerSettings {
  for (const key of ["split_special_tokens", "fix_mistral_regex"]) {
    if (config[key] === true) fail("E330", { model, what: `the setting ${key} (tokenizer_config.json)` });
  }
  const settings = isObject(config.added_tokens_decoder) ? config : { ...config, ...specialTokens };
  return {
    addBos: flagOf(settings.add_bos_token),
    addEos: flagOf(settings.add_eos_token),
    bosText: textOf(settings.bos_token),
    eosText: textOf(settings.eos_token),
    listed: listedIn(settings),
    addPrefixSpace: flagOf(settings.add_prefix_space),
  };
}
