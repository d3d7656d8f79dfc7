// Examples of what can be wrong with models.
import type { modelErrors } from "../../../src/runtime/errors/model-errors.js";
import type { RuntimeExamples } from "./example.js";

const measured = (source: string) => `model m = "${source}"
concept C { pair "The film was" -> " great" | " awful" }
vector v = extract C from m
evaluation e = measure v on C`;

export const modelExamples: RuntimeExamples<keyof typeof modelErrors> = {
  E301: { data: { source: "./none" }, program: measured("./none") },
  E302: {
    data: { folder: "empty", file: "config.json" },
    program: measured("empty"),
    files: { "empty/notes.txt": "no model yet" },
  },
  E303: {
    data: { file: "m.gguf", reason: 'it begins with "not ", not with "GGUF"' },
    program: measured("m.gguf"),
    files: { "m.gguf": "not a model at all, but long enough for a header" },
  },
  E304: {
    data: { model: "m", what: 'the architecture "bert"', supported: "the architecture llama" },
    when: "A model is of a family, or has weights of a type, that steerlab does not know.",
  },
  E305: {
    data: { model: "m", tensor: "model.norm.weight" },
    when: "The weights are complete files, but one of the tensors that the family needs is in none of them.",
  },
  E306: {
    data: { model: "m", tensor: "model.norm.weight", found: "[64]", expected: "[128]" },
    when: "config.json and the weights are of different models.",
  },
  E307: {
    data: { tensor: "model.norm.weight", at: "position 17", value: "NaN" },
    when: "A training run diverged before it was saved, or the file was damaged on its way.",
  },
  E308: {
    data: { file: "model.safetensors", link: "../../elsewhere.safetensors" },
    when: "A file of the model's folder is a symbolic link to another folder.",
  },
  E309: {
    data: { id: "HuggingFaceTB/SmolLM2-135M-Instruct", reason: "the hub cannot be reached" },
    when: "A hub id is named on a machine without a connection, and the model was not downloaded before.",
  },
  E310: {
    data: { id: "meta-llama/Llama-2-7b-chat-hf", reason: "it is gated" },
    when: "The model is private or gated, or has no such revision.",
  },
  E311: {
    data: { model: "m", reason: "tokenizer.json is missing" },
    when: "The model has a tokenizer of a kind that steerlab does not know, or none.",
  },
  E312: {
    data: { reason: "Conversation roles must alternate" },
    when: "The model's own chat template refuses the messages, for example a system message.",
  },
  E313: {
    data: { file: "config.json", reason: "reading it is not permitted" },
    when: "A file is there, but this user may not read it.",
  },
  E314: {
    data: { folder: "models/nano", reason: 'The model folder "nano" has no config.json.' },
    when: "A file of the embedded model was removed or changed.",
  },
  E315: {
    data: { tensor: "model.layers.0.mlp.down_proj.weight", at: "[3, 5]", value: 70000, largest: 65504 },
    when: "`dtype fp16` was asked for, and a weight is larger than any half.",
  },
  E316: {
    data: {
      model: "m",
      reason: 'config.json has the model_type "gemma" and the architecture LlamaForCausalLM',
    },
    when: "config.json was put together by hand, or two of its entries say different things of the same setting.",
  },
  E317: {
    data: { model: "m", file: "config.json", settings: 'logit_scale "0.0625"' },
    when: "The model was made by code that differs from transformers' Llama, Mistral or Qwen2.",
  },
  E318: {
    data: { source: "my-lora", base: "meta-llama/Llama-3.2-1B" },
    program: measured("my-lora"),
    files: {
      "my-lora/adapter_config.json":
        '{"peft_type": "LORA", "base_model_name_or_path": "meta-llama/Llama-3.2-1B"}',
    },
  },
  E319: {
    data: {
      file: "big-00001-of-00002.gguf",
      part: 1,
      parts: 2,
      missing: '"big-00002-of-00002.gguf"',
    },
    when: "A large GGUF model was published in parts, and only one of them was downloaded.",
  },
  E320: {
    data: {
      model: "m",
      reason: "the key tokenizer.ggml.pre is missing",
      known: "gpt-2, smollm, qwen2, llama-bpe",
    },
    when: "A GGUF file of Llama 3 from before May 2024: a default would cut its texts otherwise than the model learned them.",
  },
  E330: {
    data: { model: "m", what: "the step UnicodeScripts (pre_tokenizer)" },
    when: "tokenizer.json has a step or an option that steerlab does not know, or that it cannot compute exactly.",
  },
  E331: {
    data: {
      model: "m",
      what: 'has the token "[PAD]" (32000), for which the model has no row: it has 32000',
      text: "[PAD] Hello",
    },
    when: "A padding token was added to the tokenizer and not to the model, and stands in a prompt.",
  },
};
