// Tokenizer files that are refused by name, texts that cannot become tokens, and what is said about tokens around texts.
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../../src/runtime/models/checkpoint/checked-json.js";
import { textTokenizer } from "../../../src/runtime/models/tokenizer/tokenizer.js";
import {
  readSettings,
  type TokenizerSettings,
} from "../../../src/runtime/models/tokenizer/tokenizer-config.js";
import { tinyTokenizer } from "../../models/tokenizer.js";
import { thrownBy } from "./thrown.js";

const plain: TokenizerSettings = { addBos: undefined, bosText: null, eosText: null };
const base: JsonObject = tinyTokenizer();
const bpe = base["model"] as JsonObject;
const vocab = bpe["vocab"] as Readonly<Record<string, number>>;

const open = (change: JsonObject, settings = plain, rows?: number, notices: string[] = []) =>
  textTokenizer({ ...base, ...change }, settings, "m", { rows, onNotice: (text) => notices.push(text) });
const split = (regex: string): JsonObject => ({
  pre_tokenizer: { type: "Split", pattern: { Regex: regex }, behavior: "Isolated", invert: false },
});
const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };

const unsupported: readonly (readonly [named: string, change: JsonObject])[] = [
  ["the step UnicodeScripts (pre_tokenizer)", { pre_tokenizer: { type: "UnicodeScripts" } }],
  ["the step toString (pre_tokenizer)", { pre_tokenizer: { type: "toString" } }],
  ["the step CTC (decoder)", { decoder: { type: "CTC" } }],
  [
    'the unknown key "lowercase" (pre_tokenizer.lowercase)',
    { pre_tokenizer: { type: "Whitespace", lowercase: true } },
  ],
  ['the unknown key "extra" (extra)', { extra: 1 }],
  ["BPE with a dropout of 0.1, which cuts at random (model.dropout)", { model: { ...bpe, dropout: 0.1 } }],
  ['padding by {"Fixed":9} (padding.strategy)', { padding: { strategy: { Fixed: 9 } } }],
  [
    "an empty Prepend (normalizer.normalizers[0].prepend)",
    { normalizer: { type: "Sequence", normalizers: [{ type: "Prepend", prepend: "" }] } },
  ],
  ['\\p{Foo} in the regular expression "\\\\p{Foo}" (pre_tokenizer.pattern)', split("\\p{Foo}")],
  ['\\1 in the regular expression "(a)\\\\1" (pre_tokenizer.pattern)', split("(a)\\1")],
  ['"ss" without regard to case in the regular expression', split("(?i:ss)")],
  ["{n}? in the regular expression", split("a{2}?")],
  ["nested or adjacent repetitions, which can take for ever,", split("(a+)+$")],
  ["nested or adjacent repetitions, which can take for ever,", split("(a|aa)+$")],
  ["nested or adjacent repetitions, which can take for ever,", split("a*a*a*b")],
  ["more than 100 groups inside one another", split("(".repeat(20_000) + ")".repeat(20_000))],
  [
    'the added token "<x>" with the number 9999 where tokenizers gives it',
    { added_tokens: [{ id: 9999, content: "<x>", ...flags }] },
  ],
];
for (const [named, change] of unsupported)
  test(`refused by name: ${named.slice(0, 60)}`, () => {
    const { message } = thrownBy(() => open(change));
    assert.match(message, /^E330: The tokenizer of the model "m" has /);
    assert.ok(message.includes(named), message);
  });

const template = (...single: unknown[]): JsonObject => ({
  post_processor: {
    type: "TemplateProcessing",
    single,
    pair: [],
    special_tokens: {
      "<|endoftext|>": { id: "<|endoftext|>", ids: [0], tokens: ["<|endoftext|>"] },
      "<|im_end|>": { id: "<|im_end|>", ids: [2], tokens: ["<|im_end|>"] },
    },
  },
});
const special = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
const text = { Sequence: { id: "A", type_id: 0 } };

const damaged: readonly (readonly [said: string, change: JsonObject])[] = [
  ["post_processor.single[0] is 3, not an object", template(3)],
  [
    'post_processor.single[0].SpecialToken.id is "x", which special_tokens does not have',
    template(special("x"), text),
  ],
  [
    'model.vocab["zz"] is 4294967296, not a whole number',
    { model: { ...bpe, vocab: { ...vocab, zz: 2 ** 32 } } },
  ],
  ["two tokens have one number", { model: { ...bpe, vocab: { ...vocab, zz: 5 } } }],
  ["model.merges holds 3, no pair", { model: { ...bpe, merges: [3] } }],
  ["model is missing, not an object", { model: null }],
  [
    "normalizer.precompiled_charsmap holds no table of replacements",
    { normalizer: { type: "Precompiled", precompiled_charsmap: "AAAA" } },
  ],
  [
    'pre_tokenizer.behavior is "isolated", not one of Removed',
    { pre_tokenizer: { type: "Punctuation", behavior: "isolated" } },
  ],
];
for (const [said, change] of damaged)
  test(`a damaged file: ${said.slice(0, 60)}`, () => {
    const { message } = thrownBy(() => open(change));
    assert.match(message, /^E303: The model file "tokenizer.json" is damaged: /);
    assert.ok(message.includes(said), message);
  });

