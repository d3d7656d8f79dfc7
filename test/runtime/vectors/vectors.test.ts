// Extraction, scaling and files of vectors, on the tiny checkpoint with the real engine.
import { existsSync } from "node:fs";
import { open, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { USER_POS, concept, partOf } from "../../../src/runtime/concepts/index.js";
import type { Sequence } from "../../../src/runtime/engine/types.js";
import { storeFolder } from "../../../src/runtime/store/index.js";
import { normOf } from "../../../src/runtime/stats/linear-algebra.js";
import {
  extract,
  keptDirections,
  layersOf,
  readSafetensors,
  save,
  combine,
  writeSafetensors,
} from "../../../src/runtime/vectors/index.js";
import { failureOf } from "../concepts/failures.js";
import { tinyPairs, tinySession, type TinySession } from "./tiny-session.js";
import { skip } from "../../skip.js";

let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 7 });
});
test.after(() => session.close());

const delight = (count = 12) =>
  concept({
    name: "Delight",
    pairs: tinyPairs(count),
    persona: { positive: "You are great.", negative: "You are bad." },
  });
const close = (value: number, expected: number, within: number) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not ${expected}`);

test("an extraction is the mean of the differences of plain passes, one text at a time", async () => {
  const made = delight();
  const { byLayer, norms, agreement, pairs } = await extract({
    name: "v",
    concept: made,
    model: session.tiny,
  }).directions();
  assert.is(pairs, 4); // 40 % of 12, rounded down
  assert.equal([...byLayer.keys()], [0, 1, 2, 3]);

  const { checkpoint, engine } = await session.tiny.open();
  const ends = partOf(made, "train").flatMap(({ prompt, positive, negative }) =>
    [positive, negative].map((answer): Sequence => {
      const tokens = checkpoint.tokenizer.encode(prompt + answer);
      return {
        tokens,
        steered: null,
        reads: [{ kind: "residual", at: tokens.length - 1, layers: [0, 1, 2, 3] }],
      };
    }),
  );
  const states: (readonly Float32Array[])[] = [];
  const groups = ends.map((sequence, i) => ({ key: String(i), sequences: [sequence] }));
  for await (const { readings } of engine.run([], groups, { packing: { sharing: false, together: false } }))
    states.push(readings[0]![0] as readonly Float32Array[]);
  for (const layer of [0, 1, 2, 3]) {
    const differences = [0, 1, 2, 3].map((i) =>
      states[2 * i]![layer]!.map((value, j) => value - states[2 * i + 1]![layer]![j]!),
    );
    const mean = differences[0]!.map((_, j) => differences.reduce((total, d) => total + d[j]!, 0) / 4);
    byLayer.get(layer)!.forEach((value, j) => close(value, mean[j]!, 1e-5));
    close(norms.get(layer)!, Math.hypot(...mean), 1e-4);
    const cosines = differences.map(
      (d) =>
        d.reduce((total, value, j) => total + value * mean[j]!, 0) / Math.hypot(...d) / Math.hypot(...mean),
    );
    close(agreement.get(layer)!, cosines.reduce((a, b) => a + b) / 4, 1e-4);
  }
});

test("the store has the same bits, and layers are cut out of one extraction", async () => {
  const spec = { name: "v", concept: delight(), model: session.tiny };
  const first = await extract(spec).directions();
  const shelf = join(storeFolder()!, "vectors");
  const before = await readdir(shelf);
  const kept = await extract({ ...spec, layers: [2] }).directions();
  assert.equal(await readdir(shelf), before);
  assert.equal(kept.byLayer.get(2), first.byLayer.get(2));
  assert.equal([...kept.byLayer.keys()], [2]);
  assert.equal((await extract(spec).directions()).hash, first.hash);

  await rm(shelf, { recursive: true });
  assert.is(await keptDirections(extract(spec)), null);
  const fresh = await extract(spec).directions();
  assert.equal(fresh, first);
  assert.equal(await keptDirections(extract(spec)), first);
});

test("shifts and read positions make other vectors", async () => {
  const spec = { concept: delight(), model: session.tiny };
  const base = await extract({ name: "a", ...spec }).directions();
  const shifted = await extract({ name: "b", ...spec, under: USER_POS }).directions();
  const last = await extract({ name: "c", ...spec, read: { kind: "last" } }).directions();
  const spread = await extract({ name: "d", ...spec, read: { kind: "from answer" } }).directions();
  assert.is.not(shifted.hash, base.hash);
  assert.is(last.hash, base.hash); // the answers are one token
  // Averaged with the token before, which both texts share, the difference is half.
  close(spread.norms.get(2)! / base.norms.get(2)!, 0.5, 1e-3);
});

test("scaling", async () => {
  const v = extract({ name: "v", concept: delight(), model: session.tiny });
  const [one, minus] = [
    await v.directions(),
    await combine({ name: "w", terms: [{ factor: -2, of: v }] }).directions(),
  ];
  minus.byLayer.get(1)!.forEach((value, i) => assert.is(value, Math.fround(-2 * one.byLayer.get(1)![i]!)));
  close(minus.norms.get(1)!, 2 * one.norms.get(1)!, 1e-6);
  assert.is(minus.agreement.get(1), -one.agreement.get(1)!);
});

test("what the store has of a vector scaled twice is bit for bit what it computes", async () => {
  const v = extract({ name: "v", concept: delight(), model: session.tiny });
  const twice = combine({
    name: "b",
    terms: [{ factor: 1 / 3, of: combine({ name: "a", terms: [{ factor: 1 / 7, of: v }] }) }],
  });
  const computed = await twice.directions();
  assert.equal(await keptDirections(twice), computed);
});

test("a saved vector: tensors and provenance; the same bytes each time", async () => {
  const v = extract({ name: "v", concept: delight(), model: session.tiny });
  const half = combine({ name: "half", terms: [{ factor: 0.5, of: v }] });
  const path = await save({ vector: half, to: "out/half.safetensors" });
  assert.is(path, join(session.folder, "out", "half.safetensors"));
  assert.ok(session.saved.includes(path));
  const bytes = await readFile(path);
  const { tensors, metadata } = readSafetensors(bytes);
  const { byLayer, norms, hash } = await half.directions();
  assert.equal([...tensors.keys()], ["layer.0", "layer.1", "layer.2", "layer.3"]);
  assert.equal(tensors.get("layer.3"), byLayer.get(3));
  const { checkpoint } = await session.tiny.open();
  assert.is(metadata["scale"], "0.5");
  assert.is(metadata["hash"], hash);
  assert.is(metadata["model_sha256"], checkpoint.sha256);
  assert.is(metadata["hook_point"], "resid_post");
  assert.is(metadata["read"], "answer");
  assert.is(metadata["pairs"], "4");
  assert.is(JSON.parse(metadata["norms"]!)["3"], norms.get(3));
  await save({ vector: half, to: "again.safetensors" });
  assert.equal(await readFile(join(session.folder, "again.safetensors")), bytes);
});

test("the header of a file: its length, padded to 8 bytes, offsets from its end", () => {
  const bytes = Buffer.from(
    writeSafetensors({ tensors: new Map([["layer.3", Float32Array.of(1, -2)]]), metadata: { a: "ü" } }),
  );
  const length = Number(bytes.readBigUInt64LE(0));
  assert.is(length % 8, 0);
  assert.equal(JSON.parse(bytes.toString("utf8", 8, 8 + length)), {
    __metadata__: { a: "ü" },
    "layer.3": { dtype: "F32", shape: [2], data_offsets: [0, 8] },
  });
  assert.is(bytes.length, 8 + length + 8);
  assert.is(bytes.readFloatLE(8 + length + 4), -2);
});

test("lists of layers", () => {
  const of = { layers: 30, model: "smol" };
  assert.is(layersOf(["all"], of).length, 30);
  assert.equal(layersOf([13, { last: 2 }, 13], of), [13, 28, 29]);
  assert.equal(layersOf([{ from: 10, to: 20, by: 5 }], of), [10, 15, 20]);
  // floor(25 * 29 / 100) = 7, floor(30 * 29 / 100) = 8
  assert.equal(layersOf([{ from: "25%", to: "30%" }], of), [7, 8]);
});

const vectorOf = (change: object) =>
  extract({ name: "v", concept: delight(), model: session.tiny, ...change });
const wrong: readonly [string, () => Promise<unknown>, string, number | undefined][] = [
  [
    "a layer out of range",
    () => vectorOf({ layers: [{ from: 2, to: 9 }], layersAt: [7, 11, 4], at: [6, 1] }).directions(),
    "E601: Layer 9 does not exist: tiny has layers 0 to 3. Use a layer between 0 and 3.",
    7,
  ],
  [
    "no layers",
    () => vectorOf({ layers: [{ from: 3, to: 2 }], at: [6, 1] }).directions(),
    "E602: The list of layers is empty; tiny has layers 0 to 3. Use `layers all`, or name at least one.",
    6,
  ],
  [
    "a read position before the answers",
    () => vectorOf({ read: { kind: "prompt end" } }).directions(),
    "E603: The two texts of every training pair of Delight are the same up to the tokens that `read prompt end` takes, " +
      "so there is no difference to extract. Use `read answer`, or another clause that reaches the answers.",
    undefined,
  ],
  [
    "a factor of 0",
    () => combine({ name: "none", terms: [{ factor: 0, of: vectorOf({}) }] }).directions(),
    "E604: The vector none has no length at layer 0. " +
      "Check that the pairs differ where they are read, that no factor is 0, and that the terms do not cancel.",
    undefined,
  ],
  [
    "another file ending",
    () => save({ vector: vectorOf({}), to: "v.npz", at: [9, 1] }),
    'E605: "v.npz" is no name of a vector file. Give the file the ending .safetensors or .gguf.',
    9,
  ],
];
for (const [what, work, message, line] of wrong)
  test(what, async () => {
    const error = await failureOf(work);
    assert.is(error.message, message);
    assert.is(error.place?.line, line);
  });

test("a full disk while saving: E701, nothing is left, and the session goes on", async () => {
  if (!existsSync("/dev/full")) return skip("this system has no /dev/full");
  const vector = vectorOf({});
  const to = join(session.folder, "full", "v.safetensors");
  const full = {
    open: async (name: Parameters<typeof open>[0], flags?: Parameters<typeof open>[1]) => {
      await (await open(name, flags)).close();
      return open("/dev/full", "w");
    },
  };
  const error = await failureOf(() => save({ vector, to, at: [5, 2] }, full));
  assert.is(
    error.message,
    `E701: Could not write "${to}": the disk is full. ` +
      "Free some space or choose another folder; nothing half-written was left behind.",
  );
  assert.is(error.place?.line, 5);
  assert.equal(await readdir(join(session.folder, "full")), []);
  assert.is(await save({ vector, to }), to);
});

test("a failure is not remembered: the same vector works once its cause is gone", async () => {
  let times = 0;
  const model = {
    ...session.tiny,
    plan: () => (times++ ? session.tiny.plan() : Promise.reject(new Error("busy"))),
  };
  const vector = extract({ name: "v", concept: delight(), model });
  await vector.directions().then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, "busy"),
  );
  assert.ok(normOf((await vector.directions()).byLayer.get(0)!) > 0);
});

test.run();
