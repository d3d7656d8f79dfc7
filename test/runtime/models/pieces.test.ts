// SentencePiece tokenizers of GGUF files: ids and texts are those of the sentencepiece library, on two small models that were trained
// for it (fixtures/pieces.json, made by fixtures/pieces.py).
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { ggufTokenizer } from "../../../src/runtime/models/gguf/gguf-tokenizer.js";
import { textTokenizer } from "../../../src/runtime/models/tokenizer/tokenizer.js";

interface Recorded {
  readonly prefix: boolean;
  readonly tokens: readonly string[];
  readonly scores: readonly number[];
  readonly types: readonly number[];
  readonly ids: readonly (readonly number[])[];
  readonly decoded: readonly string[];
}
const { texts, models } = JSON.parse(
  readFileSync(new URL("fixtures/pieces.json", import.meta.url), "utf8"),
) as { texts: readonly string[]; models: readonly Recorded[] };

type Metadata = Parameters<typeof ggufTokenizer>[0];

const metadataOf = ({ prefix, tokens, scores, types }: Recorded): Metadata =>
  new Map<string, never>(
    Object.entries({
      "tokenizer.ggml.model": "llama",
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.scores": scores,
      "tokenizer.ggml.token_type": types,
      "tokenizer.ggml.bos_token_id": 1,
      "tokenizer.ggml.eos_token_id": 2,
      "tokenizer.ggml.add_space_prefix": prefix,
    }) as [string, never][],
  );
const built = (metadata: Metadata) => {
  const { json, settings } = ggufTokenizer(metadata, "test");
  return textTokenizer(json, settings, "test");
};

for (const model of models) {
  const name = model.prefix ? "with a space before every text" : "without";
  test(`ids as sentencepiece gives them, and back to the text; ${name}`, () => {
    const tokenizer = built(metadataOf(model));
    texts.forEach((text, i) => {
      assert.equal(tokenizer.encode(text), model.ids[i], JSON.stringify(text));
      assert.is(tokenizer.decode(model.ids[i]!), model.decoded[i], JSON.stringify(text));
      const bytes = Buffer.concat(model.ids[i]!.map((id) => tokenizer.bytes(id))).toString();
      assert.is(bytes, (model.prefix && text ? " " : "") + text.replaceAll("▁", " "));
    });
    assert.equal([tokenizer.bos, tokenizer.eos, tokenizer.size], [1, 2, model.tokens.length]);
    assert.equal(
      tokenizer.encode("<s>").includes(1),
      true,
      "special marks that are written become their ids",
    );
  });
}

test("what does not fit together is refused", () => {
  const whole = metadataOf(models[0]!);
  const said = (change: Readonly<Record<string, unknown>>): string => {
    try {
      built(new Map([...whole, ...(Object.entries(change) as [string, never][])]));
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.match(
    said({ "tokenizer.ggml.scores": [1, 2] }),
    /^E311: .*the file does not give every piece a score/,
  );
  assert.match(
    said({ "tokenizer.ggml.model": "t5" }),
    /^E311: .*its kind is "t5"; from a GGUF file "gpt2" \(byte-level BPE\) and "llama"/,
  );
  assert.match(said({ "tokenizer.ggml.eos_token_id": 9999 }), /^E311: .*eos_token_id is 9999/);
});

test.run();
