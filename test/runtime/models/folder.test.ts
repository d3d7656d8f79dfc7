// Model folders: what is read, and what is refused, by exact message.
import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openCheckpoint } from "../../../src/runtime/models/index.js";
import { ownCache } from "../../models/cache.js";
import { safetensors, tinyLlama, type TinyOptions } from "../../models/tiny.js";
import { rejectedBy, thrownBy } from "./thrown.js";

ownCache(test);
const again = " Download the model again, or give another one.";

async function withFolder<T>(options: TinyOptions, look: (folder: string) => Promise<T>): Promise<T> {
  const folder = await tinyLlama(options);
  try {
    return await look(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
/** The message of opening a tiny folder after a change, with the folder's path written as FOLDER. */
const complaint = (
  options: TinyOptions,
  change: (folder: string) => Promise<unknown> = async () => undefined,
) =>
  withFolder(options, async (folder) => {
    await change(folder);
    return (await rejectedBy(openCheckpoint(folder, { base: "." }))).message.replaceAll(folder, "FOLDER");
  });
const f32 = (name: string, shape: number[]) => ({
  name,
  shape,
  bytes: Buffer.alloc(4 * shape.reduce((a, b) => a * b, 1)),
});
/** A safetensors file with this header text and so many bytes of data. */
function raw(header: string, data: number): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(data)]);
}
const withWeights = (content: Buffer) =>
  complaint({}, (folder) => writeFile(join(folder, "model.safetensors"), content));

test("a folder opens, with all that the rest needs to know", async () => {
  await withFolder(
    { family: "qwen2", dtype: "BF16", sharded: true, tied: false, layers: 3 },
    async (folder) => {
      const { config, tensors, dtype, label, template, sha256 } = await openCheckpoint(folder, { base: "/" });
      assert.equal(config, {
        family: "qwen2",
        layers: 3,
        hiddenSize: 32,
        heads: 4,
        kvHeads: 2,
        headSize: 8,
        intermediateSize: 64,
        vocabulary: config.vocabulary,
        context: 512,
        normEpsilon: 1e-5,
        rope: { theta: 10000, scaling: { kind: "none" } },
        tiedEmbeddings: false,
        biases: ["q_proj", "k_proj", "v_proj"],
      });
      assert.is(tensors.size, 3 + 3 * 12);
      assert.equal(tensors.get("model.layers.2.mlp.down_proj.weight")!.shape, [32, 64]);
      assert.is(dtype, "BF16");
      assert.is(label, folder);
      assert.match(sha256, /^[0-9a-f]{64}$/);
      const text = template!.render([{ role: "user", content: "hi" }], { addGenerationPrompt: true });
      assert.is(text, "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n");
    },
  );
});

test("relative paths start from the base; the identity does not depend on the place but on the content", async () => {
  await withFolder({}, async (folder) => {
    const one = await openCheckpoint("model", { base: await linked(folder) });
    assert.is(one.label, "model");
    const copy = await mkdtemp(join(tmpdir(), "steerlab-copy-"));
    await cp(folder, copy, { recursive: true });
    assert.is((await openCheckpoint(copy, { base: "/" })).sha256, one.sha256);
    const settings = join(copy, "tokenizer_config.json");
    await writeFile(settings, (await readFile(settings, "utf8")).replace("assistant", "model"));
    assert.is.not((await openCheckpoint(copy, { base: "/" })).sha256, one.sha256);
    await rm(copy, { recursive: true });
  });
});
async function linked(folder: string): Promise<string> {
  const base = await mkdtemp(join(process.env.STEERLAB_CACHE!, "base-"));
  await symlink(folder, join(base, "model"));
  return base;
}

