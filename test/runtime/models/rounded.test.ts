// Weights of less precision against numpy's and torch's rounding, and nano's logits with them against transformers'
// (fixtures/rounded.json, made by fixtures/rounded.py).
import { readdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openEngine, sideBySide, type Group } from "../../../src/runtime/engine/index.js";
import { openCheckpoint, readyWeights, weightBytes, weightsAs } from "../../../src/runtime/models/index.js";
import { quantise } from "../../../src/runtime/models/weights/quantise.js";
import { roundToHalves } from "../../../src/runtime/models/weights/half-precision.js";
import { ownCache } from "../../models/cache.js";
import { tinyLlama } from "../../models/tiny.js";
import { rejectedBy } from "./thrown.js";

interface Packed {
  readonly packed: string;
  readonly scales: string;
}
const fixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as T;
const { halves, blocks, logits } = fixture<{
  halves: { values: string; rounded: string };
  blocks: { values: string; shape: [number, number]; q8: Packed; q4: Packed };
  logits: Record<"fp16" | "q8" | "q4", number[][][]>;
}>("rounded");
const { texts } = fixture<{ texts: { ids: number[]; positions: number[]; logits_of: number[] }[] }>("nano");

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
const floats = (text: string) => new Float32Array(bytes(text).buffer);
const dtypes = ["fp16", "q8", "q4"] as const;

ownCache(test);

test("halves are numpy's, with ties to even, numbers below the normal ones and infinity", () => {
  const values = floats(halves.values);
  roundToHalves(values);
  assert.equal([...values], [...floats(halves.rounded)]);
});

for (const [name, bits] of [
  ["q8", 8],
  ["q4", 4],
] as const)
  // prettier-ignore
  test(`${name}: blocks and scales are those of a round-to-nearest in numpy`, () => {
    const { packed, scales } = quantise(floats(blocks.values), blocks.shape[1], bits);
    assert.equal([...packed], [...bytes(blocks[name].packed)]);
    assert.equal([...scales], [...floats(blocks[name].scales)]);
  });

for (const dtype of dtypes)
  test(`${dtype}: nano's logits are transformers' with weights rounded alike, within 1e-4`, async () => {
    const checkpoint = await openCheckpoint("nano", { base: "/" });
    const engine = await openEngine(await weightsAs(checkpoint, dtype), checkpoint.config, { device: "cpu" });
    try {
      const groups = logits[dtype].map((_, n): Group => {
        const { ids, positions, logits_of } = texts[n]!;
        const reads = positions.map((at) => ({ kind: "logits" as const, at, ids: logits_of }));
        return { key: String(n), sequences: [{ tokens: ids, steered: null, reads }] };
      });
      for await (const { key, readings } of engine.run([], groups))
        logits[dtype][Number(key)]!.forEach((row, p) =>
          row.forEach((value, k) => {
            const got = (readings[0]![p] as Float32Array)[k]!;
            assert.ok(Math.abs(got - value) < 1e-4, `text ${key}, logit ${k}: ${got} for ${value}`);
          }),
        );
    } finally {
      await engine.close();
    }
  });

for (const dtype of dtypes)
  test(`${dtype}: biases and sizes that are no multiple of a block; equal rows are equal to the bit`, async () => {
    const folder = await tinyLlama({ family: "qwen2", seed: 9, width: 48, mlpWidth: 72 });
    const checkpoint = await openCheckpoint(folder, { base: "/" });
    const engine = await openEngine(await weightsAs(checkpoint, dtype), checkpoint.config, { device: "cpu" });
    try {
      const tokens = [1, 5, 9, 4, 7, 3];
      const reads = [{ kind: "logits" as const, at: 5, ids: [0, 1, 2, 3] }];
      const unit = new Float32Array(checkpoint.config.hiddenSize).fill(
        1 / Math.sqrt(checkpoint.config.hiddenSize),
      );
      const row = (key: string, add: number): Group => ({
        key,
        sequences: [{ tokens, reads, steered: { tokens: [4, 5], terms: [{ layer: 0, direction: 0, add, ablate: 0 }] } }],
      }); // prettier-ignore
      const plain: Group = { key: "plain", sequences: [{ tokens, reads, steered: null }] };
      const found: number[][] = [];
      for await (const { readings } of engine.run([unit], [plain, row("zero", 0), row("far", 3)], { packing: sideBySide }))
        found.push([...(readings[0]![0] as Float32Array)]); // prettier-ignore
      assert.equal(found[1], found[0]);
      assert.not.equal(found[2], found[0]);
    } finally {
      await engine.close();
      await rm(folder, { recursive: true });
    }
  });

test("one file for each dtype, of the size that is told before, made once and anew when it is damaged", async () => {
  const checkpoint = await openCheckpoint("nano", { base: "/" });
  const folder = join(process.env.STEERLAB_CACHE!, "weights");
  for (const dtype of dtypes) {
    const seen: string[] = [];
    const onProgress = ({ task }: { task: string }) => seen.push(task);
    const { tensors, packed } = await weightsAs(checkpoint, dtype, { onProgress });
    const [file] = readdirSync(folder).filter((name) => name === `${checkpoint.sha256}-${dtype}.safetensors`);
    const path = join(folder, file!);
    const { size } = statSync(path);
    const told = weightBytes(checkpoint.tensors, dtype);
    assert.ok(size >= told && size < told + 20_000, `${size} bytes, ${told} told`);
    assert.is(tensors.size + packed.size, checkpoint.tensors.size);
    assert.is(packed.size, dtype === "fp16" ? 0 : 7 * checkpoint.config.layers);
    truncateSync(path, size - 8);
    await weightsAs(checkpoint, dtype, { onProgress });
    assert.is(statSync(path).size, size);
    const tasks = [`Rounding weights to ${dtype}`, "Converting weights", `Checking ${file}`];
    assert.ok(seen.every((task) => tasks.includes(task)));
  }
  assert.ok(weightBytes(checkpoint.tensors, "q8") < weightBytes(checkpoint.tensors, "fp32") / 2);
  assert.equal((await weightsAs(checkpoint, "fp32")).tensors, (await readyWeights(checkpoint)).tensors);
});

test("a weight beyond the halves is refused with its place", async () => {
  const folder = await tinyLlama({
    seed: 4,
    change: (name, values) => {
      if (name === "model.layers.1.mlp.up_proj.weight") values[3 * 32 + 5] = -70000;
    },
  });
  try {
    const checkpoint = await openCheckpoint(folder, { base: "/" });
    const error = await rejectedBy(weightsAs(checkpoint, "fp16"));
    assert.match(error.message, /^E315: .*"model\.layers\.1\.mlp\.up_proj\.weight" holds -70000 at \[3, 5\]/);
    assert.equal(readdirSync(join(process.env.STEERLAB_CACHE!, "weights")).filter((name) => name.includes(checkpoint.sha256)), []); // prettier-ignore
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.run();
