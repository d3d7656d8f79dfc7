// Vectors in files: what is saved is what is loaded, in both formats; files that do not fit, or are no vector files.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { concept } from "../../../src/runtime/concepts/index.js";
import { model } from "../../../src/runtime/session/index.js";
import { readGguf } from "../../../src/runtime/models/gguf/gguf-header.js";
import {
  combine,
  describeVector,
  extract,
  layersKnown,
  load,
  save,
  trainedPairs,
  trainShiftOf,
  writeSafetensors,
} from "../../../src/runtime/vectors/index.js";
import { formats } from "../../../src/runtime/vectors/files/vector-formats.js";
import { ggufBytes } from "../../models/gguf.js";
import { tinyLlama } from "../../models/tiny.js";
import { failureOf } from "../concepts/failures.js";
import { tinyPairs, tinySession, type TinySession } from "./tiny-session.js";

let session: TinySession;
test.before(async () => {
  session = await tinySession({ seed: 7 });
});
test.after(() => session.close());

const delight = () => concept({ name: "Delight", pairs: tinyPairs(12) });
const halved = () => {
  const v = extract({ name: "v", concept: delight(), model: session.tiny });
  return combine({ name: "half", terms: [{ factor: 0.5, of: v }] });
};

for (const to of ["half.safetensors", "half.gguf"])
  test(`${to}: what is saved is what is loaded`, async () => {
    const half = halved();
    await save({ vector: half, to });
    session.notices.length = 0;
    const back = load({ name: "back", path: to, model: session.tiny });
    assert.equal(await layersKnown(back), [0, 1, 2, 3]);
    assert.equal(await back.directions(), await half.directions());
    assert.equal(session.notices, []);
    assert.is(trainShiftOf(back), "BASE");
    assert.equal(trainedPairs(back), trainedPairs(half));
    assert.is(trainedPairs(back).size, 4);
    assert.is(describeVector(back), `"${to}" (${describeVector(half)})`);

    // Saved once more under the same name it is the same vector with the same provenance, but for what it was made from.
    const again = `again-${to}`;
    await save({ vector: back, to: again });
    const third = load({ name: "third", path: again, model: session.tiny });
    assert.equal(await third.directions(), await half.directions());
    assert.is(third.expression.kind === "load" && third.expression.file.provenance["scale"], "0.5");
  });

test("a control vector has llama.cpp's layout; layer 0, which llama.cpp refuses, lies in the metadata", async () => {
  const path = await save({ vector: halved(), to: "layout.gguf" });
  assert.ok(session.notices.some((text) => text.includes("llama.cpp cannot steer layer 0")));
  const { metadata, tensors } = readGguf(path);
  assert.is(metadata.get("general.architecture"), "controlvector");
  assert.is(metadata.get("controlvector.model_hint"), "llama");
  assert.is(metadata.get("controlvector.layer_count"), 3);
  assert.is(metadata.get("steerlab.hook_point"), "resid_post");
  assert.equal([...tensors.keys()], ["direction.1", "direction.2", "direction.3"]);
  const { byLayer } = await halved().directions();
  const { offset, shape } = tensors.get("direction.2")!;
  assert.equal(shape, [byLayer.get(2)!.length]);
  assert.is((await readFile(path)).readFloatLE(offset + 4), byLayer.get(2)![1]);
  assert.equal(metadata.get("steerlab.direction.0"), [...byLayer.get(0)!]);
});

const write = async (name: string, bytes: Uint8Array) => {
  await writeFile(join(session.folder, name), bytes);
  return name;
};
const width = async () => (await session.tiny.plan()).checkpoint.config.hiddenSize;
const tensorsOf = (names: readonly string[], length: number) =>
  writeSafetensors({
    tensors: new Map(names.map((name) => [name, new Float32Array(length).fill(1)])),
    metadata: {},
  });

test("a control vector of another tool: used, with a notice that its model is not known", async () => {
  const numbers = new Float32Array(await width()).fill(0.25);
  const tensors = [
    { name: "direction.2", shape: [numbers.length], type: 0, bytes: new Uint8Array(numbers.buffer) },
  ];
  const metadata = [
    ["general.architecture", "controlvector"],
    ["controlvector.model_hint", "mistral"],
    ["controlvector.layer_count", { u32: 1 }],
  ] as const;
  const path = await write("other.gguf", ggufBytes({ metadata, tensors }));
  session.notices.length = 0;
  const vector = load({ name: "v", path, model: session.tiny });
  assert.equal([...(await vector.directions()).byLayer], [[2, numbers]]);
  assert.equal(session.notices, [
    `"other.gguf" does not say from which weights it was made (only that it was a mistral model; ${session.folder} is a llama model): ` +
      `whether it belongs to ${session.folder} only a measurement shows.`,
  ]);
  assert.is(trainShiftOf(vector), "unknown");
});