test("rope scaling, sliding windows and templates in their several forms", async () => {
  const configOf = (config: Record<string, unknown>, options: TinyOptions = {}) =>
    withFolder(
      { ...options, config },
      async (folder) => (await openCheckpoint(folder, { base: "/" })).config,
    );
  const llama3 = { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4 };
  assert.equal(
    (await configOf({ rope_scaling: { ...llama3, original_max_position_embeddings: 8192 } })).rope.scaling,
    {
      kind: "llama3",
      factor: 8,
      lowFrequencyFactor: 1,
      highFrequencyFactor: 4,
      originalContext: 8192,
    },
  );
  assert.equal((await configOf({ rope_scaling: { type: "linear", factor: 2 } })).rope.scaling, {
    kind: "linear",
    factor: 2,
  });
  const newer = { rope_parameters: { rope_type: "default", rope_theta: 5e5 }, rope_theta: undefined };
  assert.equal((await configOf(newer)).rope, { theta: 5e5, scaling: { kind: "none" } });
  assert.is((await configOf({ sliding_window: 100 }, { family: "mistral" })).context, 100);
  assert.is((await configOf({ sliding_window: 100 }, { family: "qwen2" })).context, 512);

  await withFolder({}, async (folder) => {
    const settings = join(folder, "tokenizer_config.json");
    const named = [
      { name: "tool_use", template: "tools" },
      { name: "default", template: "plain {{ messages[0].content }}" },
    ];
    await writeFile(settings, JSON.stringify({ chat_template: named }));
    const source = async () => (await openCheckpoint(folder, { base: "/" })).template?.source;
    assert.is(await source(), "plain {{ messages[0].content }}");
    const said = async (chat_template: unknown) => {
      await writeFile(settings, JSON.stringify({ chat_template }));
      const { template } = await openCheckpoint(folder, { base: "/" });
      return thrownBy(() => template!.render([], { addGenerationPrompt: true })).message;
    };
    assert.match(
      await said(named.slice(0, 1)),
      /cannot be used: the model has the templates "tool_use", and no "default"\./,
    );
    assert.match(await said([named[1], named[1]]), /the model has two templates called "default"\./);
    assert.match(await said(5), /chat_template of tokenizer_config.json is neither a text nor a list/);
    assert.match(await said([{ name: "default" }]), /is neither a text nor a list of named texts\./);
    await writeFile(settings, JSON.stringify({ chat_template: { default: "an object" } }));
    assert.is(await source(), "an object");
    await writeFile(settings, JSON.stringify({ chat_template: null }));
    assert.is(await source(), undefined);
    await writeFile(join(folder, "chat_template.jinja"), Buffer.from([0x61, 0xff]));
    assert.match(
      (await rejectedBy(openCheckpoint(folder, { base: "/" }))).message,
      /"chat_template.jinja" is damaged: it is not a text in UTF-8\./,
    );
    await writeFile(join(folder, "chat_template.jinja"), "from a file");
    assert.is(await source(), "from a file");
  });
});

test("nothing there", async () => {
  const hint =
    'Give a folder with config.json and *.safetensors, a .gguf file, a hub id such as "HuggingFaceTB/SmolLM2-135M-Instruct", or "nano", which comes with steerlab.';
  const message = async (source: string) => (await rejectedBy(openCheckpoint(source, { base: "/" }))).message;
  assert.is(await message("./nowhere"), `E301: There is no model at "./nowhere". ${hint}`);
  assert.is(
    await message("none/nowhere.gguf"),
    'E301: There is no model at "none/nowhere.gguf". Check the path: there is no folder "/none".',
  );
  await withFolder({}, async (folder) => {
    const path = join(folder, "tiny.gguf");
    assert.is(
      await message(path),
      `E301: There is no model at "${path}". Check the path: the folder "${folder}" has no GGUF file. ` +
        'A file on the hub is written "org/name:file.gguf".',
    );
    await writeFile(join(folder, "tiny-Q4.gguf"), "");
    assert.is(
      await message(path),
      `E301: There is no model at "${path}". Check the name; the GGUF files in its folder are tiny-Q4.gguf.`,
    );
    const weights = join(folder, "model.safetensors");
    assert.is(
      await message(weights),
      `E301: There is no model at "${weights}". Give the folder that the file is in: "${folder}".`,
    );
  });
});

test("missing files are named", async () => {
  const give =
    "Give the folder that holds config.json, tokenizer.json and *.safetensors, or download the model again.";
  for (const file of ["config.json", "tokenizer.json", "model.safetensors"]) {
    const said = await complaint({}, (folder) => rm(join(folder, file)));
    assert.is(said, `E302: The model folder "FOLDER" has no ${file}. ${give}`);
  }
  const said = (name: string, becomes: string) =>
    complaint({}, (folder) => rename(join(folder, name), join(folder, becomes)));
  assert.is(
    await said("model.safetensors", "pytorch_model.bin"),
    'E302: The model folder "FOLDER" has no model.safetensors. pytorch_model.bin is not read: such files can run code. Save the model ' +
      "again in Python, where you trust it: `AutoModelForCausalLM.from_pretrained(folder).save_pretrained(folder)` writes safetensors.",
  );
  assert.match(
    await said("model.safetensors", "tiny-Q4_0.gguf"),
    /Give the GGUF file itself: "FOLDER\/tiny-Q4_0.gguf"\.$/,
  );
  assert.match(await said("config.json", "tiny-Q4_0.gguf"), /has no config.json\. Give the GGUF file itself/);
  assert.match(
    await said("model.safetensors", "consolidated.safetensors"),
    /has no model.safetensors\. consolidated.safetensors is not read: weights are in model.safetensors, or in the files that/,
  );
  assert.match(
    await said("tokenizer.json", "tokenizer.model"),
    /has no tokenizer.json\. tokenizer.model is not read\. Save/,
  );
});

