// Token ids of small tokenizers over all kinds of models and steps, against Python's tokenizers 0.23 (tokenizers/make.py).
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { SteerError } from "../../../src/runtime/errors/index.js";
import type { JsonObject } from "../../../src/runtime/models/checkpoint/checked-json.js";
import { textTokenizer } from "../../../src/runtime/models/tokenizer/tokenizer.js";

interface Recorded {
  readonly name: string;
  readonly model: string;
  readonly options: JsonObject;
  readonly added: readonly JsonObject[];
  readonly rest: JsonObject;
  /** By text; null where the reference fails, 0 where it was not asked. */
  readonly ids: readonly (readonly number[] | null | 0)[];
  /** Ids of "x" with the tokens around it. */
  readonly around: readonly number[];
  /** Every seventh text. */
  readonly decoded: readonly (string | null)[];
}

const path = process.env["STEERLAB_TOKENIZERS"] ?? new URL("tokenizers/reference.json.gz", import.meta.url);
const { texts, precompiled, models, tokenizers } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
  texts: readonly string[];
  precompiled: JsonObject;
  models: Readonly<Record<string, JsonObject>>;
  tokenizers: readonly Recorded[];
};

const jsonOf = ({ model, options, added, rest }: Recorded): JsonObject => {
  const steps = JSON.parse(JSON.stringify(rest), (_, value: unknown) =>
    value === "precompiled" ? precompiled : value,
  ) as JsonObject;
  return { version: "1.0", ...steps, added_tokens: added, model: { ...models[model], ...options } };
};
const opened = (recorded: Recorded) =>
  textTokenizer(jsonOf(recorded), { addBos: undefined, bosText: null, eosText: null }, "t");

/** Ids, or the code of the refusal. */
function idsOf(encode: (text: string) => readonly number[], text: string): readonly number[] | string {
  try {
    return encode(text);
  } catch (error) {
    if (error instanceof SteerError) return error.code;
    throw error;
  }
}

for (const recorded of tokenizers) {
  test(`${recorded.name}: the ids of all texts`, () => {
    const tokenizer = opened(recorded);
    const wrong: string[] = [];
    texts.forEach((text, i) => {
      if (recorded.ids[i] === 0) return;
      const expected = recorded.ids[i] ?? "E331";
      const got = idsOf(tokenizer.encode, text);
      if (JSON.stringify(got) !== JSON.stringify(expected))
        wrong.push(`${JSON.stringify(text)}: ${JSON.stringify(got)}, not ${JSON.stringify(expected)}`);
    });
    assert.equal(wrong.slice(0, 10), [], `${wrong.length} of ${texts.length} texts`);
  });

  test(`${recorded.name}: ids back to text`, () => {
    const tokenizer = opened(recorded);
    recorded.decoded.forEach((expected, i) => {
      if (expected !== null)
        assert.is(
          tokenizer.decode(recorded.ids[i * 7] as readonly number[]),
          expected,
          JSON.stringify(texts[i * 7]),
        );
    });
  });
}

test.run();
