// Sections of texts: each shared one is encoded once, and the first of a text apart from the others.
import { test } from "uvu";
import * as assert from "uvu/assert";
import { rememberSections } from "../../../src/runtime/models/tokenizer/sections.js";
import type { JsonObject } from "../../../src/runtime/models/checkpoint/checked-json.js";
import { textTokenizer } from "../../../src/runtime/models/tokenizer/tokenizer.js";

test("a shared section is encoded once", () => {
  const asked: string[] = [];
  const sections = rememberSections(({ text, first }) => {
    asked.push(text);
    return [text.length, first];
  });
  const section = (text: string, first: number, shared = true) => [...sections({ text, first }, shared)];
  assert.equal(section("ab", 0), [2, 0]);
  assert.equal(section("ab", 0), [2, 0]);
  assert.equal(section("ab", 1), [2, 1]);
  assert.equal(section("abc", 0, false), [3, 0]);
  assert.equal(section("abc", 0, false), [3, 0]);
  assert.equal(asked, ["ab", "ab", "abc", "abc"]);
});

test("what comes out may be changed, and the first section has its own ids", () => {
  const json: JsonObject = {
    added_tokens: [
      {
        id: 3,
        content: "<s>",
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      },
    ],
    pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "first", split: true },
    model: { type: "WordLevel", vocab: { "▁a": 0, a: 1, "?": 2 }, unk_token: "?" },
  };
  const { encode } = textTokenizer(json, { addBos: undefined, bosText: null, eosText: null }, "t");
  const first = encode("a<s>a");
  assert.equal(first, [0, 3, 1]);
  first.length = 0;
  assert.equal(encode("a<s>a"), [0, 3, 1]);
  assert.equal(encode("<s>a<s>a"), [3, 1, 3, 1]);
  assert.equal(encode(" a"), [0]);
});

test.run();