test("what is not supported is named", async () => {
  const cases: [Record<string, unknown>, string, string][] = [
    [
      { architectures: ["GPT2LMHeadModel"] },
      "the architecture GPT2LMHeadModel",
      "one of the architectures LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM",
    ],
    [{ hidden_act: "gelu" }, 'hidden_act "gelu"', "the activation silu"],
    [
      { quantization_config: { quant_method: "gptq" } },
      'quantization_config "gptq"',
      "unquantised weights (F32, F16 or BF16), such as the model that this one was made from, or a GGUF file",
    ],
    [
      { rope_scaling: { rope_type: "longrope", factor: 4 } },
      'rope scaling "longrope"',
      "rope scaling of the kind default, linear, dynamic, llama3 or yarn",
    ],
  ];
  for (const [config, what, supported] of cases) {
    assert.is(
      await complaint({ config }),
      `E304: The model "FOLDER" has ${what}, which is not supported. Use a model with ${supported}.`,
    );
  }
});

test("impossible numbers in config.json", async () => {
  const said = async (config: Record<string, unknown>) => (await complaint({ config })).split("damaged: ")[1];
  assert.is(
    await said({ num_hidden_layers: -1 }),
    `num_hidden_layers is -1, not a whole number from 1 to 1000.${again}`,
  );
  assert.is(
    await said({ hidden_size: 1e12 }),
    `hidden_size is 1000000000000, not a whole number from 1 to 131072.${again}`,
  );
  assert.is(await said({ rms_norm_eps: "small" }), `rms_norm_eps is "small", not a number above 0.${again}`);
  assert.is(
    await said({ num_key_value_heads: 3 }),
    `4 attention heads cannot share 3 key-value heads evenly.${again}`,
  );
});

test("tensors missing, misshapen or unknown", async () => {
  assert.is(
    await complaint({ config: { num_hidden_layers: 5 } }),
    `E305: The model "FOLDER" lacks the tensor "model.layers.4.input_layernorm.weight".${again}`,
  );
  assert.is(
    await complaint({ config: { intermediate_size: 65 } }),
    'E306: The tensor "model.layers.0.mlp.gate_proj.weight" of the model "FOLDER" has the shape [64, 32]; ' +
      "its configuration asks for [65, 32]. Use the configuration that belongs to these weights, or download the model again.",
  );
  assert.is(
    await complaint({ config: { num_hidden_layers: 3 } }),
    'E304: The model "FOLDER" has the tensor "model.layers.3.input_layernorm.weight", which is not supported. ' +
      "Use a model with the tensors of a llama model only.",
  );
});

test("damaged safetensors headers", async () => {
  const said = async (content: Buffer) =>
    (await withWeights(content)).replace(/^E303: The model file "model.safetensors" is damaged: /, "");
  const entry = (offsets: number[], shape: unknown = [2], dtype = "F32") =>
    JSON.stringify({ dtype, shape, data_offsets: offsets });
  const huge = Buffer.alloc(16);
  huge.writeBigUInt64LE(2n ** 50n);
  const claims = Buffer.alloc(16);
  claims.writeBigUInt64LE(100n);
  assert.is(await said(Buffer.alloc(3)), `it has only 3 bytes.${again}`);
  assert.is(
    await said(huge),
    `its header claims 1125899906842624 bytes; at most 104857600 are allowed.${again}`,
  );
  assert.is(await said(claims), `its header claims 100 bytes, but the file has 16.${again}`);
  assert.is(await said(raw("{oh", 0)), `it is not valid JSON.${again}`);
  assert.is(await said(raw("[1]", 0)), `it holds no JSON object.${again}`);
  assert.is(
    await said(raw(`{"a":${entry([0, 8])},"a":${entry([0, 8])}}`, 8)),
    `the key "a" stands twice.${again}`,
  );
  assert.is(
    await said(raw(`{"a":${entry([0, 8])},"\\u0061":${entry([0, 8])}}`, 8)),
    `the key "a" stands twice.${again}`,
  );
  assert.is(
    await said(raw(`{"a":${entry([0, 8])},"b":${entry([4, 12])}}`, 12)),
    `the tensors "a" and "b" overlap.${again}`,
  );
  assert.is(
    await said(raw(`{"a":${entry([0, 8])},"b":${entry([12, 20])}}`, 20)),
    `4 bytes before the tensor "b" belong to no tensor.${again}`,
  );
  assert.is(await said(raw(`{"a":${entry([0, 8])}}`, 9)), `1 bytes at its end belong to no tensor.${again}`);
  assert.is(
    await said(raw(`{"a":${entry([0, 8])}}`, 7)),
    `the tensor "a" lies outside the file (bytes 0 to 8).${again}`,
  );
  assert.is(
    await said(raw(`{"a":${entry([0, 8], [2 ** 40, 2 ** 40])}}`, 8)),
    `the tensor "a" takes 8 bytes, but its shape and type need ${4 * 2 ** 80}.${again}`,
  );
  assert.is(
    await said(raw(`{"a":${entry([0, 8], [-2])}}`, 8)),
    `the shape of "a" is no list of whole numbers.${again}`,
  );
  assert.is(
    await said(raw(`{"a":${entry([0, 0.5])}}`, 8)),
    `the offsets of "a" are no pair of whole numbers.${again}`,
  );
  assert.is(
    await said(raw(`{"a":${entry([0, 8], [2], "I65")}}`, 8)),
    'E304: The model "model.safetensors" has the tensor "a" of type I65, which is not supported. Use a model with tensors of the types ' +
      "F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL, C64, F8_E4M3, F8_E5M2, F8_E8M0, F6_E2M3, F6_E3M2, F4.",
  );
});

