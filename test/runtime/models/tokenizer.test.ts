// Token ids against transformers and tokenizers (fixtures/make.py), and the reading of single pieces.
import { existsSync, readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findSmolLM2, openCheckpoint } from "../../../src/runtime/models/index.js";
import { ggufTokenizer } from "../../../src/runtime/models/gguf/gguf-tokenizer.js";
import { textTokenizer } from "../../../src/runtime/models/tokenizer/tokenizer.js";
import { byteLetters, tinyTokenizer } from "../../models/tokenizer.js";
import { thrownBy } from "./thrown.js";
import { skip } from "../../skip.js";

interface Recorded {
  texts: string[];
  smollm2: number[][];
  words: Record<string, string[][]>;
}
const { texts, smollm2, words } = JSON.parse(
  readFileSync(new URL("fixtures/tokenize.json", import.meta.url), "utf8"),
) as Recorded;

/** The metadata of a tokenizer with the 256 byte letters and whatever words are given, each reached by merging from the left. */
function metadata(pre: string, wanted: readonly string[]) {
  const tokens = [...byteLetters];
  const merges: string[] = [];
  for (const word of wanted) {
    let left = "";
    for (const letter of word) {
      if (left && !tokens.includes(left + letter)) {
        tokens.push(left + letter);
        merges.push(`${left} ${letter}`);
      }
      left += letter;
    }
  }
  return new Map<string, string | number | readonly (string | number)[]>([
    ["tokenizer.ggml.model", "gpt2"],
    ["tokenizer.ggml.pre", pre],
    ["tokenizer.ggml.tokens", tokens],
    ["tokenizer.ggml.token_type", tokens.map(() => 1)],
    ["tokenizer.ggml.bos_token_id", 0],
    ["tokenizer.ggml.merges", merges],
  ]);
}

for (const way of Object.keys(words)) {
  test(`text is cut in the way ${way} as the reference does`, () => {
    // Every word of a text is one token here, so ids show the cuts; merging could only stop at a cut.
    texts.forEach((text, i) => {
      const expected = words[way]![i]!;
      const { json, settings } = ggufTokenizer(metadata(way, expected), "test");
      const ignoring = { ...json, model: { ...(json.model as object), ignore_merges: true } };
      const tokenizer = textTokenizer(ignoring, settings, "test");
      const tokens = (json.model as { vocab: Record<string, number> }).vocab;
      assert.equal(
        tokenizer.encode(text),
        expected.map((word) => tokens[word]),
        JSON.stringify(text),
      );
    });
  });
}

test("SmolLM2: ids as transformers gives them, and back to the text", async () => {
  const path = findSmolLM2();
  if (!path) return skip("SmolLM2 is not here; run npm run fetch:smollm2");
  const { tokenizer } = await openCheckpoint(path, { base: "." });
  texts.forEach((text, i) => {
    assert.equal(tokenizer.encode(text), smollm2[i], JSON.stringify(text));
    assert.is(tokenizer.decode(tokenizer.encode(text)), text);
  });
  assert.is(tokenizer.bos, null);
  assert.is(tokenizer.eos, 2);
  assert.is(tokenizer.size, 49152);
});

test("SmolLM2: the recorded prompts of interest in science have identical ids", async () => {
  const path = findSmolLM2();
  const recorded = new URL("../../../../shared/fixtures/smollm2_interest_in_science.json", import.meta.url);
  if (!path || !existsSync(recorded)) return skip("SmolLM2 or the recorded ids are not here");
  const { tokenizer, template } = await openCheckpoint(path, { base: "." });
  const fixture = JSON.parse(readFileSync(recorded, "utf8")) as {
    system: string;
    first_full_prompt: string;
    test_token_ids: { prompt: number[]; positive: number[]; negative: number[] }[];
  };
  const user = fixture.first_full_prompt.split("<|im_start|>user\n")[1]!.split("<|im_end|>")[0]!;
  const messages = [
    { role: "system", content: fixture.system },
    { role: "user", content: user },
  ] as const;
  assert.is(`${template!.render(messages, { addGenerationPrompt: true })} (A)`, fixture.first_full_prompt);
  for (const { prompt, positive, negative } of fixture.test_token_ids) {
    for (const ids of [[...prompt, ...positive], [...prompt, ...negative], prompt]) {
      assert.equal(tokenizer.encode(tokenizer.decode(ids)), ids);
    }
  }
});

test("pieces show spaces, whole characters and loose bytes", () => {
  const settings = { addBos: undefined, bosText: "<|im_start|>", eosText: "<|im_end|>" };
  const tokenizer = textTokenizer(tinyTokenizer(), settings, "tiny");
  assert.is(tokenizer.piece(tokenizer.encode(" Yes")[0]!), " Yes");
  assert.equal(tokenizer.encode("é").map(tokenizer.piece), ["\\xC3", "\\xA9"]);
  assert.is(tokenizer.piece(1), "<|im_start|>");
  assert.is(tokenizer.bos, null);
  assert.is(tokenizer.eos, 2);
  assert.is(tokenizer.decode([]), "");
  assert.match(thrownBy(() => tokenizer.piece(10_000)).message, "there is no token with the id 10000");
});

test("the beginning-of-sequence token: as the post-processor does, unless the settings say", () => {
  const begins = {
    type: "TemplateProcessing",
    single: [{ SpecialToken: { id: "<|im_start|>", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
    pair: [],
    special_tokens: { "<|im_start|>": { id: "<|im_start|>", ids: [1], tokens: ["<|im_start|>"] } },
  };
  const json = { ...tinyTokenizer(), post_processor: begins };
  const bosOf = (addBos: boolean | undefined) =>
    textTokenizer(json, { addBos, bosText: "<|im_start|>", eosText: null }, "tiny").bos;
  assert.equal([bosOf(undefined), bosOf(false), bosOf(true)], [1, null, 1]);
  assert.equal(
    textTokenizer(json, { addBos: true, bosText: "<|im_start|>", eosText: null }, "t").encode("a").length,
    1,
  );
});

test("tokenizers that cannot be used are refused", () => {
  const said = (pre: string, change: (m: Map<string, unknown>) => void) => {
    const changed = metadata(pre, []);
    change(changed);
    return thrownBy(() => ggufTokenizer(changed, "m.gguf")).message;
  };
  const remedy = " Use a model with a byte-level BPE or other fast tokenizer (tokenizer.json).";
  const start = 'E311: The tokenizer of the model "m.gguf" cannot be used: ';
  assert.is(
    said("gpt-2", (m) => m.set("tokenizer.ggml.model", "t5")),
    `${start}its kind is "t5"; from a GGUF file "gpt2" (byte-level BPE) and "llama" (SentencePiece BPE) are read.${remedy}`,
  );
  assert.is(
    said("tekken", () => undefined),
    `${start}it cuts text in the way "tekken"; supported are gpt-2, smollm, qwen2, llama-bpe, llama3, llama-v3.${remedy}`,
  );
  assert.is(
    said("gpt-2", (m) => m.set("tokenizer.ggml.tokens", ["a", "a"])),
    `${start}two tokens are spelled alike.${remedy}`,
  );
  assert.is(
    said("gpt-2", (m) => m.set("tokenizer.ggml.merges", ["ab"])),
    `${start}the merge "ab" is no pair.${remedy}`,
  );
});

test.run();
