// What can be wrong with a model's files.
export const modelErrors = {
  E301: (d: { source: string }) => ({
    sentence: `There is no model at "${d.source}".`,
    remedy:
      'Give a folder with config.json and *.safetensors, a .gguf file, or a hub id such as "HuggingFaceTB/SmolLM2-135M-Instruct".',
  }),
};
