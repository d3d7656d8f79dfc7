// Weights made ready: in place where they are fp32, else one converted copy; never half written, never with NaN.
import { existsSync, readdirSync, statSync, utimesSync } from "node:fs";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { tensorPieces } from "../../../src/runtime/models/weights/convert.js";
import { findSmolLM2, openCheckpoint, readyWeights } from "../../../src/runtime/models/index.js";
import { recall } from "../../../src/runtime/models/checkpoint/file-digests.js";
import type { TensorPlace } from "../../../src/runtime/models/types.js";
import { writeWhole } from "../../../src/runtime/files/index.js";
import { ownCache } from "../../models/cache.js";
import { ggufFile, tinyGguf } from "../../models/gguf.js";
import { tinyLlama, type TinyOptions } from "../../models/tiny.js";
import { rejectedBy } from "./thrown.js";
import { skip } from "../../skip.js";

const smol = findSmolLM2();
ownCache(test);
const cache = () => process.env.STEERLAB_CACHE!;
const again = "Download the model again, or give another one.";

async function withFolder<T>(options: TinyOptions, look: (folder: string) => Promise<T>): Promise<T> {
  const folder = await tinyLlama(options);
  try {
    return await look(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
async function read(tensors: ReadonlyMap<string, TensorPlace>, name: string): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { values } of tensorPieces(name, tensors.get(name)!, {})) numbers.push(...values);
  return numbers;
}
const weightFiles = () => (existsSync(join(cache(), "weights")) ? readdirSync(join(cache(), "weights")) : []);

test("fp32 weights are used where they lie, and looked at once", async () => {
  await withFolder({ sharded: true }, async (folder) => {
    const checkpoint = await openCheckpoint(folder, { base: "/" });
    const seen: string[] = [];
    const onProgress = ({ task }: { task: string }) => seen.push(task);
    const { tensors, converted } = await readyWeights(checkpoint, { onProgress });
    assert.is(converted, false);
    assert.equal(tensors, checkpoint.tensors);
    assert.is(seen.length, 38);
    await readyWeights(checkpoint, { onProgress });
    assert.is(seen.length, 38);
  });
});

for (const dtype of ["F16", "BF16"] as const) {
  test(`${dtype} weights become one fp32 copy with the same numbers`, async () => {
    await withFolder({ dtype, seed: 3 }, async (folder) => {
      const checkpoint = await openCheckpoint(folder, { base: "/" });
      const { tensors, converted } = await readyWeights(checkpoint);
      assert.is(converted, true);
      assert.equal([...tensors.keys()], [...checkpoint.tensors.keys()]);
      for (const [name, place] of tensors) {
        assert.is(place.type, "F32");
        assert.equal(await read(tensors, name), await read(checkpoint.tensors, name));
      }
      const [file] = new Set([...tensors.values()].map((place) => place.file));
      assert.ok(file!.endsWith(`${checkpoint.sha256}.safetensors`));
      const before = statSync(file!).mtimeMs;
      await readyWeights(checkpoint);
      assert.is(statSync(file!).mtimeMs, before, "converted once");
      await writeFile(file!, "damaged");
      assert.equal((await readyWeights(checkpoint)).tensors, tensors, "a damaged copy is made anew");
    });
  });
}

test("a GGUF file gives the weights of the folder it was made from, rows of q and k in their order", async () => {
  await withFolder({ seed: 9 }, async (folder) => {
    const path = await ggufFile(await tinyGguf(folder));
    const expected = (await openCheckpoint(folder, { base: "/" })).tensors;
    const { tensors, converted } = await readyWeights(await openCheckpoint(path, { base: "/" }));
    assert.is(converted, true);
    for (const name of expected.keys())
      assert.equal(await read(tensors, name), await read(expected, name), name);
    await rm(dirname(path), { recursive: true });
  });
});

test("two at once write one whole file", async () => {
  await withFolder({ dtype: "F16", seed: 21 }, async (folder) => {
    const checkpoint = await openCheckpoint(folder, { base: "/" });
    const [one, two] = await Promise.all([readyWeights(checkpoint), readyWeights(checkpoint)]);
    assert.equal(one.tensors, two.tensors);
    assert.equal(
      weightFiles().filter((name) => name.endsWith(".part")),
      [],
    );
  });
});

for (const [value, word] of [
  [NaN, "NaN"],
  [-Infinity, "infinity"],
] as const) {
  for (const dtype of ["F32", "F16"] as const) {
    test(`${word} in ${dtype} weights is refused with its place`, async () => {
      const spoil = (name: string, values: Float32Array) => {
        if (name === "model.layers.1.mlp.up_proj.weight") values[3 * 32 + 5] = value;
      };
      await withFolder({ dtype, change: spoil, seed: 4 }, async (folder) => {
        const before = weightFiles();
        const checkpoint = await openCheckpoint(folder, { base: "/" });
        assert.is(
          (await rejectedBy(readyWeights(checkpoint))).message,
          `E307: The weights are not usable: the tensor "model.layers.1.mlp.up_proj.weight" holds ${word} at [3, 5]. ${again}`,
        );
        assert.equal(weightFiles(), before, "nothing is left behind");
      });
    });
  }
}

test("a full disk: the kernel's own answer, and nothing half written", async () => {
  if (!existsSync("/dev/full")) return skip("this system has no /dev/full");
  await withFolder({ dtype: "F16", seed: 5 }, async (folder) => {
    const before = weightFiles();
    const checkpoint = await openCheckpoint(folder, { base: "/" });
    const error = await rejectedBy(
      readyWeights(checkpoint, { steps: { open: () => open("/dev/full", "w") } }),
    );
    const path = join(cache(), "weights", `${checkpoint.sha256}.safetensors`);
    assert.is(
      error.message,
      `E701: Could not write "${path}": the disk is full. ` +
        "Free some space or choose another folder; nothing half-written was left behind.",
    );
    assert.equal(weightFiles(), before);
    assert.is((await readyWeights(checkpoint)).converted, true, "the next try succeeds");
  });
});

test("a cache that cannot be written stops conversion with a clear error, but not opening", async () => {
  await withFolder({ dtype: "F16", seed: 6 }, async (folder) => {
    const file = join(folder, "config.json");
    const kept = cache();
    process.env.STEERLAB_CACHE = file;
    const checkpoint = await openCheckpoint(folder, { base: "/" });
    const error = await rejectedBy(readyWeights(checkpoint));
    process.env.STEERLAB_CACHE = kept;
    assert.match(error.message, /^E701: Could not write ".*": a part of the path is a file, not a folder\./);
  });
});

test("an interrupted conversion leaves nothing behind", async () => {
  await withFolder({ dtype: "BF16", seed: 7 }, async (folder) => {
    const before = weightFiles();
    const stop = new AbortController();
    const checkpoint = await openCheckpoint(folder, { base: "/" });
    const running = readyWeights(checkpoint, {
      signal: stop.signal,
      onProgress: ({ done }) => done === 5 && stop.abort(),
    });
    assert.match((await rejectedBy(running)).message, /^E503: The run was interrupted\./);
    assert.equal(weightFiles(), before);
  });
});

test("temporaries of older versions, which name no process, are removed after a day", async () => {
  const folder = await mkdtemp(join(cache(), "whole-"));
  const name = (n: number) => `.a.bin.${n}0000000-0000-4000-8000-000000000000.part`;
  const [old, young] = [join(folder, name(1)), join(folder, name(2))];
  await writeFile(old, "x");
  await writeFile(young, "x");
  utimesSync(old, 1e9, 1e9);
  await writeWhole(join(folder, "a.bin"), (append) => append(Buffer.from("whole")));
  assert.equal(readdirSync(folder).sort(), [name(2), "a.bin"]);
  assert.is(await readFile(join(folder, "a.bin"), "utf8"), "whole");
});

test("a file's digest is forgotten when the file changes", async () => {
  await withFolder({}, async (folder) => {
    const first = await openCheckpoint(folder, { base: "/" });
    const weights = [...first.tensors.values()][0]!.file;
    assert.match(recall(weights).sha256!, /^[0-9a-f]{64}$/);
    const bytes = await readFile(weights);
    bytes[bytes.length - 2]! ^= 1;
    await writeFile(weights, bytes);
    assert.equal(recall(weights), {});
    assert.is.not((await openCheckpoint(folder, { base: "/" })).sha256, first.sha256);
  });
});

test("SmolLM2 opens with its known identity; the time of opening it again is printed", async () => {
  if (!smol?.endsWith(".gguf")) return skip("SmolLM2 is not here; run npm run fetch:smollm2");
  const { sha256, dtype } = await openCheckpoint(smol, { base: "/" });
  // The digest that scripts/fetch-smollm2.mjs checks as well.
  assert.is(sha256, "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");
  assert.is(dtype, "Q4_1, Q8_0, F32");
  const start = performance.now();
  await openCheckpoint(smol, { base: "/" });
  console.log(`SmolLM2 opened again in ${Math.round(performance.now() - start)} ms`);
});

test.run();
