// Encoding by sections: the ids of the whole text, each section asked for once, and left alone where sections are not independent.
import { readFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { MersenneTwister } from "../../../src/runtime/concepts/random.js";
import type { JsonObject } from "../../../src/runtime/models/json.js";
import { bySections } from "../../../src/runtime/models/sections.js";

const nano = JSON.parse(
  readFileSync(new URL("../../../models/nano/tokenizer.json", import.meta.url), "utf8"),
) as JsonObject;
const added = (content: string, more: object = {}): JsonObject => ({
  content,
  lstrip: false,
  rstrip: false,
  single_word: false,
  normalized: false,
  special: true,
  ...more,
});

test("the ids of the library on whole texts, for 2,000 random texts of nano", () => {
  // Two more tokens: one begins another, one has signs that patterns use.
  const own = nano["added_tokens"] as readonly { id: number }[];
  const json = {
    ...nano,
    added_tokens: [...own, { ...added("<|im"), id: 90_001 }, { ...added("[a-b]*"), id: 90_002 }],
  };
  const whole = new Tokenizer(json, {});
  const encode = (text: string) => whole.encode(text, { add_special_tokens: false }).ids;
  const sections = bySections(json, encode);
  const pieces = [
    "<|im_start|>", "<|im_end|>", "<|im", "[a-b]*", "user\n", " (A)", "I adore naps.", "\n\n", " ", "é", "😀", "\ud83d", "im_start|>", "<", "",
  ]; // prettier-ignore
  const random = new MersenneTwister(7);
  for (let i = 0; i < 2000; i++) {
    const text = Array.from({ length: random.below(9) }, () => pieces[random.below(pieces.length)]!).join("");
    assert.equal(sections(text), encode(text), JSON.stringify(text));
  }
});

test("a section is encoded once; what comes out may be changed", () => {
  const asked: string[] = [];
  const encode = (text: string) => {
    asked.push(text);
    return [text.length];
  };
  const sections = bySections({ added_tokens: [added("<s>")], pre_tokenizer: { type: "Digits" } }, encode);
  const first = sections("<s>ab<s>abc");
  assert.equal(first, [3, 2, 3, 3]);
  first.length = 0;
  assert.equal(sections("abc<s>ab"), [3, 3, 2]);
  assert.equal(asked, ["<s>", "ab", "abc"]);
});

test("whole texts where a section's place matters", () => {
  const whole = (json: JsonObject) => {
    const asked: string[] = [];
    bySections(json, (text) => (asked.push(text), [1]))("<s>a<s>a");
    return asked.length === 1 && asked[0] === "<s>a<s>a";
  };
  const tokens = [added("<s>")];
  assert.not(whole({ added_tokens: tokens, pre_tokenizer: null }));
  const places = [
    { added_tokens: tokens, pre_tokenizer: { type: "Metaspace", prepend_scheme: "first" } },
    { added_tokens: tokens, pre_tokenizer: { type: "ByteLevel", add_prefix_space: true } },
    { added_tokens: tokens, pre_tokenizer: { type: "Sequence", pretokenizers: [{ type: "Whitespace" }] } },
    { added_tokens: tokens, pre_tokenizer: null, normalizer: { type: "Prepend", prepend: "▁" } },
    { added_tokens: [added("<s>", { lstrip: true })], pre_tokenizer: null },
    { added_tokens: [added("<s>"), added("x", { single_word: true })], pre_tokenizer: null },
    { added_tokens: [], pre_tokenizer: null },
  ];
  for (const json of places) assert.ok(whole(json), JSON.stringify(json));
});

test.run();