test("a truncated file of weights", async () => {
  const said = await complaint({}, (folder) => truncate(join(folder, "model.safetensors"), 20_000));
  assert.match(
    said,
    /^E303: The model file "model.safetensors" is damaged: the tensor ".*" lies outside the file \(bytes \d+ to \d+\)\./,
  );
  const longer = await complaint({}, (folder) => appendFile(join(folder, "model.safetensors"), "xx"));
  assert.match(longer, /damaged: 2 bytes at its end belong to no tensor\./);
});

test("an index that leads astray", async () => {
  const index = "model.safetensors.index.json";
  const secret = await mkdtemp(join(tmpdir(), "steerlab-elsewhere-"));
  const other = join(secret, "other.safetensors");
  await writeFile(other, safetensors([f32("a", [2])], "F32"));
  const withIndex = (
    weight_map: Record<string, unknown>,
    change = (folder: string): Promise<unknown> => readFile(join(folder, index)),
  ) =>
    complaint({ sharded: true }, async (folder) => {
      await writeFile(join(folder, index), JSON.stringify({ weight_map }));
      await change(folder);
    });
  const outside = (file: string, link: string) =>
    `E308: The model file "${file}" leads out of the model's folder, to "${link}". Put the file itself into the folder.`;
  const up = `../${secret.split("/").at(-1)}/other.safetensors`;
  assert.is(await withIndex({ a: up }), outside(up, other));
  assert.is(
    await withIndex({ a: "link.safetensors" }, (folder) => symlink(other, join(folder, "link.safetensors"))),
    outside("link.safetensors", other),
  );
  assert.is(
    await withIndex({ a: 5 }),
    `E303: The model file "${index}" is damaged: it names the file 5.${again}`,
  );
  assert.is(
    await withIndex({ a: "model.bin" }),
    `E303: The model file "${index}" is damaged: it names the file "model.bin".${again}`,
  );
  assert.is(
    await withIndex({ a: "model-00001-of-00002.safetensors" }),
    `E303: The model file "${index}" is damaged: it does not list the tensor "model.embed_tokens.weight" of model-00001-of-00002.safetensors.${again}`,
  );
  assert.match(
    await withIndex({ a: "gone.safetensors" }),
    /^E302: The model folder "FOLDER" has no gone.safetensors\./,
  );
  await rm(secret, { recursive: true });
});

test("links of a Hugging Face cache snapshot into its blobs are followed", async () => {
  await withFolder({}, async (folder) => {
    const repository = await mkdtemp(join(tmpdir(), "steerlab-hub-"));
    const [blobs, snapshot] = [join(repository, "blobs"), join(repository, "snapshots", "a".repeat(40))];
    await cp(folder, blobs, { recursive: true });
    await mkdir(snapshot, { recursive: true });
    for (const file of ["config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"]) {
      await symlink(join("..", "..", "blobs", file), join(snapshot, file));
    }
    const { tensors } = await openCheckpoint(snapshot, { base: "/" });
    assert.is(tensors.get("model.norm.weight")!.file, join(blobs, "model.safetensors"));
    await rm(repository, { recursive: true });
  });
});

test.run();