test("a control vector that Python's gguf package wrote (control_vector.py): its numbers and its hint", () => {
  const file = formats[".gguf"]!.read(fileURLToPath(new URL("control-vector.gguf", import.meta.url)));
  assert.equal(
    [...file.byLayer],
    [1, 2, 12].map((layer) => [layer, Float32Array.of(layer, -0.5, 0.25 * layer)]),
  );
  assert.equal(file.provenance, { model_hint: "mistral" });
});

test("a vector of other weights of the same size: used, with a notice", async () => {
  await save({ vector: halved(), to: "other.safetensors" });
  const folder = await tinyLlama({ seed: 8 });
  const other = model({ name: "other", source: folder });
  session.notices.length = 0;
  await load({ name: "v", path: "other.safetensors", model: other }).directions();
  assert.is(session.notices.length, 1);
  assert.match(
    session.notices[0]!,
    `"other.safetensors" was made from other weights (${session.folder}) than ${folder}`,
  );
});

/** A safetensors file with this header text and so many bytes of data. */
function raw(header: string, data: number): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(data)]);
}
const entry = (from: number, numbers: number) =>
  JSON.stringify({ dtype: "F32", shape: [numbers], data_offsets: [from, from + 4 * numbers] });

const form = "Give a .safetensors file with a tensor `layer.N` for each layer, or a .gguf control vector.";
const unusable: readonly [string, string, () => Uint8Array, string][] = [
  ["no tensors", "a.safetensors", () => tensorsOf([], 1), "it holds no tensor"],
  [
    "a name without a layer",
    "b.safetensors",
    () => tensorsOf(["up"], 2),
    'the tensor "up" names no layer ("layer.18")',
  ],
  [
    "cut off",
    "c.safetensors",
    () => tensorsOf(["layer.1"], 2).subarray(0, 40),
    "its header claims 80 bytes, but the file has 40",
  ],
  ["text", "d.safetensors", () => Buffer.from(`${"\0".repeat(8)}`), "its header is not valid JSON"],
  [
    "not finite",
    "e.safetensors",
    () => writeSafetensors({ tensors: new Map([["layer.1", Float32Array.of(NaN)]]), metadata: {} }),
    'the tensor "layer.1" holds a number that is not finite',
  ],
  [
    "changed numbers",
    "f.safetensors",
    () =>
      writeSafetensors({ tensors: new Map([["layer.1", Float32Array.of(1)]]), metadata: { hash: "abc" } }),
    "its numbers are not those that its hash was made of",
  ],
  [
    "a model",
    "g.gguf",
    () => ggufBytes({ metadata: [["general.architecture", "llama"]], tensors: [] }),
    'its architecture is "llama", not "controlvector"',
  ],
  [
    "a header with a name twice",
    "i.safetensors",
    () => raw(`{"layer.1":${entry(0, 2)},"layer.1":${entry(0, 2)}}`, 8),
    'its header has the key "layer.1" twice',
  ],
  [
    "overlapping tensors",
    "j.safetensors",
    () => raw(`{"layer.1":${entry(0, 2)},"layer.2":${entry(4, 2)}}`, 12),
    'the tensors "layer.1" and "layer.2" overlap',
  ],
  [
    "wider than any model",
    "k.safetensors",
    () => raw(`{"layer.1":${entry(0, 2 ** 40)}}`, 8),
    'the tensor "layer.1" has 1099511627776 numbers, more than any model is wide',
  ],
  ["no GGUF", "h.gguf", () => Buffer.from("GIF89a"), 'it begins with "GIF8", not with "GGUF"'],
];
for (const [what, name, bytes, reason] of unusable)
  test(`a file that is ${what}`, async () => {
    await write(name, bytes());
    const error = await failureOf(() => load({ name: "v", path: name, model: session.tiny, at: [3, 9] }));
    assert.is(error.message, `E614: The vector file "${name}" cannot be used: ${reason}. ${form}`);
    assert.is(error.place?.column, 9);
  });

test("no file, and another ending", async () => {
  const gone = await failureOf(() => load({ name: "v", path: "gone.gguf", model: session.tiny }));
  assert.is(gone.message, `E614: The vector file "gone.gguf" cannot be used: there is no such file. ${form}`);
  const ending = await failureOf(() => load({ name: "v", path: "v.pt", model: session.tiny }));
  assert.is(ending.code, "E605");
});

test("a vector that does not fit: another width, a layer that is not there", async () => {
  const narrow = load({
    name: "v",
    path: await write("n.safetensors", tensorsOf(["layer.1"], 3)),
    model: session.tiny,
    at: [3, 1],
  });
  const error = await failureOf(() => narrow.directions());
  assert.is(
    error.message,
    `E615: The vector in "n.safetensors" does not fit tiny: it has 3 numbers at each layer, the model ${await width()}. ` +
      "Load it for the model that it was made from.",
  );
  assert.is(error.place?.line, 3);
  const deep = load({
    name: "v",
    path: await write("d.safetensors", tensorsOf(["layer.9"], await width())),
    model: session.tiny,
  });
  assert.match(
    (await failureOf(() => layersKnown(deep))).message,
    "it has layer 9, the model only layers 0 to 3",
  );
});

test.run();