test("a number of 2^31 in the vocabulary takes no time", () => {
  const { encode, size } = open({ model: { ...bpe, vocab: { ...vocab, zz: 2 ** 31 } } });
  assert.is(encode("ab").length, 2);
  assert.is(size, 2 ** 31 + 1);
});

test("texts that cannot become tokens of the model are refused with the text", () => {
  const said = (tokenizer: ReturnType<typeof open>, one: string) =>
    thrownBy(() => tokenizer.encode(one)).message;
  const cannot = 'E331: The tokenizer of the model "m" cannot cut the text ';
  const pad = Object.keys(vocab).length;
  const added = [...(base["added_tokens"] as JsonObject[]), { id: pad, content: "[PAD]", ...flags }];
  const padded = open({ added_tokens: added }, plain, pad);
  assert.is(padded.encode("PAD").length, 3);
  assert.ok(
    said(padded, "a[PAD]").startsWith(
      `${cannot}"a[PAD]": it has the token "[PAD]" (${pad}), for which the model has no row: it has ${pad}.`,
    ),
  );
  assert.ok(said(padded, "a\ud83d").includes("half of a surrogate pair"));
  const short = open({
    truncation: { max_length: 3, direction: "Right", strategy: "LongestFirst", stride: 0 },
  });
  assert.is(short.encode("xyz").length, 3);
  assert.ok(
    said(short, "xyzw").includes("it has 4 tokens, and tokenizer.json cuts texts off behind 3 (truncation)"),
  );
  const grows = open({
    normalizer: {
      type: "Sequence",
      normalizers: Array.from({ length: 6 }, () => ({
        type: "Replace",
        pattern: { String: "a" },
        content: "a".repeat(64),
      })),
    },
  });
  assert.match(said(grows, "a"), /it grows from 4096 to \d+ characters \(normalizer.normalizers\[2\]\)/);
});

test("tokens around texts: as the post-processor says, or the settings; what is left out is said", () => {
  const around = (single: readonly unknown[], settings: JsonObject, map: JsonObject = {}) => {
    const notices: string[] = [];
    const { bos } = open(template(...single), readSettings(settings, map, "m"), undefined, notices);
    return [bos, ...notices];
  };
  const start = special("<|endoftext|>");
  const end = special("<|im_end|>");
  assert.equal(around([text], {}), [null]);
  assert.equal(around([start, text], {}), [0], "no bos_token is named");
  assert.equal(around([start, text], {}, { bos_token: "<|im_start|>" }), [0]);
  assert.equal(around([text], { add_bos_token: true }, { bos_token: "<|im_start|>" }), [1]);
  assert.equal(around([text], { add_bos_token: true, bos_token: null }), [null]);
  assert.equal(around([start, text], { add_bos_token: true }), [0]);
  assert.equal(around([start, text], { add_bos_token: false }), [
    null,
    'The tokenizer of "m" says two things: its post-processor puts "<|endoftext|>" before every text, and add_bos_token asks for nothing. add_bos_token is followed.',
  ]);
  const left =
    'The tokenizer of "m" puts "<|im_end|>" behind every text. It is left out here: texts go on with an answer or a continuation.';
  assert.equal(around([start, text, end], {}), [0, left]);
  assert.equal(around([text, end], { add_eos_token: false, eos_token: "<|im_end|>" }), [null]);
  assert.equal(around([text], { add_eos_token: true, eos_token: { content: "<|im_end|>" } }), [null, left]);
  assert.ok(
    thrownBy(() => around([start, end, text], {})).message.includes(
      '2 tokens before every text, "<|endoftext|>", "<|im_end|>" (post_processor)',
    ),
  );
  assert.ok(
    thrownBy(() => around([text], { add_bos_token: true, bos_token: "<s>" })).message.includes(
      'the bos_token "<s>", which is no token of tokenizer.json, for add_bos_token',
    ),
  );
});

test("tokens that only tokenizer_config.json has: texts with them are refused", () => {
  const settings = readSettings(
    {
      pad_token: "[PAD]",
      added_tokens_decoder: {
        0: { content: "<|endoftext|>", ...flags },
        1: { content: "<|im_start|>", ...flags, lstrip: true },
        900: { content: "<tool>", ...flags },
      },
    },
    {},
    "m",
  );
  const { encode } = open({}, settings);
  const said = (one: string) => thrownBy(() => encode(one)).message;
  assert.is(encode("<|endoftext|>tool PAD").length, 9);
  assert.ok(
    said("x [PAD]").includes(
      'it has "[PAD]", which tokenizer_config.json makes a token and tokenizer.json does not',
    ),
  );
  assert.ok(
    said("<tool>").includes(
      'it has "<tool>", which tokenizer_config.json makes a token and tokenizer.json does not',
    ),
  );
  assert.ok(said("<|im_start|>").includes("with other options than tokenizer.json does"));
  assert.ok(
    thrownBy(() => readSettings({ split_special_tokens: true }, {}, "m")).message.includes(
      "the setting split_special_tokens (tokenizer_config.json)",
    ),
  );
});

test.run();
