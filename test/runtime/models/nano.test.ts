// The embedded model: token ids, chat template and logits equal those of transformers (fixtures/nano.json, made by
// models/nano/train/export.py), and its persona items fit the paper's format.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { joinsOf } from "../../../src/runtime/paper/protocols.js";
import { BASE, encodePair } from "../../../src/runtime/concepts/index.js";
import { readMwe } from "../../../src/runtime/concepts/mwe/read-data-set.js";
import { openEngine } from "../../../src/runtime/engine/index.js";
import { openCheckpoint, readyWeights, type ChatMessage } from "../../../src/runtime/models/index.js";
import { ownCache } from "../../models/cache.js";

interface Text {
  readonly messages: readonly ChatMessage[] | null;
  readonly text: string;
  readonly ids: readonly number[];
  readonly logits_of: readonly number[];
  readonly positions: readonly number[];
  readonly logits: readonly (readonly number[])[];
}
const folder = fileURLToPath(new URL("../../../models/nano", import.meta.url));
const { texts } = JSON.parse(readFileSync(new URL("fixtures/nano.json", import.meta.url), "utf8")) as {
  texts: readonly Text[];
};

ownCache(test);
const open = () => openCheckpoint(folder, { base: folder });

test("token ids and chat prompts equal transformers'", async () => {
  const { tokenizer, template } = await open();
  for (const { messages, text, ids } of texts) {
    assert.equal(tokenizer.encode(text), ids);
    assert.is(tokenizer.decode(ids), text);
    if (messages) assert.is(`${template!.render(messages, { addGenerationPrompt: true })} (A)`, text);
  }
});

test("logits equal transformers' within 1e-4", async () => {
  const checkpoint = await open();
  const engine = await openEngine(await readyWeights(checkpoint, {}), checkpoint.config, { device: "cpu" });
  try {
    const sequences = texts.map(({ ids, positions, logits_of }) => ({
      tokens: ids,
      steered: null,
      reads: positions.map((at) => ({ kind: "logits" as const, at, ids: logits_of })),
    }));
    for await (const { readings } of engine.run([], [{ key: "all", sequences }]))
      texts.forEach(({ logits }, n) =>
        logits.forEach((row, p) =>
          row.forEach((value, k) => {
            const got = (readings[n]![p] as Float32Array)[k]!;
            assert.ok(Math.abs(got - value) < 1e-4, `text ${n}, logit ${k}: ${got} for ${value}`);
          }),
        ),
      );
  } finally {
    await engine.close();
  }
});

test("the two answers of every persona item differ in their letter token only", async () => {
  const { tokenizer, template } = await open();
  const data = join(folder, "concepts");
  const files = readdirSync(join(data, "persona"));
  assert.ok(files.length >= 24);
  for (const file of files) {
    const name = file.replace(".jsonl", "");
    const pairs = readMwe(name, data);
    assert.is(pairs.length, 120);
    for (const pair of pairs) {
      const encoded = encodePair(pair, {
        concept: { name, format: "chat", persona: null },
        shift: BASE,
        model: { tokenizer, template, system: null },
        joins: joinsOf({ protocol: "paper" }, "llama"),
        letters: true,
      });
      assert.is(encoded.positive.length, encoded.prompt.length + 3);
    }
  }
});

test("all of it takes at most 12 MB", () => {
  assert.ok(existsSync(join(folder, "README.md")));
  const bytes = ["model.safetensors", "tokenizer.json", "config.json", "tokenizer_config.json"]
    .map((file) => readFileSync(join(folder, file)).length)
    .reduce((a, b) => a + b);
  assert.ok(bytes < 12e6, `${bytes} bytes`);
});

test.run();
